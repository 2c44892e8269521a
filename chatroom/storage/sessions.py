"""Sign-ins, and the list of those that were ended, by which every process hears of it."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select

from chatroom.domain.entities.people import Session, User
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import milliseconds
from chatroom.storage.tables.people import revocations, sessions, users

_FIND = Prepared(
    select(sessions.c.id, users.c.id, users.c.username)
    .join(users, users.c.id == sessions.c.user_id)
    .where(sessions.c.token_hash == bindparam("token_hash"), sessions.c.expires_at > bindparam("now"))
)
_LASTS = Prepared(
    select(sessions.c.id).where(sessions.c.id == bindparam("id"), sessions.c.expires_at > bindparam("now"))
)
# Asked twice a second.
_LAST_REVOCATION = Prepared(select(func.max(revocations.c.id)))
_FIRST_EXPIRY = Prepared(select(func.min(sessions.c.expires_at)))
_REVOCATIONS_KEPT = 100_000


def add(
    connection: Connection, user: User, token_hash: bytes, device: str, now: datetime, expires: datetime
) -> None:
    values = {
        "user_id": user.id,
        "token_hash": token_hash,
        "created_at": now,
        "expires_at": expires,
        "device": device,
    }
    connection.execute(insert(sessions).values(values))


def find(connection: Connection, token_hash: bytes, now: datetime) -> Session | None:
    """The session of a token, unless it has ended."""
    row = _FIND.one(connection, {"token_hash": token_hash, "now": milliseconds(now)})
    return Session(row[0], User(row[1], row[2])) if row else None


def lasts(connection: Connection, session_id: int, now: datetime) -> bool:
    """Whether a session has not ended."""
    return _LASTS.one(connection, {"id": session_id, "now": milliseconds(now)}) is not None


def of_user(
    connection: Connection, user_id: int, current: int, now: datetime, limit: int
) -> list[tuple[int, str, datetime, datetime]]:
    """Id, device, begin and end of a user's sessions: the current one, then the newest first."""
    rows = connection.execute(
        select(sessions.c.id, sessions.c.device, sessions.c.created_at, sessions.c.expires_at)
        .where(sessions.c.user_id == user_id, sessions.c.expires_at > now)
        .order_by(sessions.c.id != current, sessions.c.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def device_of(connection: Connection, user_id: int, session_id: int) -> str | None:
    """The device of a user's session; None where the user has no such session."""
    found: str | None = connection.execute(
        select(sessions.c.device).where(sessions.c.id == session_id, sessions.c.user_id == user_id)
    ).scalar()
    return found


def first_expiry(connection: Connection) -> int | None:
    """When the next session ends by itself, in milliseconds since 1970."""
    moment: int | None = _FIRST_EXPIRY.one(connection, {})[0]
    return moment


def end(connection: Connection, session_id: int) -> frozenset[int]:
    """End one session; like the others, returns the ids of those that ended."""
    return _end(connection, sessions.c.id == session_id)


def end_all_of(connection: Connection, user_id: int) -> frozenset[int]:
    return _end(connection, sessions.c.user_id == user_id)


def end_others_of(connection: Connection, user_id: int, session_id: int) -> frozenset[int]:
    """End all sessions of a user but one."""
    return _end(connection, (sessions.c.user_id == user_id) & (sessions.c.id != session_id))


def end_oldest_of(connection: Connection, user_id: int, kept: int) -> frozenset[int]:
    """End all sessions of a user but the newest."""
    newest = select(sessions.c.id).where(sessions.c.user_id == user_id).order_by(sessions.c.id.desc())
    return _end(connection, (sessions.c.user_id == user_id) & sessions.c.id.not_in(newest.limit(kept)))


def end_expired(connection: Connection, now: datetime) -> frozenset[int]:
    return _end(connection, sessions.c.expires_at <= now)


def last_revocation(connection: Connection) -> int:
    """How far the list of ended sessions has come."""
    return _LAST_REVOCATION.one(connection, {})[0] or 0


def revoked_after(connection: Connection, revocation: int) -> frozenset[int]:
    """The sessions that were put on the list after an entry."""
    rows = connection.execute(select(revocations.c.session_id).where(revocations.c.id > revocation))
    return frozenset(rows.scalars())


def _end(connection: Connection, which: ColumnElement[bool]) -> frozenset[int]:
    ended = frozenset(connection.execute(delete(sessions).where(which).returning(sessions.c.id)).scalars())
    if ended:
        connection.execute(insert(revocations), [{"session_id": session_id} for session_id in ended])
        oldest = last_revocation(connection) - _REVOCATIONS_KEPT
        connection.execute(delete(revocations).where(revocations.c.id <= oldest))
    return ended
