"""Writes for the tests of the committer: users, and messages in `general`."""

import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.requests.messages import MessageSend
from chatroom.services.clock import now
from chatroom.services.messages import Messages
from chatroom.storage import memberships, users
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


class Nobody:
    """An audience of nobody."""

    def present(self, room_id: int) -> set[int]:
        return set()


NOBODY = Nobody()


def adding(name: str) -> Callable[[Transaction], User]:
    """A write that adds a user."""
    return lambda transaction: users.add(transaction.connection, name, name, "hash", now())


def author(committer: Committer, name: str = "ada") -> User:
    """A member of `general`."""

    def write(transaction: Transaction) -> User:
        user = adding(name)(transaction)
        memberships.add_newcomer(transaction.connection, user.id, now())
        return user

    return committer.run(write)


def sending(
    database: Database, committer: Committer, user: User, body: str = "hello", *, room: int = 1
) -> Callable[[], Message]:
    """A call that posts a message, to `general` unless told."""
    command = MessageSend(room=room, client_id=str(uuid4()), body=body)
    return lambda: Messages(database, committer, NOBODY).send(user, command).result()


def look(path: Path, query: str) -> list[tuple[object, ...]]:
    """What another program sees in the database."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def names(path: Path) -> list[object]:
    return [row[0] for row in look(path, "SELECT username FROM users ORDER BY id")]


def commits(path: Path) -> int:
    """The transactions in the write-ahead log: its frames that carry a database size end one each.

    https://sqlite.org/fileformat2.html#the_write_ahead_log
    """
    log = path.with_name(path.name + "-wal").read_bytes()
    page_size, salt = struct.unpack_from(">I", log, 8)[0], log[16:24]
    frames = range(32, len(log), 24 + page_size)
    return sum(
        struct.unpack_from(">I", log, frame + 4)[0] > 0
        for frame in frames
        if log[frame + 8 : frame + 16] == salt
    )
