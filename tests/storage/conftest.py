"""A real database in a file, its committer, and somebody who hears what is published."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gevent
import pytest

from chatroom.domain.entities.people import User
from chatroom.domain.events import Event, MessageChanged
from chatroom.services.rooms import Rooms
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from chatroom.storage.opening import open_database
from tests.storage.writing import author


class Listener:
    """A publisher that writes down what it is told, and asks a question at that moment."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.ask: Callable[[], Any] = lambda: None
        self.answers: list[Any] = []

    def publish(self, events: Sequence[Event]) -> None:
        self.events.extend(events)
        self.answers.append(self.ask())

    @property
    def versions(self) -> list[int]:
        return [event.message.version for event in self.events if isinstance(event, MessageChanged)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chatroom.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = open_database(path)
    yield opened
    opened.close()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def committer(database: Database, listener: Listener) -> Iterator[Committer]:
    running = Committer(database, listener)
    yield running
    running.stop()


@pytest.fixture
def rooms(database: Database, committer: Committer) -> Rooms:
    return Rooms(database, committer)


@pytest.fixture
def ada(committer: Committer) -> User:
    return author(committer, "ada")


@pytest.fixture
def ben(committer: Committer) -> User:
    return author(committer, "ben")


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Make calls at the same moment; returns what each returned, or raised."""

    def outcome(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as error:
            return error

    greenlets = [gevent.spawn(outcome, call) for call in calls]
    gevent.joinall(greenlets, timeout=30, raise_error=True)
    return [greenlet.get(block=False) for greenlet in greenlets]
