"""A Socket.IO client as small as can be: one socket, no thread, and nothing mended behind a test's back.

Reading happens only in `pump` and `call`, in the thread of whoever calls them, so that a test knows
what its client has taken in when it does the next thing. Every byte that comes is held to be part of
a whole, unmasked text frame.
"""

import socket
import struct
from collections.abc import Callable
from typing import Any

import orjson

SECONDS = 30
Json = dict[str, Any]


class Ended(Exception):
    """The connection is over; `code` is the server's close code, or None where it just broke."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"close code {code}")
        self.code = code


class Connection:
    """A connection that has asked for its Socket.IO connect; `welcome` comes as the first event.

    Args:
        port: of the server, or of a proxy before it.
        cookie: of a signed-in person.
        on_event: gets the name and the data of every event, in the order of their coming.
    """

    def __init__(self, port: int, cookie: str, on_event: Callable[[str, Json], None]) -> None:
        self._on_event = on_event
        self._on_ack: dict[int, Callable[[Json], None]] = {}
        self._last_id = 0
        self._buffer = bytearray()
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._upgrade(port, cookie)
            self._send_text(b"40")
        except ConnectionError:
            self.close()
            raise Ended(None) from None

    def _upgrade(self, port: int, cookie: str) -> None:
        self._socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: {cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._read()
        head = bytes(self._buffer[:end])
        assert head.startswith(b"HTTP/1.1 101"), head
        del self._buffer[: end + 4]

    def fileno(self) -> int:
        return self._socket.fileno()

    def emit(self, event: str, data: Json, on_ack: Callable[[Json], None]) -> None:
        """Send an event, and have its answer passed on when `pump` comes across it.

        Raises:
            Ended: the connection is over.
        """
        self._last_id += 1
        self._on_ack[self._last_id] = on_ack
        self._send_text(b"42%d%b" % (self._last_id, orjson.dumps([event, data])))

    def call(self, event: str, data: Json) -> Json:
        """Send an event, and read until its answer is there."""
        answers: list[Json] = []
        self.emit(event, data, answers.append)
        while not answers:
            self.pump()
        return answers[0]

    def pump(self) -> None:
        """Wait for bytes, and pass on what they complete.

        Raises:
            Ended: the connection is over.
        """
        while not self._frames():
            self._read()

    def close(self) -> None:
        if hasattr(self, "_socket"):
            self._socket.close()

    def _frames(self) -> int:
        """Pass on every frame that is complete; returns how many."""
        count = 0
        while (frame := self._next_frame()) is not None:
            self._take(frame)
            count += 1
        return count

    def _next_frame(self) -> bytes | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1], 2
        assert length < 128, "a server does not mask"
        if length >= 126:
            kind, start = ("!H", 4) if length == 126 else ("!Q", 10)
            if len(buffer) < start:
                return None
            (length,) = struct.unpack_from(kind, buffer, 2)
        if len(buffer) < start + length:
            return None
        opcode, payload = buffer[0], bytes(buffer[start : start + length])
        del buffer[: start + length]
        if opcode == 0x88:
            raise Ended(int.from_bytes(payload[:2], "big"))
        assert opcode == 0x81, f"not a whole text frame: {opcode:#x} {payload[:80]!r}"
        return payload

    def _take(self, text: bytes) -> None:
        if text == b"2":
            self._send_text(b"3")
        elif text.startswith(b"42"):
            name, data = orjson.loads(text[2:])
            self._on_event(name, data)
        elif text.startswith(b"43"):
            start = text.index(b"[")
            (answer,) = orjson.loads(text[start:])
            self._on_ack.pop(int(text[2:start]))(answer)
        else:
            assert text[:1] == b"0" or text[:2] == b"40", text

    def _read(self) -> None:
        try:
            data = self._socket.recv(1 << 18)
        except ConnectionError:
            data = b""
        if not data:
            raise Ended(None)
        self._buffer += data

    def _send_text(self, text: bytes) -> None:
        # A mask of zeros is a mask, and leaves the text as it is.
        length = len(text)
        if length < 126:
            head = struct.pack("!BB", 0x81, 0x80 | length)
        else:
            head = struct.pack("!BBH", 0x81, 0xFE, length)  # no test sends more than 64 KB
        try:
            self._socket.sendall(head + b"\0\0\0\0" + text)
        except ConnectionError:
            raise Ended(None) from None
