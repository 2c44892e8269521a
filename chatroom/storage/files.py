"""File rows. The bytes are the file store's."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from chatroom.domain.entities.files import File
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.files import files

_COLUMNS = (
    files.c.id,
    files.c.user_id,
    files.c.room_id,
    files.c.number,
    files.c.name,
    files.c.type,
    files.c.kind,
    files.c.size,
    files.c.width,
    files.c.height,
)
_ONE = Prepared(select(*_COLUMNS).where(files.c.id == bindparam("id")))
_OF_MESSAGE = Prepared(
    select(*_COLUMNS)
    .where(files.c.room_id == bindparam("room_id"), files.c.number == bindparam("number"))
    .order_by(files.c.position)
)


def add(connection: Connection, file: File, sha256: bytes, now: datetime) -> None:
    connection.execute(
        insert(files).values(
            id=file.id,
            user_id=file.user_id,
            name=file.name,
            type=file.type,
            kind=file.kind,
            size=file.size,
            sha256=sha256,
            width=file.width,
            height=file.height,
            created_at=now,
        )
    )


def one(connection: Connection, file_id: str) -> File | None:
    row = _ONE.one(connection, {"id": file_id})
    return File(*row) if row else None


def of_message(connection: Connection, room_id: int, number: int) -> tuple[File, ...]:
    """The files of a message, in their order."""
    with _OF_MESSAGE.rows(connection, {"room_id": room_id, "number": number}) as rows:
        return tuple(File(*row) for row in rows)


def attach(connection: Connection, file_id: str, room_id: int, number: int, position: int) -> None:
    """Give a file to a message."""
    connection.execute(
        update(files).where(files.c.id == file_id).values(room_id=room_id, number=number, position=position)
    )


def remove_of_message(connection: Connection, room_id: int, number: int) -> None:
    connection.execute(delete(files).where(files.c.room_id == room_id, files.c.number == number))


def remove_unattached(connection: Connection, before: datetime) -> None:
    """Forget files uploaded before a moment that no message has taken."""
    connection.execute(delete(files).where(files.c.room_id.is_(None), files.c.created_at < before))


def known(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Which of these ids have a row."""
    return set(connection.execute(select(files.c.id).where(files.c.id.in_(ids))).scalars())
