"""Locked databases and full disks: an error within bounds, no false success, and recovery."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from time import monotonic

import gevent
import pytest
from sqlalchemy import text

from chatroom.domain import limits
from chatroom.domain.errors import Unavailable
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener, together
from tests.storage.writing import adding, author, names, sending
from tests.trouble import by_a_transaction, by_the_file_lock

BEAT = 0.005
STALL = 0.35  # generous: the product's own bound is 0.1, and machines that run tests are busy


class Heartbeat:
    """Beats as long as the event loop is free; remembers the longest pause."""

    def __init__(self) -> None:
        self.beats = 0
        self.longest = 0.0

    def run(self) -> None:
        last = monotonic()
        while True:
            gevent.sleep(BEAT)
            self.longest = max(self.longest, monotonic() - last)
            last = monotonic()
            self.beats += 1

    def wait(self, beats: int) -> None:
        until = self.beats + beats
        while self.beats < until:
            gevent.sleep(BEAT)


@pytest.fixture
def heartbeat() -> Iterator[Heartbeat]:
    beating = Heartbeat()
    greenlet = gevent.spawn(beating.run)
    yield beating
    greenlet.kill()


Locking = Callable[[Path], AbstractContextManager[None]]
locks = pytest.mark.parametrize("locked", [by_a_transaction, by_the_file_lock])


@locks
def test_a_write_waits_for_a_lock_while_the_event_loop_goes_on(
    path: Path, committer: Committer, heartbeat: Heartbeat, locked: Locking
) -> None:
    with locked(path):
        waiting = gevent.spawn(committer.run, adding("ada"))
        heartbeat.wait(beats=30)
        assert not waiting.ready()
    waiting.get(timeout=10)

    assert names(path) == ["ada"]
    assert heartbeat.longest < STALL


@locks
def test_a_write_is_given_up_when_the_lock_stays(
    path: Path,
    committer: Committer,
    listener: Listener,
    heartbeat: Heartbeat,
    locked: Locking,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "LOCK_WAIT_SECONDS", 0.1)
    with locked(path):
        outcomes = together(*(partial(committer.run, adding(name)) for name in ("ada", "ben")))

    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert names(path) == []
    assert listener.events == []
    assert heartbeat.longest < STALL


@locks
def test_writing_goes_on_after_the_lock_is_gone(
    path: Path, committer: Committer, locked: Locking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOCK_WAIT_SECONDS", 0.05)
    with locked(path), pytest.raises(Unavailable):
        committer.run(adding("ada"))

    committer.run(adding("ben"))

    assert names(path) == ["ben"]


@locks
def test_a_locked_database_can_be_read(
    path: Path, database: Database, committer: Committer, locked: Locking
) -> None:
    committer.run(adding("ada"))

    with locked(path), database.read() as connection:
        assert connection.execute(text("SELECT username FROM users")).scalars().all() == ["ada"]


def test_writes_do_not_pile_up_without_bound(
    path: Path, committer: Committer, heartbeat: Heartbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WAITING_MAX", 3)
    with by_the_file_lock(path):
        taken = [gevent.spawn(committer.run, adding("first"))]
        heartbeat.wait(beats=2)  # it is being tried now, and waits no more
        taken += [gevent.spawn(committer.run, adding(f"user{number}")) for number in range(3)]
        heartbeat.wait(beats=2)

        with pytest.raises(Unavailable):
            committer.run(adding("one too many"))
    gevent.joinall(taken, timeout=10, raise_error=True)

    assert names(path) == ["first", "user0", "user1", "user2"]


def fill_up(transaction: Transaction) -> None:
    """From here on, for this connection, the disk has no room for another page."""
    pages = transaction.connection.execute(text("PRAGMA page_count")).scalar_one()
    transaction.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_is_an_error_for_the_whole_batch_and_nothing_is_stored_or_published(
    path: Path, database: Database, committer: Committer, listener: Listener
) -> None:
    ada = author(committer)
    listener.events.clear()
    committer.run(fill_up)

    outcomes = together(
        sending(database, committer, ada, "small"),
        *(sending(database, committer, ada, "x" * limits.BODY_MAX) for _ in range(5)),
    )

    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 0
        assert connection.execute(text("SELECT version FROM rooms")).scalar_one() == 0
    assert listener.events == []


def test_writing_goes_on_when_there_is_room_again(
    path: Path, database: Database, committer: Committer
) -> None:
    ada = author(committer)
    committer.run(fill_up)
    outcomes = together(*(sending(database, committer, ada, "x" * limits.BODY_MAX) for _ in range(5)))
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)

    number = sending(database, committer, ada, "hello")().number

    with database.read() as connection:
        stored = connection.execute(text("SELECT number FROM messages")).scalars().all()
    assert stored == [number] == [1]
