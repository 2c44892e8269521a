"""Group commit: every write of the process joins the batch now forming.

One transaction and one fsync serve a whole batch. While a batch is being fsynced in a native
thread, the next one forms: no added latency when idle, larger batches under load.
The order is always commit, publish, resolve; a rollback publishes nothing.
"""

import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from time import monotonic, thread_time
from typing import Any, Generic, TypeVar, cast

import gevent
from gevent.event import Event
from gevent.hub import Waiter
from gevent.threadpool import ThreadPool
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from chatroom.domain import events, limits
from chatroom.domain.errors import ChatroomError, Internal, Unavailable
from chatroom.domain.ports import Publisher
from chatroom.storage.engine import Database, Locked, WriteTransaction

T = TypeVar("T")
log = logging.getLogger(__name__)
_MOMENT_SECONDS = 0.05
_NEXT_TURN_SECONDS = 1e-6  # not 0: only a timer has the loop look at its sockets


class Transaction:
    """What a write works with: a connection to write on, and the events to publish once committed.

    `size` is about how many bytes readers will get.
    """

    __slots__ = ("connection", "events", "size")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.events: list[events.Event] = []
        self.size = 0

    def publish(self, event: events.Event) -> None:
        self.size += events.size_of(event)
        self.events.append(event)


Write = Callable[[Transaction], T]
_Told = tuple[Callable[[T], None], Callable[[ChatroomError], None]]


class Pending(Generic[T]):
    """A write that waits for its batch, and then for its outcome: the committer's Promise."""

    __slots__ = ("_resolved", "_told", "error", "since", "value", "write")

    def __init__(self, write: Write[T]) -> None:
        self.write = write
        self.since = monotonic()
        self.value: T | None = None
        self.error: ChatroomError | None = None
        self._resolved = False
        self._told: _Told[T] | None = None

    def result(self) -> T:
        """Wait for the outcome.

        Raises:
            ChatroomError: what the write raised; it left no trace.
            Unavailable: the database cannot be written just now; nothing was stored.
        """
        waiter, loop = Waiter(), gevent.get_hub().loop
        # Through the loop, because only the hub may switch to a waiter.
        self.then(partial(loop.run_callback, waiter.switch), partial(loop.run_callback, waiter.throw))
        del self  # or an error that is raised here would know a frame that knows the error
        value: T = waiter.get()
        return value

    def then(self, kept: Callable[[T], None], broken: Callable[[ChatroomError], None]) -> None:
        """Have one of the two called, once, after the commit and in its order.

        They must neither wait nor raise.
        """
        self._told = kept, broken
        if self._resolved:
            self._tell()

    def attempt(self, unit: WriteTransaction, transaction: Transaction) -> None:
        """Run the write under a savepoint, so that it fails alone."""
        published, size = len(transaction.events), transaction.size
        unit.save()
        try:
            self.value = self.write(transaction)
        except DBAPIError as error:
            # Anything but a broken constraint (disk full, I/O error) is the whole batch's trouble:
            # SQLite may have rolled all of it back.
            if not isinstance(error, IntegrityError):
                raise
            log.exception("A write broke a constraint")
            self.error = Internal()
        except ChatroomError as error:
            # Its traceback knows this frame, and so all that the write and its batch hold.
            self.error = error.with_traceback(None)
        except Exception:
            log.exception("A write failed")
            self.error = Internal()
        if self.error is None:
            unit.keep()
        else:
            unit.undo()
            del transaction.events[published:]
            transaction.size = size

    def resolve(self) -> None:
        """The outcome stands: tell it to whoever asks, or has asked."""
        self._resolved = True
        if self._told is not None:
            self._tell()

    def _tell(self) -> None:
        kept, broken = cast("_Told[T]", self._told)
        self._told = None
        try:
            if self.error is None:
                kept(cast("T", self.value))
            else:
                broken(self.error)
        except Exception:
            log.exception("An outcome could not be told")


class Committer:
    """The one writer of a process.

    Args:
        database: whose write transactions it alone opens.
        publisher: told of every event that was committed, in commit order.
    """

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher
        self._waiting: deque[Pending[Any]] = deque()
        self._wake = Event()
        self._stopping = False
        self._thread = ThreadPool(1)
        self._greenlet = gevent.spawn(self._run)

    def run(self, write: Write[T]) -> T:
        """Commit a write, and return what it returned once it is on disk.

        Raises:
            ChatroomError: what the write raised; it left no trace.
            Unavailable: the database cannot be written just now; nothing was stored.
        """
        return self.submit(write).result()

    def submit(self, write: Write[T]) -> Pending[T]:
        """Have a write committed.

        The write must not yield to other greenlets, and is seen by others only afterwards.

        Raises:
            Unavailable: too much waits already; nothing was stored.
        """
        if self._stopping or len(self._waiting) >= limits.WAITING_MAX:
            raise Unavailable
        pending = Pending(write)
        self._waiting.append(pending)
        self._wake.set()
        return pending

    def stop(self) -> None:
        """Finish what was accepted, and accept nothing more."""
        self._stopping = True
        self._wake.set()
        self._greenlet.join()
        self._thread.kill()

    def _run(self) -> None:
        while self._waiting or not self._stopping:
            self._wake.wait()
            self._wake.clear()
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), limits.BATCH_MAX))]
                self._process(batch)
                # Whoever has just been answered may have more to say. In one turn of the loop it is
                # read, in the next it is here, and shares a commit with what waits already.
                gevent.sleep(_NEXT_TURN_SECONDS)
                gevent.sleep(_NEXT_TURN_SECONDS)

    def _process(self, batch: list[Pending[Any]]) -> None:
        try:
            committed = self._commit(batch)
        except Exception as error:
            log.error("A batch of %d writes was not stored: %s", len(batch), error)
            for pending in batch:
                pending.error = Unavailable()
                pending.resolve()
            return
        try:
            self._publisher.publish(committed)
        except Exception:
            # What is committed stays true: readers find it by comparing versions.
            log.exception("Publishing failed")
        for pending in batch:
            pending.resolve()

    def _commit(self, batch: list[Pending[Any]]) -> list[events.Event]:
        unit = self._begin(batch[0].since + limits.LOCK_WAIT_SECONDS)
        over = thread_time() + limits.BATCH_SECONDS
        try:
            transaction = Transaction(unit.connection)
            for done, pending in enumerate(batch, 1):
                pending.attempt(unit, transaction)
                if transaction.size >= limits.BATCH_BYTES or thread_time() >= over:
                    self._put_back(batch, done)
                    break
            failure = self._thread.apply(_failure, (unit.commit,))
            if failure is not None:
                raise failure
        except BaseException:
            unit.abandon()
            raise
        unit.finish()
        return transaction.events

    def _put_back(self, batch: list[Pending[Any]], done: int) -> None:
        """Leave what was not attempted for the next batch: one that is too large to be sent at once
        would cut off every reader, and one that takes too long keeps everybody waiting."""
        self._waiting.extendleft(reversed(batch[done:]))
        del batch[done:]

    def _begin(self, deadline: float) -> WriteTransaction:
        """Wait for a lock that another process holds, with the event loop free meanwhile."""
        # Who waited while the batches before gave up does not wait as long again. But a lock may be
        # held for a moment only, by a command, and that moment everybody gets.
        deadline = max(deadline, monotonic() + _MOMENT_SECONDS)
        pause = 0.002
        while True:
            try:
                return self._database.begin()
            except Locked:
                if monotonic() >= deadline:
                    raise
                gevent.sleep(pause)
                pause = min(pause * 2, 0.1)


def _failure(call: Callable[[], None]) -> Exception | None:
    """What a call raised; gevent would print what leaves a thread, full disks included."""
    try:
        call()
    except Exception as error:
        return error
    return None
