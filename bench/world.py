"""A database with rooms, members and history, written straight into the file while no server runs.

Registering ten thousand people over HTTP would take an hour of password hashing. Everything the
server then does with them is the real thing: sessions are rows with the hash of a token, and the
cookies are signed with the data directory's own key.
"""

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

GENERAL = 1  # the room that every new database has
_SENTENCE = "The quick brown fox jumps over the lazy dog, and this is message number"
_DAY = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who connects: whose cookie, and into which room they speak."""

    user: int
    room: int
    cookie: str


class World:
    """
    Args:
        data: a data directory that a server has been started on once, so that the tables are there.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        app = Flask("bench")
        app.secret_key = (data / "secret_key").read_text("ascii").strip()
        self._serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        self._now = int(time.time() * 1000)

    def fill(self, sizes: Sequence[int]) -> list[list[Member]]:
        """A room for each size, with that many members, each of them in no other room."""
        with self._database() as database:
            first = self._next(database, "rooms")
            rooms = list(range(first, first + len(sizes)))
            database.executemany(
                "INSERT INTO rooms (id, name, kind, topic, last_number, version, created_at)"
                " VALUES (?, ?, 'public', '', 0, 0, ?)",
                [(room, f"room-{room}", self._now) for room in rooms],
            )
            return [self._members(database, room, size) for room, size in zip(rooms, sizes, strict=True)]

    def join(self, member: Member, rooms: Sequence[int]) -> None:
        """Make somebody a member of more rooms."""
        with self._database() as database:
            database.executemany(
                "INSERT INTO memberships (room_id, user_id, role, read_number, joined_at)"
                " VALUES (?, ?, 'member', 0, ?)",
                [(room, member.user, self._now) for room in rooms],
            )

    def history(
        self, room: int, authors: Sequence[Member], count: int, text: Callable[[], str] | None = None
    ) -> None:
        """Store `count` messages in a room that has none; authors take turns. Each says the same, or what
        `text` comes up with."""
        with self._database() as database:
            database.execute("PRAGMA cache_size = -1500000")
            database.executemany(
                "INSERT INTO messages (room_id, number, version, author_id, client_id, digest, body,"
                " created_at, deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                self._messages(room, authors, count, text),
            )
            database.execute(
                "UPDATE rooms SET last_number = ?, version = ? WHERE id = ?", (count, count, room)
            )

    def _messages(
        self, room: int, authors: Sequence[Member], count: int, text: Callable[[], str] | None
    ) -> Iterator[tuple[object, ...]]:
        digest = bytes(32)
        for number in range(1, count + 1):
            author = authors[number % len(authors)].user
            body = text() if text else f"{_SENTENCE} {number}."
            yield room, number, number, author, str(uuid4()), digest, body, self._now - count + number

    def _members(self, database: sqlite3.Connection, room: int, size: int) -> list[Member]:
        first = self._next(database, "users")
        users = range(first, first + size)
        tokens = [secrets.token_urlsafe(32) for _ in users]
        names = [(user, f"member-{user}", f"member-{user}", self._now) for user in users]
        database.executemany(
            "INSERT INTO users (id, username, username_key, password_hash, created_at)"
            " VALUES (?, ?, ?, '!', ?)",
            names,
        )
        database.executemany(
            "INSERT INTO memberships (room_id, user_id, role, read_number, joined_at)"
            " VALUES (?, ?, 'member', 0, ?)",
            [(room, user, self._now) for user in users],
        )
        database.executemany(
            "INSERT INTO sessions (user_id, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?)",
            [
                (user, hashlib.sha256(token.encode()).digest(), self._now, self._now + 30 * _DAY)
                for user, token in zip(users, tokens, strict=True)
            ],
        )
        return [Member(user, room, self._cookie(token)) for user, token in zip(users, tokens, strict=True)]

    def _cookie(self, token: str) -> str:
        content = {"_permanent": True, "_user_id": token, "_fresh": True}
        return f"chatroom_session={self._serializer.dumps(content)}"

    def _database(self) -> "closing[sqlite3.Connection]":
        database = sqlite3.connect(self._data / "chatroom.db")
        database.execute("PRAGMA synchronous = OFF")
        return _committing(database)

    @staticmethod
    def _next(database: sqlite3.Connection, table: str) -> int:
        (last,) = database.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return int(last) + 1


class _committing(closing):  # type: ignore[type-arg]  # noqa: N801
    """Commits and closes at the end."""

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self.thing.commit()
        super().__exit__(kind, *rest)
