"""Messages that are pinned to their room."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from chatroom.domain.entities.messages import Message
from chatroom.storage import message_rows
from chatroom.storage.message_rows import IN_ROOM
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import milliseconds
from chatroom.storage.tables.messages import messages

_PINNED = messages.c.pinned_at.is_not(None)
_LAST_FIRST = Prepared(
    IN_ROOM.where(_PINNED)
    .order_by(messages.c.pinned_at.desc(), messages.c.number.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_COUNT = Prepared(
    select(func.count()).select_from(messages).where(messages.c.room_id == bindparam("room_id"), _PINNED)
)
_SET = Prepared(
    update(messages)
    .where(messages.c.room_id == bindparam("in_room"), messages.c.number == bindparam("at_number"))
    .values(pinned_at=bindparam("now"), version=bindparam("new_version"))
)


def pin(connection: Connection, room_id: int, number: int, now: datetime | None, *, version: int) -> None:
    """Pin a message; without a time, unpin it."""
    at = {"in_room": room_id, "at_number": number, "new_version": version}
    _SET.run(connection, {"now": now and milliseconds(now), **at})


def count(connection: Connection, room_id: int) -> int:
    """How many messages are pinned to a room."""
    found: int = _COUNT.one(connection, {"room_id": room_id})[0]
    return found


def of_room(
    connection: Connection, room_id: int, skip: int, limit: int, characters: int
) -> tuple[list[Message], bool]:
    """The messages pinned to a room behind some of them, the last pinned first; and whether there are
    more."""
    parameters = {"room_id": room_id, "skip": skip}
    return message_rows.page(connection, _LAST_FIRST, parameters, limit, characters)
