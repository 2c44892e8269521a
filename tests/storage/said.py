"""A database in which things are said, written straight into the file: for what is made from it."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from chatroom.storage.opening import open_database

DAY = 24 * 3600 * 1000
ADA, BEN = 1, 2


class Said:
    """
    Args:
        path: of a database, which is made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        known = path.exists()
        open_database(path).close()
        self.path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._time = 100 * DAY
        if known:
            return
        for name in ("ada", "ben"):
            self._connection.execute(
                "INSERT INTO users (username, username_key, password_hash, created_at) VALUES (?, ?, '!', 0)",
                (name, name),
            )

    def room(self) -> int:
        """A new room."""
        [(room,)] = self._connection.execute(
            "INSERT INTO rooms (name, kind, topic, last_number, version, created_at)"
            " VALUES ('', 'private', '', 0, 0, 0) RETURNING id"
        ).fetchall()
        return int(room)

    def join(self, room: int, user: int) -> None:
        """Make somebody a member."""
        self._connection.execute(
            "INSERT INTO memberships (room_id, user_id, role, read_number, joined_at)"
            " VALUES (?, ?, 'member', 0, 0)",
            (room, user),
        )

    def later(self, milliseconds: int) -> int:
        """Let time pass; returns what time it is."""
        self._time += milliseconds
        return self._time

    def say(
        self,
        room: int,
        body: str,
        *,
        author: int = ADA,
        files: Iterable[tuple[str, str]] = (),
        mentions: Iterable[int] = (),
    ) -> int:
        """Store a message, with files by name and kind; returns its number."""
        number, version = self._advance(room, 1)
        self._connection.execute(
            "INSERT INTO messages (room_id, number, version, author_id, client_id, digest, body, created_at,"
            " deleted) VALUES (?, ?, ?, ?, ?, x'', ?, ?, 0)",
            (room, number, version, author, str(uuid4()), body, self.later(1)),
        )
        for position, (name, kind) in enumerate(files):
            self._connection.execute(
                "INSERT INTO files (id, user_id, room_id, number, position, name, type, kind, size, sha256,"
                " created_at) VALUES (?, ?, ?, ?, ?, ?, 'x/y', ?, 1, x'', 0)",
                (str(uuid4()), author, room, number, position, name, kind),
            )
        self._connection.executemany(
            "INSERT INTO mentions (user_id, room_id, number) VALUES (?, ?, ?)",
            [(user, room, number) for user in mentions],
        )
        return number

    def edit(self, room: int, number: int, body: str) -> None:
        self._change(room, number, body, deleted=False)

    def delete(self, room: int, number: int) -> None:
        self._change(room, number, "", deleted=True)

    def heads(self) -> dict[int, int]:
        return dict(self._connection.execute("SELECT id, version FROM rooms"))

    def last(self, room: int) -> int:
        """The number of a room's newest message."""
        [(number,)] = self._connection.execute(
            "SELECT last_number FROM rooms WHERE id = ?", (room,)
        ).fetchall()
        return int(number)

    def close(self) -> None:
        self._connection.close()

    def _change(self, room: int, number: int, body: str, *, deleted: bool) -> None:
        _, version = self._advance(room, 0)
        self._connection.execute(
            "UPDATE messages SET body = ?, deleted = ?, version = ? WHERE room_id = ? AND number = ?",
            (body, deleted, version, room, number),
        )

    def _advance(self, room: int, posts: int) -> tuple[int, int]:
        [(number, version)] = self._connection.execute(
            "UPDATE rooms SET last_number = last_number + ?, version = version + 1 WHERE id = ?"
            " RETURNING last_number, version",
            (posts, room),
        ).fetchall()
        return number, version
