"""Users."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select

from chatroom.domain.entities.people import User
from chatroom.storage.tables.base import prefix_of
from chatroom.storage.tables.people import users


def add(connection: Connection, username: str, key: str, password_hash: str, now: datetime) -> User:
    """Store a new user whose key is known to be free."""
    values = {"username": username, "username_key": key, "password_hash": password_hash, "created_at": now}
    return User(connection.execute(insert(users).values(values).returning(users.c.id)).scalar_one(), username)


def by_key(connection: Connection, key: str) -> tuple[User, str] | None:
    """The user of a username key, with the password hash."""
    row = connection.execute(
        select(users.c.id, users.c.username, users.c.password_hash).where(users.c.username_key == key)
    ).first()
    return (User(row[0], row[1]), row[2]) if row else None


def some(connection: Connection, ids: Collection[int]) -> list[User]:
    """Those of these ids who are there."""
    rows = connection.execute(
        select(users.c.id, users.c.username).where(users.c.id.in_(ids)).order_by(users.c.id)
    )
    return [User(*row) for row in rows]


def beginning_with(connection: Connection, key: str, limit: int) -> list[User]:
    """The first users, in the order of their names, whose key begins so."""
    rows = connection.execute(
        select(users.c.id, users.c.username)
        .where(prefix_of(users.c.username_key, key))
        .order_by(users.c.username_key)
        .limit(limit)
    )
    return [User(*row) for row in rows]


def password_hash(connection: Connection, user_id: int) -> str | None:
    found: str | None = connection.execute(
        select(users.c.password_hash).where(users.c.id == user_id)
    ).scalar()
    return found


def set_password(connection: Connection, user_id: int, password_hash: str) -> None:
    connection.execute(users.update().where(users.c.id == user_id).values(password_hash=password_hash))
