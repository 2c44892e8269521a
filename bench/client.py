"""A Socket.IO client as lean as Python allows, so that the server is what is measured."""

import json
import os
import socket
import struct
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit


class Client:
    """A connected, signed-in client on a blocking socket.

    Args:
        url: of the server.
        cookie: of a signed-in person.
    """

    def __init__(self, url: str, cookie: str) -> None:
        address = urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray()
        self._last_id = 0
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Cookie: {cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        head = self._until(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head.decode(errors="replace"))
        self.send_text(b"40")
        while not self.receive().startswith(b'42["welcome"'):
            pass

    def send_text(self, text: bytes) -> None:
        self.socket.sendall(_frame(text))

    def emit(self, *events: tuple[str, dict[str, Any]]) -> None:
        """Send events in one write; each asks for an ack."""
        frames = bytearray()
        for name, payload in events:
            self._last_id += 1
            frames += _frame(b"42%d%b" % (self._last_id, json.dumps([name, payload]).encode()))
        self.socket.sendall(frames)

    def acks(self) -> Iterator[bytes]:
        """Acks as they come; everything else is passed over."""
        while True:
            text = self.receive()
            if text.startswith(b"43"):
                yield text

    def receive(self) -> bytes:
        """The next text; pings are answered on the way."""
        while (text := self._frame()) == b"2":
            self.send_text(b"3")
        return text

    def _frame(self) -> bytes:
        """The payload of the next frame; the server's are never masked, and never fragments."""
        self._have(2)
        length, start = self._buffer[1], 2
        if length >= 126:
            kind, start = ("!H", 4) if length == 126 else ("!Q", 10)
            self._have(start)
            (length,) = struct.unpack_from(kind, self._buffer, 2)
        self._have(start + length)
        payload = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        return payload

    def _have(self, count: int) -> None:
        while len(self._buffer) < count:
            self._read()

    def _until(self, end: bytes) -> bytes:
        while end not in self._buffer:
            self._read()
        head, _, rest = bytes(self._buffer).partition(end)
        self._buffer = bytearray(rest)
        return head

    def _read(self) -> None:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("The server closed the connection.")
        self._buffer += data


def _frame(text: bytes) -> bytes:
    mask = os.urandom(4)
    key = (mask * (len(text) // 4 + 1))[: len(text)]
    masked = (int.from_bytes(text, "big") ^ int.from_bytes(key, "big")).to_bytes(len(text), "big")
    if len(text) < 126:
        return struct.pack("!BB", 0x81, 0x80 | len(text)) + mask + masked
    return struct.pack("!BBH", 0x81, 0x80 | 126, len(text)) + mask + masked
