"""What changed since a version, as much of it as was asked for."""

from collections.abc import Callable, Generator
from typing import TypeVar

import pytest

from chatroom.domain import limits
from chatroom.domain.entities.people import User
from chatroom.domain.errors import NotFound
from chatroom.domain.requests.messages import MessageDelete, MessageEdit
from chatroom.domain.requests.rooms import RoomLeave
from chatroom.domain.requests.sync import Sync
from chatroom.services.messages import Messages
from chatroom.services.rooms import Rooms
from chatroom.services.sync import Synchronizer
from chatroom.storage import messages
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.writing import NOBODY, author, sending

T = TypeVar("T")
LENGTH = 1_000
STEP = limits.SYNC_STEP


def through(steps: Generator[None, None, T], *between: Callable[[], object]) -> T:
    """Go through steps, and have something happen after each of the first."""
    things = iter(between)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found
        next(things, int)()


@pytest.fixture
def writer(committer: Committer) -> User:
    return author(committer)


@pytest.fixture
def synchronizer(database: Database, committer: Committer, writer: User) -> Synchronizer:
    """Of a room in which there are some more messages than are read in two steps."""
    for number in range(2 * STEP + 2):
        sending(database, committer, writer, str(number))()
    return Synchronizer(database)


def test_no_more_is_read_than_an_answer_holds(database: Database, committer: Committer) -> None:
    ada = author(committer)
    for _ in range(30):
        sending(database, committer, ada, "x" * LENGTH)()

    with database.read() as connection:
        found = messages.changed(connection, 1, 0, 1_000, characters=5 * LENGTH)

    assert [message.number for message in found] == [1, 2, 3, 4, 5]


def test_steps_come_to_what_there_is_at_once(synchronizer: Synchronizer, writer: User) -> None:
    for limit in (1, STEP, STEP + 1, 2 * STEP, 1_000):
        command = Sync(room=1, since=1, limit=limit)
        found = through(synchronizer.changes_in_steps(writer, command))

        assert [message.number for message in found.messages] == [*range(2, 2 * STEP + 3)][:limit]
        assert found.version == found.messages[-1].version
        assert found.more == (limit < 2 * STEP + 1)
        assert found == synchronizer.changes(writer, command)


def test_what_changes_between_steps_is_there_once_as_it_is_now(
    synchronizer: Synchronizer, database: Database, committer: Committer, writer: User
) -> None:
    change = Messages(database, committer, NOBODY)

    def edit_and_post() -> None:
        change.edit(writer, MessageEdit(room=1, number=2, body="second thoughts")).result()
        sending(database, committer, writer, "new")()

    def delete() -> None:
        change.delete(writer, MessageDelete(room=1, number=2)).result()

    steps = synchronizer.changes_in_steps(writer, Sync(room=1, since=0, limit=1_000))
    found = through(steps, edit_and_post, delete)

    last = 2 * STEP + 3
    assert [message.number for message in found.messages] == [1, *range(3, last + 1), 2]
    assert (found.messages[-1].deleted, found.messages[-1].body) == (True, "")
    assert found.version == found.messages[-1].version == last + 2
    assert not found.more


def test_who_leaves_between_steps_gets_nothing(
    synchronizer: Synchronizer, database: Database, committer: Committer, writer: User
) -> None:
    steps = synchronizer.changes_in_steps(writer, Sync(room=1, since=0))

    def leave() -> None:
        Rooms(database, committer).leave(writer, RoomLeave(room=1))

    with pytest.raises(NotFound):
        through(steps, leave)
