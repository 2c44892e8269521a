"""A WebSocket client that can break every rule, on a plain socket."""

import base64
import json
import os
import socket
import struct
from types import TracebackType
from typing import Any, NamedTuple, Self

DEADLINE = 20.0
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
FIN, RSV1 = 0x80, 0x40


class Frame(NamedTuple):
    opcode: int
    payload: bytes
    final: bool = True


class Answer(NamedTuple):
    status: int
    head: str
    body: bytes


def masked(payload: bytes, key: bytes) -> bytes:
    whole = key * (len(payload) // 4 + 1)
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(whole[: len(payload)], "big")
    return mixed.to_bytes(len(payload), "big")


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    mask: bool = True,
    length: int | None = None,
) -> bytes:
    """A client's frame; `length` is what its header claims, when that is not the truth."""
    first = (FIN if fin else 0) | rsv | opcode
    count = len(payload) if length is None else length
    bit = 0x80 if mask else 0
    if count < 126:
        head = struct.pack("!BB", first, bit | count)
    elif count < 65536:
        head = struct.pack("!BBH", first, bit | 126, count)
    else:
        head = struct.pack("!BBQ", first, bit | 127, count)
    if not mask:
        return head + payload
    key = os.urandom(4)
    return head + key + masked(payload, key)


def handshake(
    port: int, *, behind: bytes = b"", path: str = "", segment: int = 0, **changes: str | None
) -> tuple[socket.socket, Answer]:
    """Send a handshake, with some of its headers changed (or None: left out), and read the answer.

    Args:
        segment: bytes of the largest TCP segment; the other end's kernel holds as little as on a real line.
    """
    usual: dict[str, str | None] = {
        "Host": f"127.0.0.1:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
    }
    headers = usual | {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    target = path or "/socket.io/?EIO=4&transport=websocket"
    stream = socket.socket()
    stream.settimeout(DEADLINE)
    if segment:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, segment)
    stream.connect(("127.0.0.1", port))
    stream.sendall("\r\n".join([f"GET {target} HTTP/1.1", *lines, "", ""]).encode() + behind)
    received = b""
    while b"\r\n\r\n" not in received:
        more = stream.recv(1)  # no byte of a frame behind the answer is taken
        assert more, f"the server hung up after {received!r}"
        received += more
    head = received.decode()
    length = next(
        (int(line[15:]) for line in head.splitlines() if line.lower().startswith("content-length:")), 0
    )
    body = stream.recv(length, socket.MSG_WAITALL) if length else b""
    return stream, Answer(int(head.split()[1]), head, body)


class RawClient:
    """An open WebSocket, after the 101 answer."""

    def __init__(self, port: int, behind: bytes = b"") -> None:
        self.stream, answer = handshake(port, behind=behind)
        assert answer.status == 101, answer
        self.opened: dict[str, Any] = {}

    def join(self, **auth: Any) -> Self:
        """Read the OPEN packet and finish the Socket.IO connect."""
        self.open_packet()
        self.text("40" + json.dumps(auth))
        packet = self.next_text()
        assert packet.startswith("40{"), packet
        return self

    def open_packet(self) -> dict[str, Any]:
        packet = self.next_text()
        assert packet.startswith("0{"), packet
        self.opened = json.loads(packet[1:])
        return self.opened

    def raw(self, data: bytes) -> None:
        self.stream.sendall(data)

    def text(self, text: str) -> None:
        self.raw(frame(TEXT, text.encode()))

    def event(self, number: int, name: str, *arguments: Any) -> None:
        """Send an event that asks for an answer."""
        self.text(f"42{number}" + json.dumps([name, *arguments]))

    def next_frame(self) -> Frame | None:
        """The next frame, or None at the end of the stream, be it inside a frame."""
        head = self._exactly(2)
        if head is None:
            return None
        assert not head[1] & 0x80, "a server does not mask"
        assert not head[0] & 0x70, "no extension was negotiated"
        extended = {126: 2, 127: 8}.get(head[1])
        length_bytes = self._exactly(extended) if extended else bytes([head[1]])
        payload = None if length_bytes is None else self._exactly(int.from_bytes(length_bytes, "big"))
        return None if payload is None else Frame(head[0] & 0x0F, payload, bool(head[0] & FIN))

    def next_text(self) -> str:
        """The next message; the server's pings are answered on the way."""
        while True:
            found = self.next_frame()
            assert found is not None, "the stream ended"
            assert found.opcode == TEXT, found
            if found.payload != b"2":
                return found.payload.decode()
            self.text("3")

    def answer(self) -> tuple[int, Any]:
        """The next answer to an event: its number and what it says."""
        packet = self.next_text()
        assert packet.startswith("43"), packet
        number, _, rest = packet[2:].partition("[")
        return int(number), json.loads("[" + rest)

    def close_code(self) -> int | None:
        """The code the server closes with; what comes before it is passed over. The stream then ends."""
        while (found := self.next_frame()) is not None:
            if found.opcode == CLOSE:
                assert self.next_frame() is None, "something came behind the close frame"
                return int.from_bytes(found.payload[:2], "big") if found.payload else None
        raise AssertionError("the stream ended without a close frame")

    def _exactly(self, count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            try:
                more = self.stream.recv(count - len(parts))
            except ConnectionResetError:
                return None
            if not more:
                return None
            parts += more
        return bytes(parts)

    def close(self) -> None:
        self.stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
