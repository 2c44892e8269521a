"""The load generator for machines without a C compiler: the same arguments, the same answer.

It is the slower of the two, and may be what limits the figures; RESULTS.md says which one ran.
"""

import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from uuid import uuid4

_READ = 1 << 18
_BODY = "The quick brown fox jumps over the lazy dog."
_DRAIN_SECONDS = 60
_LIMIT_SECONDS = 300


def frame(text: bytes, opcode: int = 1) -> bytes:
    head = struct.pack("!BB", 0x80 | opcode, 0x80 | len(text)) if len(text) < 126 else b""
    return (head or struct.pack("!BBH", 0x80 | opcode, 0xFE, len(text))) + bytes(4) + text


class Connection:
    def __init__(self, load: "Load", room: int, cookie: str, query: str) -> None:
        self.load, self.room = load, room
        self._cookie, self._query = cookie, query
        self._rest = b""
        self._upgraded = False
        self.sent_at: dict[int, int] = {}
        self.count = 0

    def open(self) -> None:
        self.opened_at = time.monotonic_ns()
        self.socket = socket.create_connection(("127.0.0.1", self.load.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        deflate = "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n"
        cookie = f"Cookie: {self._cookie}\r\n" if self._cookie else ""
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket{self._query} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\n{deflate if self.load.deflate else ''}"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.socket.setblocking(False)

    def emit(self, name: str, payload: dict[str, object], at: int = 0) -> None:
        self.sent_at[self.count] = at
        self.socket.sendall(frame(b"42%d%b" % (self.count, json.dumps([name, payload]).encode())))
        self.count += 1

    def readable(self) -> None:
        data = self.socket.recv(_READ)
        if not data:
            sys.exit("the server ended a connection")
        data = self._rest + data
        start = 0
        if not self._upgraded:
            start = data.find(b"\r\n\r\n") + 4
            if start >= 4 and not data.startswith(b"HTTP/1.1 101"):
                sys.exit(f"no upgrade: {data[:300]!r}")
            self._upgraded = start >= 4
        if self._upgraded:
            start = self._frames(data, start)
        self._rest = data[max(start, 0) :] if self._upgraded else data

    def _frames(self, data: bytes, start: int) -> int:
        while len(data) - start >= 2:
            size, head = data[start + 1], 2
            if size >= 126:
                kind, head = ("!H", 4) if size == 126 else ("!Q", 10)
                if len(data) - start < head:
                    break
                (size,) = struct.unpack_from(kind, data, start + 2)
            if len(data) - start < head + size:
                break
            if data[start] != 0x81:
                sys.exit(f"closed, or a frame that this generator does not know: {data[start]:x}")
            self._text(data[start + head : start + head + size])
            start += head + size
        return start

    def _text(self, text: bytes) -> None:
        if text.startswith(b'42["message"'):
            self.load.on_message(text)
        elif text.startswith(b"43"):
            number, _, answer = text[2:].partition(b"[")
            if not answer.startswith(b'{"ok":true'):
                sys.exit(f"refused: {text[:300]!r}")
            self.load.on_ack(self, self.sent_at.pop(int(number)), answer)
        elif text == b"2":
            self.socket.sendall(frame(b"3"))
        elif text.startswith(b"0"):
            self.socket.sendall(frame(b"40"))
        elif text.startswith(b'42["welcome"'):
            self.load.on_ready(self)
        elif text.startswith(b"44"):
            sys.exit(f"not let in: {text!r}")


class Load:
    def __init__(self, mode: str, settings: dict[str, str]) -> None:
        number = {name: float(value) for name, value in settings.items() if name != "people"}
        self.mode, self.port, self.deflate = mode, int(number["port"]), bool(number.get("deflate"))
        self.seconds, self.warmup = number.get("seconds", 3.0), number.get("warmup", 1.0)
        self.in_flight, self.rate = int(number.get("in_flight", 1)), int(number.get("rate", 100))
        self.senders, self.burst = int(number.get("senders", 16)), int(number.get("burst", 128))
        self.since, self.hold = int(number.get("since", -1)), bool(number.get("hold"))
        self.watch = int(number.get("watch", 0))
        people = [line.split("\t") for line in Path(settings["people"]).read_text("ascii").splitlines()]
        self.all = [Connection(self, int(room), cookie, query) for room, cookie, query in people]
        self.members: dict[int, int] = {}
        for connection in self.all:
            self.members[connection.room] = self.members.get(connection.room, 0) + 1
        self.epoll, self.by_fd = select.epoll(), {}
        self.opened = self.current = self.acked = self.delivered = self.expected = self.sent = 0
        self.times: list[float] = []
        self.waits: list[float] = []
        self.measuring = self.stopped = False

    def open_next(self) -> None:
        if self.opened < len(self.all):
            connection = self.all[self.opened]
            self.opened += 1
            connection.open()
            self.by_fd[connection.socket.fileno()] = connection
            self.epoll.register(connection.socket, select.EPOLLIN)

    def on_ready(self, connection: Connection) -> None:
        if self.since >= 0:
            connection.emit("sync", {"room": connection.room, "since": self.since})
        else:
            self._is_current(connection)

    def on_message(self, text: bytes) -> None:
        self.delivered += 1
        if self.mode == "paced" and self.measuring:
            at = text.index(b'"body":"t=') + 10
            self.times.append((time.monotonic_ns() - int(text[at : at + 19])) / 1e6)

    def on_ack(self, connection: Connection, sent_at: int, answer: bytes) -> None:
        if self.mode == "connect":
            version = int(answer[answer.index(b'"version":') + 10 :].partition(b",")[0])
            if b'"more":true' in answer[-60:]:
                connection.emit("sync", {"room": connection.room, "since": version})
            else:
                self._is_current(connection)
            return
        self.acked += 1
        if self.mode == "closed":
            now = time.monotonic_ns()
            if self.measuring:
                self.times.append((now - sent_at) / 1e6)
            if not self.stopped:
                self.send(connection, now)

    def send(self, connection: Connection, at: int) -> None:
        body = f"t={at:019d} {_BODY}"
        message = {"room": connection.room, "client_id": str(uuid4()), "body": body}
        self.sent += 1
        self.expected += self.members[connection.room]
        connection.emit("message:send", message, at)

    def turn(self, wait: float) -> None:
        for fd, _ in self.epoll.poll(max(wait, 0.0)):
            self.by_fd[fd].readable()

    def until(self, end: float) -> None:
        while (left := end - time.monotonic()) > 0:
            self.turn(left)

    def run(self) -> dict[str, float]:
        began = time.monotonic()
        before = self._usage()
        for _ in range(self.burst):
            self.open_next()
        while self.current < len(self.all):
            self.turn(1)
        connecting = length = time.monotonic() - began
        if self.mode != "connect":
            first = self._closed() if self.mode == "closed" else self._paced()
            before, length = first, time.monotonic() - first[4]
        # What was counted while the window was open, before the rest is waited for.
        counted = [after - earlier for after, earlier in zip(self._usage(), before, strict=True)]
        self.measuring, self.stopped = self.mode == "paced", True
        end = time.monotonic() + _DRAIN_SECONDS
        while (self.acked < self.sent or self.delivered < self.expected) and time.monotonic() < end:
            self.turn(0.1)
        return self._found(connecting, length, counted)

    def _closed(self) -> tuple[float, ...]:
        for i in range(self.in_flight):
            self.send(self.all[i * len(self.all) // self.in_flight % len(self.all)], time.monotonic_ns())
        self.until(time.monotonic() + self.warmup)
        self.measuring = True
        before = self._usage()
        self.until(before[4] + self.seconds)
        return before

    def _paced(self) -> tuple[float, ...]:
        senders, first = min(self.senders, len(self.all)), time.monotonic_ns()
        before = self._usage()
        for i in range(int((self.warmup + self.seconds) * self.rate)):
            due = first + (i + 1) * 10**9 // self.rate
            self.until(due / 1e9)
            if not self.measuring and i >= self.warmup * self.rate:
                self.measuring, before = True, self._usage()
            self.send(self.all[i % senders * len(self.all) // senders], due)
        return before

    def _usage(self) -> tuple[float, ...]:
        used, server = resource.getrusage(resource.RUSAGE_SELF), 0.0
        if self.watch:
            fields = Path(f"/proc/{self.watch}/stat").read_text().rpartition(")")[2].split()
            server = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return self.acked, self.delivered, used.ru_utime + used.ru_stime, server, time.monotonic()

    def _is_current(self, connection: Connection) -> None:
        self.waits.append((time.monotonic_ns() - connection.opened_at) / 1e6)
        self.current += 1
        self.open_next()

    def _found(self, connecting: float, length: float, counted: list[float]) -> dict[str, float]:
        return {
            "connections": len(self.all),
            "connecting_seconds": connecting,
            "connect_p50_ms": _at(self.waits, 0.5),
            "connect_p99_ms": _at(self.waits, 0.99),
            "seconds": length,
            "acked": counted[0],
            "delivered": counted[1],
            "sent_in_all": self.sent,
            "unacked": self.sent - self.acked,
            "missing": self.expected - self.delivered,
            "p50_ms": _at(self.times, 0.5),
            "p99_ms": _at(self.times, 0.99),
            "max_ms": _at(self.times, 1),
            "load_cpu": counted[2] / length,
            "server_cpu": counted[3] / length,
        }


def _at(values: list[float], part: float) -> float:
    values.sort()
    return values[min(int(len(values) * part), len(values) - 1)] if values else 0.0


def main() -> None:
    signal.alarm(_LIMIT_SECONDS)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    load = Load(sys.argv[1], dict(argument.split("=", 1) for argument in sys.argv[2:]))
    print(json.dumps(load.run()), flush=True)
    if load.hold:
        load.epoll.register(0, select.EPOLLIN)
        while True:
            for fd, _ in load.epoll.poll(1):
                if fd == 0:
                    return
                load.by_fd[fd].readable()


if __name__ == "__main__":
    main()
