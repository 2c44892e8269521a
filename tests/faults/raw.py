"""Signed-in people on the WebSocket client that can break every rule."""

import socket

from tests.cast import Person
from tests.faults.wire import Json
from tests.transport.client import DEADLINE, RawClient, handshake


class RawSocket(RawClient):
    """An open WebSocket of a person, with nothing said over it yet.

    Args:
        port: of a proxy, where there is one between.
        window: bytes of the receive buffer, for a reader whose kernel is not to read in its place.
        segment: bytes of the largest TCP segment, if it is to be smaller than usual.
    """

    def __init__(
        self, person: Person, port: int | None = None, window: int | None = None, segment: int = 0
    ) -> None:
        self.stream, answer = handshake(port or port_of(person), segment=segment, Cookie=person.cookie)
        assert answer.status == 101, answer
        self.opened = {}
        if window is not None:
            self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)


def port_of(person: Person) -> int:
    return int(person.url.rsplit(":", 1)[1])


def plain_socket(person: Person) -> socket.socket:
    """A TCP connection to a person's server, for what is no proper HTTP."""
    return socket.create_connection(("127.0.0.1", port_of(person)), DEADLINE)


def unheard(name: str, data: Json) -> None:
    """For a connection whose events do not matter."""
