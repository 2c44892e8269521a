"""What messages said before they were edited."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from chatroom.domain.entities.messages import Edit
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import milliseconds, moment
from chatroom.storage.tables.messages import message_edits

_THIS_MESSAGE = (message_edits.c.room_id == bindparam("room_id")) & (
    message_edits.c.number == bindparam("number")
)
_COLUMNS = ("room_id", "number", "body", "written_at")
_ADD = Prepared(insert(message_edits).values({name: bindparam(name) for name in _COLUMNS}))
_NEWEST = Prepared(
    select(message_edits.c.body, message_edits.c.written_at)
    .where(_THIS_MESSAGE)
    .order_by(message_edits.c.id.desc())
    .limit(bindparam("limit"))
)
_REMOVE = Prepared(delete(message_edits).where(_THIS_MESSAGE))


def add(connection: Connection, room_id: int, number: int, body: str, written_at: datetime) -> None:
    """Keep what a message said, and since when."""
    values = {"room_id": room_id, "number": number, "body": body, "written_at": milliseconds(written_at)}
    _ADD.run(connection, values)


def of_message(connection: Connection, room_id: int, number: int, limit: int, characters: int) -> list[Edit]:
    """The newest edits of a message, the oldest of them first, of so many characters; but one, if there
    is one."""
    found: list[Edit] = []
    with _NEWEST.rows(connection, {"room_id": room_id, "number": number, "limit": limit}) as rows:
        for body, written_at in rows:
            characters -= len(body)
            if characters < 0 and found:
                break
            found.append(Edit(body, moment(written_at)))
    return found[::-1]


def remove_of_message(connection: Connection, room_id: int, number: int) -> None:
    _REMOVE.run(connection, {"room_id": room_id, "number": number})
