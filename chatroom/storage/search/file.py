"""The file of the index: opened, and made anew where it is missing, damaged or of another form."""

import os
import sqlite3
from pathlib import Path

# Another number has every index built anew: raise it when the tables change, or what `fold` or `marks`
# make of a text.
FORM = 1

_TABLES = """
CREATE VIRTUAL TABLE messages USING fts5(
    text, marks, created_at UNINDEXED,
    tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
);
CREATE TABLE progress (
    room_id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    client_id TEXT NOT NULL
);
CREATE TABLE tidied (added INTEGER NOT NULL, total INTEGER NOT NULL);
INSERT INTO tidied VALUES (0, 0);
"""
# Its text by row id: FTS5 keeps it there, and reading it so costs a third of asking FTS5.
CONTENT = "messages_content"


def damaged(error: sqlite3.Error) -> bool:
    """Whether it is the file that is at fault, and not a full disk or a moment's lock."""
    # Of the last one there are many kinds, in the upper bits; SQLITE_ERROR is a table that is missing.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CORRUPT,
    )


def writer(path: Path) -> sqlite3.Connection:
    """A connection that writes, to an index of this form; an empty one where there was none.

    Raises:
        sqlite3.Error: it cannot be opened or made.
    """
    try:
        return _opened(path)
    except sqlite3.DatabaseError as error:
        if not damaged(error):
            raise
        remove(path)
        return _opened(path)


def reader(path: Path) -> sqlite3.Connection:
    """A connection that reads. Any thread may use it, one at a time."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    for pragma in ("query_only = ON", "wal_autocheckpoint = 0", "cache_size = -16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def remove(path: Path) -> None:
    """Throw the index away. Whoever has it open reads on in what is gone."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    if _form(path) != FORM:
        remove(path)
    # SQLite gives the log the mode of the database.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    # After a loss of power the file is one that was whole at some moment; what it lacks is taken again.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -16000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA journal_size_limit = 67108864")
    if connection.execute("PRAGMA user_version").fetchone()[0] != FORM:
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {FORM}; COMMIT")
    return connection


def _form(path: Path) -> int | None:
    """The form of what is there; None for nothing, or what is no database."""
    if not path.exists():
        return None
    connection = sqlite3.connect(path, timeout=0)
    try:
        form: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return form
    except sqlite3.DatabaseError as error:
        if not damaged(error):
            raise
        return None
    finally:
        connection.close()
