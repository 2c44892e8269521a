"""The heartbeat: the longest time for which the server's event loop answered nobody.

A connection of somebody in a quiet room of their own sends a WebSocket ping every 5 ms. The server
answers it in the first turn of its event loop that comes to it, so the time until the answer is how
long the loop was busy with something else. It is taken from just before the ping is written until
the kernel got the answer (SO_TIMESTAMPNS): how busy the generator's core is does not count.

Its error: a gap that begins between two pings is seen up to 5 ms too short. Under load a ping also
waits behind other clients' work that came before it, across several turns of the loop, so a figure
is rather too high than too low. The pings themselves cost the server 200 small reads a second.

As a program: python -m bench.pulse PORT COOKIE, until its standard input ends; then it says what
it found, as JSON.
"""

import json
import select
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

EVERY_SECONDS = 0.005
_SO_TIMESTAMPNS = 35  # Linux; Python has no name for it
_PING, _TEXT = 0x89, 0x81
_PONG = b"\x8a\x00"


class Pulse:
    """Around whatever the server does: the heartbeat runs meanwhile, in a process of its own."""

    def __init__(self, port: int, cookie: str) -> None:
        self._command = [sys.executable, "-m", "bench.pulse", str(port), cookie]
        self.gaps: dict[str, float] = {}
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()  # it is connected
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        output, _ = self._process.communicate(timeout=60)
        if kind is None:
            self.gaps = json.loads(output)


def main(port: int, cookie: str) -> None:
    from bench.sockets import Client

    connection = Client(port, cookie).socket
    connection.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
    print("connected", flush=True)
    gaps = []
    while not select.select([sys.stdin], [], [], EVERY_SECONDS)[0]:
        sent = time.time_ns()
        connection.sendall(struct.pack("!BB4x", _PING, 0x80))
        gaps.append((_answered(connection) - sent) / 1e6)
    gaps.sort()
    p99 = gaps[int(len(gaps) * 0.99)]
    print(json.dumps({"longest_ms": gaps[-1], "p99_ms": p99, "beats": len(gaps)}))


def _answered(connection: socket.socket) -> int:
    """When the kernel received the pong; the server's own pings are answered on the way."""
    while True:
        data, ancillary, _, _ = connection.recvmsg(4096, 256)
        if not data:
            raise ConnectionError("The server closed the heartbeat's connection.")
        if data[0] == _TEXT and data[2:3] == b"2":
            connection.sendall(struct.pack("!BB4x", _TEXT, 0x81) + b"3")
        if _PONG in data:
            return _stamp(ancillary)


def _stamp(ancillary: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, _SO_TIMESTAMPNS):
            seconds, nanoseconds = struct.unpack("qq", data[:16])
            return int(seconds) * 10**9 + int(nanoseconds)
    return time.time_ns()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
