"""A server, which no request of the tests may make fail, and the people on it."""

from collections.abc import Iterator

import pytest

from tests.cast import Person
from tests.conftest import database
from tests.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all modules that do not need one of their own."""
    with Server(tmp_path_factory.mktemp("server") / "data", max_file_mb="1", log_level="debug") as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def no_unexpected_error(server: Server) -> Iterator[None]:
    """Whatever the tests of a module send, the server must not meet an error that it did not expect."""
    before = len(server.log())
    yield
    assert "Traceback" not in server.log()[before:]


# The tests of a module share these three: where a test ends a session, or changes an account, its
# module brings people of its own.


@pytest.fixture(scope="module")
def ada(server: Server) -> Person:
    return Person(server.url, "ada").register().log_in()


@pytest.fixture(scope="module")
def ben(server: Server) -> Person:
    return Person(server.url, "ben").register().log_in()


@pytest.fixture(scope="module")
def outsider(server: Server) -> Person:
    """Somebody who is signed in, and a member of no room."""
    person = Person(server.url, "outsider").register().log_in()
    leave_every_room(server, person)
    return person


def leave_every_room(server: Server, person: Person) -> None:
    with database(server.data) as connection:
        connection.execute(
            "DELETE FROM memberships WHERE user_id = (SELECT id FROM users WHERE username = ?)",
            (person.username,),
        )
