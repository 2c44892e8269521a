"""What is SQLite's own: pragmas, transactions, checkpoints, and telling its errors apart.

The writer does every write and every checkpoint, and no process writes while another does:
SQLite before 3.51.3 can corrupt a WAL database when two connections write and checkpoint at
the same moment (https://sqlite.org/wal.html, "the WAL-reset bug").
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from chatroom.storage.prepared import on_driver

_WRITER = (
    "PRAGMA journal_mode = WAL",
    # Every commit is fsynced before it returns; NORMAL would lose the last ones with the power.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Pages: 64 MB. A checkpoint is in the way of the next commit; with one every 8 MB there were a fifth
    # fewer messages a second.
    "PRAGMA wal_autocheckpoint = 16000",
    "PRAGMA journal_size_limit = 67108864",
    # The committer waits for locks itself, without blocking the event loop.
    "PRAGMA busy_timeout = 0",
    "PRAGMA cache_size = -8000",
)
_READER = (
    "PRAGMA query_only = ON",
    "PRAGMA wal_autocheckpoint = 0",
    "PRAGMA busy_timeout = 0",
    "PRAGMA cache_size = -8000",
)


def writer_engine(path: Path) -> Engine:
    engine = _engine(path, _WRITER, {}, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        # The driver opens transactions late, and never IMMEDIATE; so they are opened here.
        on_driver(connection, "BEGIN IMMEDIATE")

    return engine


def reader_engine(path: Path, info: Mapping[Any, Any]) -> Engine:
    """
    Args:
        info: what its connections share, as the `info` of each.
    """
    return _engine(path, _READER, info, poolclass=QueuePool, pool_size=4, max_overflow=4)


def _engine(path: Path, pragmas: tuple[str, ...], info: Mapping[Any, Any], **pool: Any) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        # The writer is used by the event loop's thread and, for the commit alone, by one other.
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": 0},
        # Parameters are what people wrote, and the hashes of passwords: never for the log.
        hide_parameters=True,
        **pool,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info.update(info)
        for pragma in pragmas:
            connection.execute(pragma)

    return engine


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Have all that is read inside be of one moment."""
    # Past SQLAlchemy, whose bookkeeping of a transaction takes as long as most of what is read inside.
    on_driver(connection, "BEGIN")
    try:
        yield
    finally:
        # What SQLAlchemy has begun with its first statement is over, too; the driver's is the same one.
        connection.rollback()
        connection.connection.rollback()


def is_locked(error: DBAPIError) -> bool:
    """Another process holds the lock; waiting may help."""
    original = error.orig
    return isinstance(original, sqlite3.OperationalError) and original.sqlite_errorcode in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


class WriterLock:
    """Keeps writers of different processes apart, from before BEGIN until after the checkpoint."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def acquire(self) -> bool:
        """Take it, if it is free."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._descriptor)
