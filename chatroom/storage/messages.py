"""Messages: every query over them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from chatroom.domain.entities import Message, User
from chatroom.storage import files
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables import files as attached
from chatroom.storage.tables import messages, milliseconds, moment, users

_FILE_CHARACTERS = 200  # of a file in JSON, besides its name

_SELECT = select(
    messages.c.room_id,
    messages.c.number,
    messages.c.version,
    messages.c.client_id,
    users.c.id.label("user_id"),
    users.c.username,
    messages.c.body,
    messages.c.created_at,
    messages.c.edited_at,
    messages.c.deleted,
    exists().where(attached.c.room_id == messages.c.room_id, attached.c.number == messages.c.number),
).join(users, users.c.id == messages.c.author_id)

_IN_ROOM = _SELECT.where(messages.c.room_id == bindparam("room_id"))
_ONE = Prepared(_IN_ROOM.where(messages.c.number == bindparam("number")))
_BEFORE = Prepared(
    _IN_ROOM.where(messages.c.number < bindparam("number"))
    .order_by(messages.c.number.desc())
    .limit(bindparam("limit"))
)
_AFTER = Prepared(
    _IN_ROOM.where(messages.c.number > bindparam("number"))
    .order_by(messages.c.number)
    .limit(bindparam("limit"))
)
_CHANGED = Prepared(
    _IN_ROOM.where(messages.c.version > bindparam("version"))
    .order_by(messages.c.version)
    .limit(bindparam("limit"))
)
_SENT = Prepared(
    select(messages.c.room_id, messages.c.number, messages.c.digest).where(
        messages.c.author_id == bindparam("author_id"), messages.c.client_id == bindparam("client_id")
    )
)
_INSERT = Prepared(
    insert(messages).values(
        {
            name: bindparam(name)
            for name in (
                "room_id",
                "number",
                "version",
                "author_id",
                "client_id",
                "digest",
                "body",
                "created_at",
                "deleted",
            )
        }
    )
)
_UPDATE = update(messages).where(
    messages.c.room_id == bindparam("in_room"), messages.c.number == bindparam("at_number")
)
_EDIT = _UPDATE.values(body=bindparam("body"), edited_at=bindparam("now"), version=bindparam("version"))
_DELETE = _UPDATE.values(body="", deleted=True, version=bindparam("version"))


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
    return _message(connection, row) if row else None


# These three give at most so many messages, with at most so many characters; but one, if there is one.


def before(connection: Connection, room_id: int, number: int, limit: int, characters: int) -> list[Message]:
    """The last messages before a number, ascending."""
    parameters = {"room_id": room_id, "number": number, "limit": limit}
    return _fitting(connection, _BEFORE, parameters, characters)[::-1]


def after(connection: Connection, room_id: int, number: int, limit: int, characters: int) -> list[Message]:
    """The first messages after a number."""
    parameters = {"room_id": room_id, "number": number, "limit": limit}
    return _fitting(connection, _AFTER, parameters, characters)


def changed(connection: Connection, room_id: int, version: int, limit: int, characters: int) -> list[Message]:
    """The first messages whose last change came after a version, in the order of their changes."""
    parameters = {"room_id": room_id, "version": version, "limit": limit}
    return _fitting(connection, _CHANGED, parameters, characters)


def edit(
    connection: Connection, room_id: int, number: int, *, body: str, now: datetime, version: int
) -> None:
    connection.execute(
        _EDIT, {"in_room": room_id, "at_number": number, "body": body, "now": now, "version": version}
    )


def delete(connection: Connection, room_id: int, number: int, *, version: int) -> None:
    """Leave a tombstone: the row stays, without what it said."""
    connection.execute(_DELETE, {"in_room": room_id, "at_number": number, "version": version})


def _fitting(
    connection: Connection, query: Prepared, parameters: dict[str, int], characters: int
) -> list[Message]:
    found: list[Message] = []
    # One by one: a thousand long messages, read and mostly dropped, would cost 50 ms.
    with query.rows(connection, parameters) as rows:
        for row in rows:
            message = _message(connection, row)
            characters -= len(message.body) + sum(_FILE_CHARACTERS + len(file.name) for file in message.files)
            if characters < 0 and found:
                break
            found.append(message)
    return found


def _message(connection: Connection, row: tuple[Any, ...]) -> Message:
    room_id, number, version, client_id, user_id, username, body, created, edited, deleted, has_files = row
    return Message(
        room_id=room_id,
        number=number,
        version=version,
        client_id=client_id,
        author=User(user_id, username),
        body=body,
        created_at=moment(created),
        edited_at=None if edited is None else moment(edited),
        deleted=bool(deleted),
        files=files.of_message(connection, room_id, number) if has_files else (),
    )
