"""Requests that no HTTP library would make: cut off, endless, or of the wrong length."""

import socket
from types import TracebackType
from typing import Self

from tests.cast import Person

SECONDS = 20


class RawUpload:
    """An upload over a plain socket, in the middle of its body.

    Args:
        length: the `Content-Length`; None sends the body in chunks.
    """

    def __init__(self, person: Person, length: int | None, name: str = "notes.txt") -> None:
        token = person.csrf_token()
        host, port = person.url.removeprefix("http://").split(":")
        how = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
        self._chunked = length is None
        self._socket = socket.create_connection((host, int(port)), timeout=SECONDS)
        self._socket.sendall(
            f"POST /api/v1/files?name={name} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: text/plain\r\n"
            f"Cookie: {person.cookie}\r\nX-CSRFToken: {token}\r\n{how}\r\n\r\n".encode()
        )

    @property
    def stream(self) -> socket.socket:
        return self._socket

    def send(self, data: bytes) -> None:
        self._socket.sendall(b"%x\r\n%s\r\n" % (len(data), data) if self._chunked else data)

    def send_bytes(self, data: bytes) -> None:
        """What is not framed as a chunk."""
        self._socket.sendall(data)

    def answer(self) -> str:
        """The whole answer, which must come although the body is not complete."""
        received = b""
        while b"\r\n\r\n" not in received or not received.rstrip().endswith(b"}"):
            more = self._socket.recv(65_536)
            if not more:
                break
            received += more
        return received.decode()

    def cut(self) -> None:
        """Go away in the middle."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
