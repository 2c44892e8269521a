"""Who is in which room."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select, update

from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Member, Role
from chatroom.storage.tables.base import prefix_of
from chatroom.storage.tables.people import users
from chatroom.storage.tables.rooms import memberships, rooms

_MEMBER = select(users.c.id, users.c.username, memberships.c.role).join(
    memberships, memberships.c.user_id == users.c.id
)


def add(connection: Connection, user_id: int, room_id: int, role: Role, now: datetime) -> None:
    """Make a user a member, to whom what was said before is not news."""
    last_number, everyone_count = (
        select(column).where(rooms.c.id == room_id).scalar_subquery()
        for column in (rooms.c.last_number, rooms.c.everyone_count)
    )
    connection.execute(
        insert(memberships).values(
            room_id=room_id,
            user_id=user_id,
            role=role,
            read_number=last_number,
            everyone_read=everyone_count,
            joined_at=now,
        )
    )


def remove(connection: Connection, user_id: int, room_id: int) -> None:
    connection.execute(delete(memberships).where(_is(user_id, room_id)))


def set_role(connection: Connection, user_id: int, room_id: int, role: Role) -> None:
    connection.execute(update(memberships).where(_is(user_id, room_id)).values(role=role))


def set_muted(connection: Connection, user_id: int, room_id: int, *, muted: bool) -> None:
    connection.execute(update(memberships).where(_is(user_id, room_id)).values(muted=muted))


def add_newcomer(connection: Connection, user_id: int, now: datetime) -> list[int]:
    """Make a new user a member of the rooms that are for newcomers; returns their ids."""
    welcoming = select(rooms.c.id).where(rooms.c.for_newcomers, rooms.c.archived_at.is_(None))
    ids = list(connection.execute(welcoming.order_by(rooms.c.id)).scalars())
    for room_id in ids:
        add(connection, user_id, room_id, "member", now)
    return ids


def one(connection: Connection, user_id: int, room_id: int) -> Member | None:
    row = connection.execute(_MEMBER.where(_is(user_id, room_id))).first()
    return Member(User(row[0], row[1]), row[2]) if row else None


def page(connection: Connection, room_id: int, after: int, limit: int) -> list[Member]:
    """The first members of a room whose ids come after one."""
    rows = connection.execute(
        _MEMBER.where(memberships.c.room_id == room_id, memberships.c.user_id > after)
        .order_by(memberships.c.user_id)
        .limit(limit)
    )
    return [Member(User(user_id, username), role) for user_id, username, role in rows]


def beginning_with(connection: Connection, room_id: int, key: str, limit: int) -> list[Member]:
    """The first members of a room, in the order of their names, whose key begins so."""
    rows = connection.execute(
        _MEMBER.where(memberships.c.room_id == room_id, prefix_of(users.c.username_key, key))
        .order_by(users.c.username_key)
        .limit(limit)
    )
    return [Member(User(user_id, username), role) for user_id, username, role in rows]


def rooms_of(connection: Connection, user_id: int, *, direct: bool) -> int:
    """How many direct conversations a user is in, or how many other rooms."""
    counted = select(func.count()).join(rooms, rooms.c.id == memberships.c.room_id)
    return connection.execute(
        counted.where(memberships.c.user_id == user_id, (rooms.c.kind == "direct") == direct)
    ).scalar_one()


def has_others(connection: Connection, user_id: int, room_id: int, *, owners: bool = False) -> bool:
    """Whether a room has members besides a user, or owners besides them."""
    others = exists().where(memberships.c.room_id == room_id, memberships.c.user_id != user_id)
    if owners:
        others = others.where(memberships.c.role == "owner")
    return bool(connection.execute(select(others)).scalar())


def _is(user_id: int, room_id: int) -> ColumnElement[bool]:
    return (memberships.c.room_id == room_id) & (memberships.c.user_id == user_id)
