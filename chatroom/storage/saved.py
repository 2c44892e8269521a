"""Messages that people keep for themselves, as far as they may see them still."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from chatroom.domain.entities.messages import Message
from chatroom.storage import message_rows
from chatroom.storage.message_rows import SELECT
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import milliseconds
from chatroom.storage.tables.messages import messages
from chatroom.storage.tables.reading import saved_messages
from chatroom.storage.tables.rooms import memberships

_OWN = saved_messages.c.user_id == bindparam("user_id")
_THIS_MESSAGE = (
    _OWN
    & (saved_messages.c.room_id == bindparam("room_id"))
    & (saved_messages.c.number == bindparam("number"))
)
_STILL_A_MEMBER = (memberships.c.room_id == saved_messages.c.room_id) & (
    memberships.c.user_id == saved_messages.c.user_id
)
_ORDER = (saved_messages.c.saved_at.desc(), saved_messages.c.room_id, saved_messages.c.number.desc())
_REFERENCES = Prepared(
    select(saved_messages.c.room_id, saved_messages.c.number)
    .join(memberships, _STILL_A_MEMBER)
    .where(_OWN)
    .order_by(*_ORDER)
    .limit(bindparam("limit"))
)
_COUNT = Prepared(
    select(func.count()).select_from(saved_messages).join(memberships, _STILL_A_MEMBER).where(_OWN)
)
_LAST_FIRST = Prepared(
    SELECT.join(
        saved_messages,
        (saved_messages.c.room_id == messages.c.room_id) & (saved_messages.c.number == messages.c.number),
    )
    .join(memberships, _STILL_A_MEMBER)
    .where(_OWN)
    .order_by(*_ORDER)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_HAS = Prepared(select(saved_messages.c.number).where(_THIS_MESSAGE))
_COLUMNS = ("user_id", "room_id", "number", "saved_at")
_ADD = Prepared(insert(saved_messages).values({name: bindparam(name) for name in _COLUMNS}))
_REMOVE = Prepared(delete(saved_messages).where(_THIS_MESSAGE))


def has(connection: Connection, user_id: int, room_id: int, number: int) -> bool:
    """Whether a user keeps a message."""
    return _HAS.one(connection, _one(user_id, room_id, number)) is not None


def add(connection: Connection, user_id: int, room_id: int, number: int, now: datetime) -> None:
    _ADD.run(connection, {**_one(user_id, room_id, number), "saved_at": milliseconds(now)})


def remove(connection: Connection, user_id: int, room_id: int, number: int) -> None:
    _REMOVE.run(connection, _one(user_id, room_id, number))


def count(connection: Connection, user_id: int) -> int:
    """How many messages a user keeps."""
    found: int = _COUNT.one(connection, {"user_id": user_id})[0]
    return found


def references(connection: Connection, user_id: int, limit: int) -> list[tuple[int, int]]:
    """Room and number of the messages that a user keeps, those last kept where they are more."""
    with _REFERENCES.rows(connection, {"user_id": user_id, "limit": limit}) as rows:
        return sorted(rows)


def of_user(
    connection: Connection, user_id: int, skip: int, limit: int, characters: int
) -> tuple[list[Message], bool]:
    """The messages that a user keeps behind some of them, the last kept first; and whether there are
    more."""
    parameters = {"user_id": user_id, "skip": skip}
    return message_rows.page(connection, _LAST_FIRST, parameters, limit, characters)


def _one(user_id: int, room_id: int, number: int) -> dict[str, int]:
    return {"user_id": user_id, "room_id": room_id, "number": number}
