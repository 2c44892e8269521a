"""What a message costs in statements: it is everybody's time, and creeps up unseen."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from chatroom.domain.entities.people import User
from chatroom.domain.requests.messages import MessageSend
from chatroom.services.messages import Messages
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database
from tests.storage.writing import NOBODY, author

Trace = Callable[[Callable[[], object]], list[str]]


@pytest.fixture
def trace(committer: Committer) -> Trace:
    """Tells the statements that a call has the writer execute, without those of the transaction."""

    def traced(call: Callable[[], object]) -> list[str]:
        found: list[str] = []
        _watch(committer, found.append)
        call()
        _watch(committer, None)
        words = ("SELECT", "INSERT", "UPDATE", "DELETE")
        return [statement for statement in found if statement.startswith(words)]

    return traced


def _watch(committer: Committer, callback: Callable[[str], object] | None) -> None:
    def write(transaction: Transaction) -> None:
        driver: Any = transaction.connection.connection.driver_connection
        driver.set_trace_callback(callback)

    committer.run(write)


def posting(database: Database, committer: Committer, user: User, **content: Any) -> Callable[[], object]:
    command = MessageSend(room=1, client_id=str(uuid4()), **content)
    return lambda: Messages(database, committer, NOBODY).send(user, command).result()


def test_a_plain_message_takes_four_statements(
    database: Database, committer: Committer, trace: Trace
) -> None:
    ada = author(committer)
    statements = trace(posting(database, committer, ada, body="Hello"))

    assert [statement.split()[0] for statement in statements] == ["SELECT", "UPDATE", "INSERT", "UPDATE"]


def test_an_at_sign_in_code_takes_no_more(database: Database, committer: Committer, trace: Trace) -> None:
    ada = author(committer)

    assert len(trace(posting(database, committer, ada, body="`@ada` a@b.example"))) == 4


def test_a_mention_that_is_of_nobody_takes_one_more(
    database: Database, committer: Committer, trace: Trace
) -> None:
    ada = author(committer)

    assert len(trace(posting(database, committer, ada, body="@nobody @else"))) == 5


def test_a_reply_takes_six_more(database: Database, committer: Committer, trace: Trace) -> None:
    """What it answers, as who may see it; the room's version, the count, and the message that has it."""
    ada = author(committer)
    posting(database, committer, ada, body="Hello")()

    assert len(trace(posting(database, committer, ada, body="Hello", reply_to=1))) == 10
