"""Messages that are kept ready: as they are, and not too many of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.storage import messages
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from chatroom.storage.recent import RecentMessages
from tests.storage.writing import author, sending


@pytest.fixture
def hello() -> Message:
    return Message(1, 1, 1, "id", User(1, "ada"), "hello", datetime.now(UTC), None, False, ())


def test_a_message_that_changed_is_another_one(hello: Message) -> None:
    recent = RecentMessages()
    recent.keep(hello, characters=5)

    assert recent.get(1, 1, 1) is hello
    assert recent.get(1, 1, 2) is recent.get(1, 2, 1) is recent.get(2, 1, 1) is None


def test_the_oldest_make_room(hello: Message) -> None:
    recent = RecentMessages(count=2)
    for number in (1, 2, 3, 3):
        recent.keep(replace(hello, number=number), characters=5)

    assert [number for number in (1, 2, 3) if recent.get(1, number, 1)] == [2, 3]


def test_long_ones_are_not_kept(hello: Message) -> None:
    recent = RecentMessages(characters=100)
    recent.keep(hello, characters=101)

    assert recent.get(1, 1, 1) is None


def test_all_who_read_share_them_and_who_writes_does_not(database: Database, committer: Committer) -> None:
    sending(database, committer, author(committer))()

    with database.read() as first, database.read() as second:
        found, again = messages.one(first, 1, 1), messages.one(second, 1, 1)
    changing = committer.run(lambda transaction: messages.one(transaction.connection, 1, 1))

    assert found == changing
    assert again is found
    assert changing is not found
