"""What the database file holds, read from a copy: opening the original would change what is tested."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple


class Row(NamedTuple):
    number: int
    version: int
    author: str
    client_id: str
    body: str
    deleted: int


class Stored(NamedTuple):
    """A room as it is on the disk."""

    last_number: int
    version: int
    rows: list[Row]


def stored(data: Path) -> Stored:
    """What is in the data directory of a server that has just ended, or is doing nothing."""
    with TemporaryDirectory() as copy:
        for name in ("chatroom.db", "chatroom.db-wal"):
            if (data / name).exists():
                shutil.copy(data / name, copy)
        return read(Path(copy))


def read(data: Path) -> Stored:
    with closing(sqlite3.connect(data / "chatroom.db")) as database:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        last_number, version = database.execute(
            "SELECT last_number, version FROM rooms WHERE id = 1"
        ).fetchone()
        rows = database.execute(
            "SELECT number, version, username, client_id, body, deleted FROM messages"
            " JOIN users ON users.id = author_id WHERE room_id = 1 ORDER BY number"
        )
        return Stored(last_number, version, [Row(*row) for row in rows])
