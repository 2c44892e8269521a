"""Users and their sign-ins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from chatroom.domain.entities import Session, User
from chatroom.storage.tables import sessions, users

_SESSION = (
    select(sessions.c.id, users.c.id, users.c.username)
    .join(users, users.c.id == sessions.c.user_id)
    .where(sessions.c.token_hash == bindparam("token_hash"), sessions.c.expires_at > bindparam("now"))
)


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


def set_password(connection: Connection, user_id: int, password_hash: str) -> None:
    connection.execute(users.update().where(users.c.id == user_id).values(password_hash=password_hash))


def add_session(
    connection: Connection, user: User, token_hash: bytes, now: datetime, expires: datetime
) -> Session:
    values = {"user_id": user.id, "token_hash": token_hash, "created_at": now, "expires_at": expires}
    return Session(
        connection.execute(insert(sessions).values(values).returning(sessions.c.id)).scalar_one(), user
    )


def session(connection: Connection, token_hash: bytes, now: datetime) -> Session | None:
    """The session of a token, unless it has ended."""
    row = connection.execute(_SESSION, {"token_hash": token_hash, "now": now}).first()
    return Session(row[0], User(row[1], row[2])) if row else None


def live_sessions(connection: Connection, session_ids: Sequence[int], now: datetime) -> frozenset[int]:
    """Those of these sessions that have not ended."""
    found = select(sessions.c.id).where(sessions.c.id.in_(session_ids), sessions.c.expires_at > now)
    return frozenset(connection.execute(found).scalars())


def remove_session(connection: Connection, session_id: int) -> None:
    connection.execute(delete(sessions).where(sessions.c.id == session_id))


def remove_sessions_of(connection: Connection, user_id: int) -> frozenset[int]:
    """End every session of a user; returns their ids."""
    ended = connection.execute(delete(sessions).where(sessions.c.user_id == user_id).returning(sessions.c.id))
    return frozenset(ended.scalars())


def any_expired_session(connection: Connection, now: datetime) -> bool:
    """Whether there are sessions that have ended by themselves."""
    return (
        connection.execute(select(sessions.c.id).where(sessions.c.expires_at <= now).limit(1)).first()
        is not None
    )


def remove_expired_sessions(connection: Connection, now: datetime) -> frozenset[int]:
    """Forget sessions that have ended by themselves; returns their ids."""
    ended = connection.execute(delete(sessions).where(sessions.c.expires_at <= now).returning(sessions.c.id))
    return frozenset(ended.scalars())
