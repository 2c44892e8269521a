"""What the tests share: a server, and the people who use it."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.cast import Person
from tests.server import Server

# No test fails because the machine is busy while Hypothesis looks for counterexamples.
settings.register_profile("chatroom", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("chatroom")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests that do not need one of their own: each brings people of its own."""
    with Server(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Callable[[str], Person]:
    """People who have not signed in."""
    return lambda name: Person(server.url, name)


@pytest.fixture
def member(visitor: Callable[[str], Person]) -> Callable[[str], Person]:
    """People who have registered, logged in, and are members of `general`."""
    return lambda name: visitor(name).register().log_in()


@pytest.fixture
def ada(member: Callable[[str], Person]) -> Person:
    return member("ada")


@pytest.fixture
def ben(member: Callable[[str], Person]) -> Person:
    return member("ben")


@pytest.fixture
def anonymous(visitor: Callable[[str], Person]) -> Person:
    """Somebody who is not signed in."""
    return visitor("anonymous")


@pytest.fixture
def outsider(server: Server, member: Callable[[str], Person]) -> Person:
    """Somebody who is signed in, and a member of no room."""
    person = member("outsider")
    with database(server.data) as connection:
        connection.execute(
            "DELETE FROM memberships WHERE user_id = (SELECT id FROM users WHERE username = ?)",
            (person.username,),
        )
    return person


def database(data: Path) -> sqlite3.Connection:
    """A server's database, as another program would open it."""
    connection = sqlite3.connect(data / "chatroom.db", timeout=10)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection
