"""The database of a process: one connection that writes, and some that can only read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import DBAPIError

from chatroom.storage import sqlite
from chatroom.storage.recent import RecentMessages


class Locked(Exception):
    """Another process is writing; try again in a moment."""


class Database:
    """Opens a SQLite database file.

    Args:
        path: of the file, in a directory that exists and can be written.
    """

    def __init__(self, path: Path) -> None:
        self._reader = sqlite.reader_engine(path, {RecentMessages: RecentMessages()})
        self._readers: list[Connection] = []  # that nobody reads with
        self._writer = sqlite.writer_engine(path)
        self._lock = sqlite.WriterLock(path.with_name(path.name + "-lock"))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot: everything read inside is of one moment."""
        # Kept open: SQLAlchemy takes 60 µs to check one out of a pool and back in.
        connection = self._readers.pop() if self._readers else self._reader.connect()
        try:
            with sqlite.snapshot(connection):
                yield connection
        except BaseException:
            connection.close()
            raise
        self._readers.append(connection)

    def begin(self) -> "WriteTransaction":
        """Start the one write transaction of this process.

        Raises:
            Locked: another process is writing.
        """
        if not self._lock.acquire():
            raise Locked
        try:
            connection = self._writer.connect()
            try:
                return WriteTransaction(connection, connection.begin(), self._lock)
            except BaseException:
                connection.close()
                raise
        except DBAPIError as error:
            self._lock.release()
            if sqlite.is_locked(error):
                raise Locked from error
            raise
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Close every connection. The last one out checkpoints, so it must hold the lock."""
        for connection in self._readers:
            connection.close()
        self._reader.dispose()
        held = self._lock.acquire()
        self._writer.dispose()
        if held:
            self._lock.release()
        self._lock.close()


class WriteTransaction:
    """A write transaction; ends with `commit` and `finish`, or with `abandon`.

    Savepoints and the commit go to the driver directly: SQLAlchemy compiles a savepoint anew each
    time (a quarter of the cost of a message), and its bookkeeping of a commit belongs to the thread
    that began.
    """

    def __init__(self, connection: Connection, transaction: RootTransaction, lock: sqlite.WriterLock) -> None:
        self.connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._transaction = transaction
        self._lock = lock

    def save(self) -> None:
        """Set the mark that `undo` goes back to."""
        self._driver.execute("SAVEPOINT one_write")

    def keep(self) -> None:
        """Drop the mark; what was written since is part of the transaction."""
        self._driver.execute("RELEASE SAVEPOINT one_write")

    def undo(self) -> None:
        """Go back to the mark, and drop it."""
        self._driver.execute("ROLLBACK TO SAVEPOINT one_write")
        self.keep()

    def commit(self) -> None:
        """Commit and fsync: the long call, safe in another thread as long as this one waits."""
        self._driver.commit()

    def finish(self) -> None:
        """Tidy up after `commit`, on the thread that began."""
        try:
            self._transaction.commit()
            self.connection.close()
        finally:
            self._lock.release()

    def abandon(self) -> None:
        """Undo everything and drop the connection, which may be in doubt after a failed commit."""
        try:
            self.connection.invalidate()
            self.connection.close()
        finally:
            self._lock.release()
