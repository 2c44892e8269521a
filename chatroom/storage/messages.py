"""Messages: the queries that write them, and those that read a room's in order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from chatroom.domain.entities.messages import Message
from chatroom.storage import message_rows
from chatroom.storage.message_rows import IN_ROOM, fitting, mentions_column
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import milliseconds
from chatroom.storage.tables.messages import messages

_ONE = Prepared(IN_ROOM.where(messages.c.number == bindparam("number")))
_BEFORE = Prepared(
    IN_ROOM.where(messages.c.number < bindparam("number"))
    .order_by(messages.c.number.desc())
    .limit(bindparam("limit"))
)
_AFTER = Prepared(
    IN_ROOM.where(messages.c.number > bindparam("number"))
    .order_by(messages.c.number)
    .limit(bindparam("limit"))
)
_CHANGED = Prepared(
    IN_ROOM.where(messages.c.version > bindparam("version"))
    .order_by(messages.c.version)
    .limit(bindparam("limit"))
)
_IN_THREAD = Prepared(
    IN_ROOM.where(messages.c.thread == bindparam("thread"), messages.c.number > bindparam("number"))
    .order_by(messages.c.number)
    .limit(bindparam("limit"))
)
_SENT = Prepared(
    select(messages.c.room_id, messages.c.number, messages.c.digest).where(
        messages.c.author_id == bindparam("author_id"), messages.c.client_id == bindparam("client_id")
    )
)
_COLUMNS = (
    "room_id",
    "number",
    "version",
    "author_id",
    "client_id",
    "digest",
    "body",
    "created_at",
    "deleted",
    "reply_to",
    "thread",
    "mentions",
)
_INSERT = Prepared(insert(messages).values({name: bindparam(name) for name in _COLUMNS}))
_UPDATE = (
    update(messages)
    .where(messages.c.room_id == bindparam("in_room"), messages.c.number == bindparam("at_number"))
    .values(version=bindparam("new_version"))
)
_TOUCH = Prepared(_UPDATE)
_EDIT = Prepared(
    _UPDATE.values(body=bindparam("body"), edited_at=bindparam("now"), mentions=bindparam("mentioned"))
)
_DELETE = _UPDATE.values(body="", deleted=True, mentions=None, pinned_at=None)
_REPLIED = Prepared(_UPDATE.values(replies=messages.c.replies + bindparam("more")))


def add(connection: Connection, message: Message, digest: bytes) -> None:
    _INSERT.run(
        connection,
        {
            "room_id": message.room_id,
            "number": message.number,
            "version": message.version,
            "author_id": message.author.id,
            "client_id": message.client_id,
            "digest": digest,
            "body": message.body,
            "created_at": milliseconds(message.created_at),
            "deleted": False,
            "reply_to": message.reply_to,
            "thread": message.thread,
            "mentions": mentions_column(message),
        },
    )


def sent(connection: Connection, author_id: int, client_id: str) -> tuple[int, int, bytes] | None:
    """Room, number and digest of what an author has sent under a client id."""
    row: tuple[int, int, bytes] | None = _SENT.one(
        connection, {"author_id": author_id, "client_id": client_id}
    )
    return row


def one(connection: Connection, room_id: int, number: int) -> Message | None:
    row = _ONE.one(connection, {"room_id": room_id, "number": number})
    return message_rows.message(connection, row) if row else None


def some(connection: Connection, room_id: int, numbers: Sequence[int], characters: int) -> list[Message]:
    """Those of these messages that are there, of so many characters; but one, if there is one."""
    found: list[Message] = []
    for number in numbers:
        message = one(connection, room_id, number)
        if message is None:
            continue
        characters -= message_rows.length(message)
        if characters < 0 and found:
            break
        found.append(message)
    return found


# These three give at most so many messages, with at most so many characters; but one, if there is one.


def before(connection: Connection, room_id: int, number: int, limit: int, characters: int) -> list[Message]:
    """The last messages before a number, ascending."""
    parameters = {"room_id": room_id, "number": number, "limit": limit}
    return fitting(connection, _BEFORE, parameters, characters)[0][::-1]


def after(connection: Connection, room_id: int, number: int, limit: int, characters: int) -> list[Message]:
    """The first messages after a number."""
    parameters = {"room_id": room_id, "number": number, "limit": limit}
    return fitting(connection, _AFTER, parameters, characters)[0]


def changed(connection: Connection, room_id: int, version: int, limit: int, characters: int) -> list[Message]:
    """The first messages whose last change came after a version, in the order of their changes."""
    parameters = {"room_id": room_id, "version": version, "limit": limit}
    return fitting(connection, _CHANGED, parameters, characters)[0]


def in_thread(
    connection: Connection, room_id: int, thread: int, after: int, limit: int, characters: int
) -> tuple[list[Message], bool]:
    """The first messages of a thread after a number, and whether there are more."""
    parameters = {"room_id": room_id, "thread": thread, "number": after}
    return message_rows.page(connection, _IN_THREAD, parameters, limit, characters)


def edit(connection: Connection, message: Message, now: datetime) -> None:
    """Store what a message says now, and whom it mentions."""
    changed = {"body": message.body, "now": milliseconds(now), "mentioned": mentions_column(message)}
    _EDIT.run(connection, changed | _at(message.room_id, message.number, message.version))


def delete(connection: Connection, room_id: int, number: int, *, version: int) -> None:
    """Leave a tombstone: the row stays, without what it said."""
    connection.execute(_DELETE, _at(room_id, number, version))


def touch(connection: Connection, room_id: int, number: int, *, version: int) -> None:
    """Note that something of a message changed that other tables have."""
    _TOUCH.run(connection, _at(room_id, number, version))


def count_replies(connection: Connection, room_id: int, number: int, more: int, *, version: int) -> None:
    """Count what came into the thread that a message began, or went from it."""
    _REPLIED.run(connection, {"more": more, **_at(room_id, number, version)})


def _at(room_id: int, number: int, version: int) -> dict[str, int]:
    return {"in_room": room_id, "at_number": number, "new_version": version}
