"""What people say of themselves: that they are away, and a status."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select, update

from chatroom.domain.entities.people import Declaration, Status
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import milliseconds, moment
from chatroom.storage.tables.people import users
from chatroom.storage.tables.rooms import memberships

_SELECT = select(
    users.c.id, users.c.away, users.c.status_emoji, users.c.status_text, users.c.status_expires_at
)
_ONE = Prepared(_SELECT.where(users.c.id == bindparam("user")))
_SET_AWAY = Prepared(update(users).where(users.c.id == bindparam("user")).values(away=bindparam("to")))
_SET_STATUS = Prepared(
    update(users)
    .where(users.c.id == bindparam("user"))
    .values(
        status_emoji=bindparam("emoji"), status_text=bindparam("text"), status_expires_at=bindparam("end")
    )
)
_THEIRS, _MINE = memberships.alias(), memberships.alias()


def one(connection: Connection, user_id: int) -> Declaration:
    return _declaration(_ONE.one(connection, {"user": user_id}))


def some(connection: Connection, ids: Collection[int]) -> list[Declaration]:
    """Those of these people who are there."""
    return _found(connection, _SELECT.where(users.c.id.in_(ids)))


def of_acquaintances(connection: Connection, user_id: int, ids: Collection[int]) -> list[Declaration]:
    """Those of these people who are in a room with the user, or are the user."""
    together = (
        exists()
        .select_from(_THEIRS.join(_MINE, _MINE.c.room_id == _THEIRS.c.room_id))
        .where(_THEIRS.c.user_id == users.c.id, _MINE.c.user_id == user_id)
    )
    return _found(connection, _SELECT.where(users.c.id.in_(ids), (users.c.id == user_id) | together))


def set_away(connection: Connection, user_id: int, away: bool) -> None:
    _SET_AWAY.run(connection, {"user": user_id, "to": away})


def set_status(connection: Connection, user_id: int, status: Status | None) -> None:
    ends = status.expires_at if status else None
    _SET_STATUS.run(
        connection,
        {
            "user": user_id,
            "emoji": status.emoji if status else "",
            "text": status.text if status else "",
            "end": None if ends is None else milliseconds(ends),
        },
    )


def _found(connection: Connection, query: Any) -> list[Declaration]:
    rows: Iterable[Any] = connection.execute(query)
    return [
        Declaration(row[0], row[1], Status(row[2], row[3], row[4]) if row[2] or row[3] else None)
        for row in rows
    ]


def _declaration(row: Any) -> Declaration:
    user_id, away, emoji, text, ends = row
    expires_at = None if ends is None else moment(ends)
    return Declaration(user_id, bool(away), Status(emoji, text, expires_at) if emoji or text else None)
