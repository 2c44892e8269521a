"""Rooms, as members and passers-by find them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, insert, literal_column, select, update

from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import ListedRoom, Membership, Room, RoomKind
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import prefix_of
from chatroom.storage.tables.people import users
from chatroom.storage.tables.rooms import memberships, rooms

_COLUMNS = (
    rooms.c.id,
    rooms.c.name,
    rooms.c.kind,
    rooms.c.topic,
    rooms.c.last_number,
    rooms.c.version,
    rooms.c.archived_at.is_not(None),
)
# By name, and as one of everybody.
_MENTIONS = memberships.c.mentions + rooms.c.everyone_count - memberships.c.everyone_read
_MINE = select(memberships.c.role, memberships.c.read_number, _MENTIONS, memberships.c.muted, *_COLUMNS).join(
    memberships,
    (memberships.c.room_id == rooms.c.id) & (memberships.c.user_id == bindparam("user_id")),
)
_ONE_OF_MINE = Prepared(_MINE.where(rooms.c.id == bindparam("room_id")))
_ALL_OF_MINE = _MINE.order_by(rooms.c.id)
_MEMBERS = select(users.c.id, users.c.username).join(memberships, memberships.c.user_id == users.c.id)
_MEMBERS_OF_ONE = Prepared(_MEMBERS.where(memberships.c.room_id == bindparam("room_id")).order_by(users.c.id))
_ME = memberships.alias()
_MEMBERS_OF_DIRECT = (
    _MEMBERS.add_columns(memberships.c.room_id)
    .join(rooms, rooms.c.id == memberships.c.room_id)
    .join(_ME, (_ME.c.room_id == rooms.c.id) & (_ME.c.user_id == bindparam("user_id")))
    .where(rooms.c.kind == "direct")
    .order_by(users.c.id)
)
_HEADS = (
    select(rooms.c.id, rooms.c.version)
    .join(memberships, memberships.c.room_id == rooms.c.id)
    .where(memberships.c.user_id == bindparam("user_id"))
)
_POSITIONS = Prepared(
    select(rooms.c.id, rooms.c.version, rooms.c.last_number)
    .join(memberships, memberships.c.room_id == rooms.c.id)
    .where(memberships.c.user_id == bindparam("user_id"))
)
_ADVANCE = Prepared(
    update(rooms)
    .where(
        rooms.c.id == bindparam("room_id"),
        rooms.c.archived_at.is_(None),
        exists().where(memberships.c.room_id == rooms.c.id, memberships.c.user_id == bindparam("user_id")),
    )
    .values(
        last_number=rooms.c.last_number + bindparam("posts"), version=rooms.c.version + literal_column("1")
    )
    .returning(rooms.c.last_number, rooms.c.version)
)


def of_member(connection: Connection, user_id: int, room_id: int) -> Membership | None:
    """A room, if the user is a member of it."""
    row = _ONE_OF_MINE.one(connection, {"user_id": user_id, "room_id": room_id})
    if not row:
        return None
    found = _membership(row)
    if found.room.kind != "direct":
        return found
    with _MEMBERS_OF_ONE.rows(connection, {"room_id": room_id}) as rows:
        return _among(found, [User(*member) for member in rows])


def all_of_member(connection: Connection, user_id: int) -> list[Membership]:
    found = [_membership(row) for row in connection.execute(_ALL_OF_MINE, {"user_id": user_id})]
    if not any(membership.room.kind == "direct" for membership in found):
        return found
    members = _members_of_direct(connection, user_id)
    return [
        _among(membership, members[membership.room.id]) if membership.room.kind == "direct" else membership
        for membership in found
    ]


def heads(connection: Connection, user_id: int) -> dict[int, int]:
    """The version of each room of a user."""
    return {row.id: row.version for row in connection.execute(_HEADS, {"user_id": user_id})}


def positions(connection: Connection, user_id: int) -> dict[int, tuple[int, int]]:
    """Version and last number of each room of a user."""
    with _POSITIONS.rows(connection, {"user_id": user_id}) as rows:
        return {room_id: (version, last_number) for room_id, version, last_number in rows}


def advance(connection: Connection, user_id: int, room_id: int, *, posts: int) -> tuple[int, int] | None:
    """Count a change by a member in a room, and the messages it posts (0 or 1).

    Returns:
        The room's last number and its version, this change included; None if the user is no member,
        or the room is archived.
    """
    counted: tuple[int, int] | None = _ADVANCE.one(
        connection, {"user_id": user_id, "room_id": room_id, "posts": posts}
    )
    return counted


def public(connection: Connection, room_id: int) -> Room | None:
    """A public room, whoever asks."""
    row = connection.execute(select(*_COLUMNS).where(rooms.c.id == room_id, rooms.c.kind == "public")).first()
    return _room(row) if row else None


def named(connection: Connection, name_key: str) -> int | None:
    """The id of the public room of a name."""
    return connection.execute(select(rooms.c.id).where(rooms.c.name_key == name_key)).scalar()


def of_people(connection: Connection, direct_key: str) -> int | None:
    """The id of the direct conversation of some people."""
    return connection.execute(select(rooms.c.id).where(rooms.c.direct_key == direct_key)).scalar()


def listed(connection: Connection, user_id: int, prefix: str, after: str, limit: int) -> list[ListedRoom]:
    """Public rooms that are not archived and whose name begins so, behind a name, in their order."""
    rows = connection.execute(
        _listed(user_id)
        .where(rooms.c.name_key > after, prefix_of(rooms.c.name_key, prefix))
        .order_by(rooms.c.name_key)
        .limit(limit)
    )
    return [ListedRoom(*row) for row in rows]


def listed_one(connection: Connection, user_id: int, room_id: int) -> ListedRoom | None:
    """One of them."""
    row = connection.execute(_listed(user_id).where(rooms.c.id == room_id)).first()
    return ListedRoom(*row) if row else None


def add(
    connection: Connection,
    kind: RoomKind,
    now: datetime,
    *,
    name: str = "",
    name_key: str | None = None,
    topic: str = "",
    direct_key: str | None = None,
) -> int:
    """Store a new room whose keys are known to be free; returns its id."""
    values = {
        "kind": kind,
        "name": name,
        "name_key": name_key,
        "topic": topic,
        "direct_key": direct_key,
        "created_at": now,
    }
    room_id: int = connection.execute(insert(rooms).values(values).returning(rooms.c.id)).scalar_one()
    return room_id


def change(connection: Connection, room_id: int, values: Mapping[str, str | datetime | None]) -> None:
    """Set columns of a room."""
    connection.execute(update(rooms).where(rooms.c.id == room_id).values(**values))


def is_for_newcomers(connection: Connection, room_id: int) -> bool:
    """Whether everybody who registers becomes a member."""
    found = connection.execute(select(rooms.c.for_newcomers).where(rooms.c.id == room_id)).scalar()
    return bool(found)


def _members_of_direct(connection: Connection, user_id: int) -> dict[int, list[User]]:
    """Who is in each direct conversation of a user."""
    members: dict[int, list[User]] = defaultdict(list)
    for member_id, username, room_id in connection.execute(_MEMBERS_OF_DIRECT, {"user_id": user_id}):
        members[room_id].append(User(member_id, username))
    return members


def _among(membership: Membership, members: Sequence[User]) -> Membership:
    return replace(membership, room=replace(membership.room, members=tuple(members)))


def _membership(row: Any) -> Membership:
    role, read_number, mentions, muted, *columns = row
    return Membership(_room(columns), role, read_number, mentions, bool(muted))


def _room(columns: Any) -> Room:
    room_id, name, kind, topic, last_number, version, archived = columns
    return Room(room_id, name, kind, topic, last_number, version, bool(archived))


def _listed(user_id: int) -> Select[Any]:
    count = select(func.count()).where(memberships.c.room_id == rooms.c.id).scalar_subquery()
    joined = exists().where(memberships.c.room_id == rooms.c.id, memberships.c.user_id == user_id)
    return select(rooms.c.id, rooms.c.name, rooms.c.topic, count, joined).where(
        rooms.c.kind == "public", rooms.c.archived_at.is_(None)
    )
