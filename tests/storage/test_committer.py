"""The committer on a real database file: batches, order, and writes that fail alone."""

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import text

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.errors import ChatroomError, Conflict, Internal, Unavailable
from chatroom.domain.events import SessionsRevoked, size_of
from chatroom.storage.committer import Committer, Transaction, Write
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener, together
from tests.storage.writing import adding, author, commits, look, names, sending


def test_a_write_returns_what_it_returned_once_others_can_see_it(path: Path, committer: Committer) -> None:
    user = committer.run(adding("ada"))

    assert user.username == "ada"
    assert names(path) == ["ada"]


def test_many_writers_share_few_transactions(path: Path, committer: Committer) -> None:
    committer.run(adding("first"))
    before = commits(path)
    assert before > 0, "the log is read rightly"

    together(*(partial(committer.run, adding(f"user{number}")) for number in range(200)))

    assert len(names(path)) == 201
    assert commits(path) - before <= 5


def test_a_lone_writer_has_a_transaction_of_its_own(path: Path, committer: Committer) -> None:
    committer.run(adding("first"))
    before = commits(path)

    for number in range(5):
        committer.run(adding(f"user{number}"))

    assert commits(path) - before == 5


def test_more_writers_than_a_batch_holds_are_all_served(
    path: Path, committer: Committer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BATCH_MAX", 10)

    together(*(partial(committer.run, adding(f"user{number}")) for number in range(35)))

    assert len(names(path)) == 35


def test_writes_that_take_long_do_not_keep_the_others_waiting(
    path: Path, committer: Committer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BATCH_SECONDS", 0)
    committer.run(adding("first"))
    before = commits(path)

    together(*(partial(committer.run, adding(f"user{number}")) for number in range(10)))

    assert len(names(path)) == 11
    assert commits(path) - before == 10


def test_long_messages_are_published_in_pieces_of_bounded_size_and_in_order(
    path: Path, database: Database, committer: Committer, listener: Listener
) -> None:
    ada, ben = author(committer, "ada"), author(committer, "ben")
    long = "😀" * limits.BODY_MAX
    published: list[int] = []
    listener.ask = lambda: published.append(len(listener.events))

    outcomes = together(
        *(sending(database, committer, user, long) for _ in range(10) for user in (ada, ben)),
        partial(committer.run, refused),
        sending(database, committer, ada, "short"),
    )

    sizes = [size_of(event) for event in listener.events]
    pieces = [sum(sizes[start:end]) for start, end in pairwise([0, *published])]
    assert sum(map(bool, sizes)) == 21
    assert all(limits.BATCH_BYTES / 2 < piece < limits.BATCH_BYTES + max(sizes) for piece in pieces[:-1])
    assert listener.versions == list(range(1, 22))
    assert [outcome.version for outcome in outcomes if isinstance(outcome, Message)] == list(range(1, 22))
    assert isinstance(outcomes[-2], Conflict)


def test_events_are_published_in_the_order_of_the_commits(
    path: Path, database: Database, committer: Committer, listener: Listener
) -> None:
    ada, ben = author(committer, "ada"), author(committer, "ben")

    together(*(sending(database, committer, user, user.username) for _ in range(50) for user in (ada, ben)))

    stored = [row[0] for row in look(path, "SELECT version FROM messages ORDER BY number")]
    assert listener.versions == stored == list(range(1, 101))


def test_what_is_published_is_committed_and_not_yet_acknowledged(
    path: Path, database: Database, committer: Committer, listener: Listener
) -> None:
    ada = author(committer)
    acknowledged: list[str] = []
    listener.ask = lambda: (look(path, "SELECT body FROM messages"), list(acknowledged))

    acknowledged.append(sending(database, committer, ada, "hello")().body)

    assert listener.answers[-1] == ([("hello",)], [])
    assert acknowledged == ["hello"]


def test_a_publisher_that_fails_takes_nothing_back(
    path: Path, committer: Committer, listener: Listener
) -> None:
    def fail() -> NoReturn:
        raise RuntimeError

    listener.ask = fail

    assert committer.run(adding("ada")).username == "ada"
    assert names(path) == ["ada"]


def refused(transaction: Transaction) -> NoReturn:
    adding("refused")(transaction)
    transaction.publish(SessionsRevoked(frozenset({1})))
    raise Conflict


def broken(transaction: Transaction) -> NoReturn:
    adding("broken")(transaction)
    transaction.publish(SessionsRevoked(frozenset({1})))
    raise ZeroDivisionError


def twice(transaction: Transaction) -> None:
    transaction.publish(SessionsRevoked(frozenset({1})))
    adding("twice")(transaction)
    adding("twice")(transaction)


@pytest.mark.parametrize(("write", "error"), [(refused, Conflict), (broken, Internal), (twice, Internal)])
def test_a_write_that_fails_fails_alone(
    path: Path, committer: Committer, listener: Listener, write: Write[Any], error: type[Exception]
) -> None:
    committer.run(adding("zero"))
    before = commits(path)

    calls: list[Write[Any]] = [adding("one"), write, adding("two")]
    outcomes = together(*(partial(committer.run, call) for call in calls))

    assert commits(path) - before == 1, "they shared a transaction"
    assert isinstance(outcomes[1], error)
    assert [outcomes[0].username, outcomes[2].username] == ["one", "two"]
    assert names(path) == ["zero", "one", "two"]
    assert listener.events == []


def test_a_database_that_fails_in_the_middle_of_a_batch_stores_none_of_it(
    path: Path, committer: Committer, listener: Listener
) -> None:
    def fail(transaction: Transaction) -> None:
        transaction.connection.execute(text("SELECT nothing FROM nowhere"))

    def add_and_tell(transaction: Transaction) -> None:
        adding("one")(transaction)
        transaction.publish(SessionsRevoked(frozenset({1})))

    calls: list[Write[Any]] = [add_and_tell, fail, adding("two")]
    outcomes = together(*(partial(committer.run, call) for call in calls))

    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert names(path) == []
    assert listener.events == []
    committer.run(adding("three"))
    assert names(path) == ["three"]


def test_a_write_sees_the_writes_before_it_in_its_batch(committer: Committer) -> None:
    def named(name: str) -> Write[int]:
        def write(transaction: Transaction) -> int:
            adding(name)(transaction)
            found: int = transaction.connection.execute(text("SELECT count(*) FROM users")).scalar_one()
            return found

        return write

    assert together(*(partial(committer.run, named(name)) for name in "abc")) == [1, 2, 3]


def test_a_reader_never_sees_half_a_batch(database: Database, committer: Committer) -> None:
    seen: set[int] = set()

    def two_rows(number: int) -> Write[None]:
        def write(transaction: Transaction) -> None:
            adding(f"a{number}")(transaction)
            with database.read() as connection:
                seen.add(connection.execute(text("SELECT count(*) FROM users")).scalar_one())
            adding(f"b{number}")(transaction)

        return write

    together(*(partial(committer.run, two_rows(number)) for number in range(20)))

    assert seen
    assert all(count % 2 == 0 for count in seen)


def test_after_a_stop_no_write_is_taken(database: Database, listener: Listener) -> None:
    stopped = Committer(database, listener)
    stopped.run(adding("ada"))
    stopped.stop()

    with pytest.raises(Unavailable):
        stopped.run(adding("ben"))


def test_a_stop_finishes_what_was_accepted(path: Path, database: Database, listener: Listener) -> None:
    stopping = Committer(database, listener)

    outcomes = together(
        *(partial(stopping.run, adding(f"user{number}")) for number in range(20)), stopping.stop
    )

    assert [outcome.username for outcome in outcomes[:-1]] == names(path)


def test_promises_are_kept_in_the_order_of_the_writes_after_they_were_published(
    path: Path, committer: Committer, listener: Listener
) -> None:
    kept: list[tuple[str, int, list[object]]] = []

    def tell(user: User) -> None:
        kept.append((user.username, len(listener.answers), names(path)))

    for name in "abc":
        committer.submit(adding(name)).then(tell, unexpected)
    assert kept == []

    committer.run(adding("d"))

    everybody = ["a", "b", "c", "d"]
    assert kept == [(name, 1, everybody) for name in "abc"]


def test_a_promise_that_was_kept_long_ago_tells_so(committer: Committer) -> None:
    promise = committer.submit(adding("ada"))
    committer.run(adding("ben"))
    heard: list[User] = []

    promise.then(heard.append, unexpected)

    assert [user.username for user in heard] == ["ada"]
    assert promise.result() == heard[0]


def test_a_promise_breaks_with_what_its_write_raised(committer: Committer) -> None:
    heard: list[ChatroomError] = []
    promise = committer.submit(refused)
    promise.then(unexpected, heard.append)

    committer.run(adding("ada"))

    assert [type(error) for error in heard] == [Conflict]
    with pytest.raises(Conflict):
        promise.result()


def test_whoever_is_told_and_fails_keeps_nobody_else_from_being_told(committer: Committer) -> None:
    heard: list[User] = []
    committer.submit(adding("ada")).then(unexpected, unexpected)
    committer.submit(adding("ben")).then(heard.append, unexpected)

    committer.run(adding("cy"))

    assert [user.username for user in heard] == ["ben"]


def unexpected(_outcome: object) -> NoReturn:
    raise AssertionError("this was not to be told")
