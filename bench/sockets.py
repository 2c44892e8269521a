"""A blocking Socket.IO client and a little HTTP, for what is measured one call at a time."""

import http.client
import json
import socket
import struct
from typing import Any
from urllib.parse import urlencode

_MASK = bytes(4)  # frames of a client carry a mask; zeros save the arithmetic


class Client:
    """A connected, signed-in client.

    Args:
        cookie: of somebody with a session.
    """

    def __init__(self, port: int, cookie: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray()
        self._last_id = 0
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self._buffer:
            self._read()
        head, _, rest = bytes(self._buffer).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head.decode(errors="replace"))
        self._buffer = bytearray(rest)
        self._send(b"40")
        while not self._text().startswith(b'42["welcome"'):
            pass

    def call(self, name: str, payload: dict[str, Any]) -> bytes:
        """Send an event and wait for its ack, which is returned as it came."""
        self._last_id += 1
        self._send(b"42%d%b" % (self._last_id, json.dumps([name, payload]).encode()))
        while not (text := self._text()).startswith(b"43%d[" % self._last_id):
            pass
        return text

    def close(self) -> None:
        self.socket.close()

    def _send(self, text: bytes) -> None:
        head = (
            struct.pack("!BB", 0x81, 0x80 | len(text))
            if len(text) < 126
            else struct.pack("!BBH", 0x81, 0xFE, len(text))
        )
        self.socket.sendall(head + _MASK + text)

    def _text(self) -> bytes:
        """The next text; pings are answered on the way."""
        while (text := self._frame()) == b"2":
            self._send(b"3")
        return text

    def _frame(self) -> bytes:
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

    def _read(self) -> None:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("The server closed the connection.")
        self._buffer += data


class Http:
    """HTTP on one connection that is kept open, as somebody signed in."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie = cookie

    def get(self, path: str, **query: object) -> bytes:
        return self._answer("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: bytes, **headers: str) -> bytes:
        return self._answer("POST", path, body, headers)

    def read_into(self, path: str, buffer: bytearray) -> int:
        """Fetch something large, a buffer at a time; returns how many bytes came."""
        self._connection.request("GET", path, headers={"Cookie": self._cookie})
        answer = self._connection.getresponse()
        _check(answer.status, b"")
        total = 0
        while count := answer.readinto(buffer):
            total += count
        return total

    def _answer(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> bytes:
        self._connection.request(method, path, body, {"Cookie": self._cookie, **(headers or {})})
        answer = self._connection.getresponse()
        content = answer.read()
        _check(answer.status, content)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookie = value.partition(";")[0]
        return content


def _check(status: int, content: bytes) -> None:
    if status >= 300:
        raise ConnectionError(f"HTTP {status}: {content[:300]!r}")
