"""Rooms and who is in them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, literal_column, select, update

from chatroom.domain.entities import Room
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables import memberships, rooms

_COLUMNS = (rooms.c.id, rooms.c.name, rooms.c.kind, rooms.c.topic, rooms.c.last_number, rooms.c.version)
_MINE = select(*_COLUMNS).join(
    memberships,
    (memberships.c.room_id == rooms.c.id) & (memberships.c.user_id == bindparam("user_id")),
)
_ONE_OF_MINE = Prepared(_MINE.where(rooms.c.id == bindparam("room_id")))
_ALL_OF_MINE = _MINE.order_by(rooms.c.id)
_HEADS = (
    select(rooms.c.id, rooms.c.version)
    .join(memberships, memberships.c.room_id == rooms.c.id)
    .where(memberships.c.user_id == bindparam("user_id"))
)
_ADVANCE = Prepared(
    update(rooms)
    .where(
        rooms.c.id == bindparam("room_id"),
        exists().where(memberships.c.room_id == rooms.c.id, memberships.c.user_id == bindparam("user_id")),
    )
    .values(
        last_number=rooms.c.last_number + bindparam("posts"), version=rooms.c.version + literal_column("1")
    )
    .returning(rooms.c.last_number, rooms.c.version)
)


def of_member(connection: Connection, user_id: int, room_id: int) -> Room | None:
    """A room, if the user is a member of it."""
    row = _ONE_OF_MINE.one(connection, {"user_id": user_id, "room_id": room_id})
    return Room(*row) if row else None


def all_of_member(connection: Connection, user_id: int) -> list[Room]:
    return [Room(*row) for row in connection.execute(_ALL_OF_MINE, {"user_id": user_id})]


def heads(connection: Connection, user_id: int) -> dict[int, int]:
    """The version of each room of a user."""
    return {row.id: row.version for row in connection.execute(_HEADS, {"user_id": user_id})}


def join_public(connection: Connection, user_id: int, now: datetime) -> list[Room]:
    """Make a new user a member of every public room."""
    public = [
        Room(*row)
        for row in connection.execute(select(*_COLUMNS).where(rooms.c.kind == "public").order_by(rooms.c.id))
    ]
    for room in public:
        connection.execute(insert(memberships).values(room_id=room.id, user_id=user_id, joined_at=now))
    return public


def advance(connection: Connection, user_id: int, room_id: int, *, posts: int) -> tuple[int, int] | None:
    """Count a change by a member in a room, and the messages it posts (0 or 1).

    Returns:
        The room's last number and its version, this change included; None if the user is no member.
    """
    counted: tuple[int, int] | None = _ADVANCE.one(
        connection, {"user_id": user_id, "room_id": room_id, "posts": posts}
    )
    return counted
