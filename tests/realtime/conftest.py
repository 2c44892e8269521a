"""Connections for the real-time tests."""

from collections.abc import Callable, Iterator

import pytest

from tests.cast import Person
from tests.realtime.clients import Client, JavaScriptClient, PythonClient

Connect = Callable[[Person], Client]


@pytest.fixture(params=[PythonClient, JavaScriptClient])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Connects people by one make of client; each test runs with both."""
    yield from _connecting(request.param)


@pytest.fixture
def connect_other() -> Iterator[Connect]:
    """Connects people by the other make, so that a test can mix them."""
    yield from _connecting(JavaScriptClient)


def _connecting(make: Callable[[Person], Client]) -> Iterator[Connect]:
    clients: list[Client] = []

    def connect(person: Person) -> Client:
        clients.append(make(person))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()


def connected(connect: Connect, person: Person) -> Client:
    """A connection that has been welcomed."""
    client = connect(person)
    client.inbox.wait("welcome")
    return client
