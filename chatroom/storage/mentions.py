"""Who is mentioned where, and how many unread mentions each member has.

The counters say for a member how many messages behind `read_number` have a row of theirs, and for a room
how many have a row of EVERYONE; `everyone_read` is how many of those the member has behind them. They are
moved with the rows, and by whoever reads; nobody counts when a room is shown.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from chatroom.domain.entities.people import User
from chatroom.storage.tables.messages import EVERYONE, mentions
from chatroom.storage.tables.people import users
from chatroom.storage.tables.rooms import memberships, rooms

_SOME: BindParameter[Any] = bindparam("user_ids", expanding=True)
_OF_ROOM = memberships.c.room_id == bindparam("in_room")
_THIS_MESSAGE = (mentions.c.room_id == bindparam("in_room")) & (mentions.c.number == bindparam("at_number"))
_CALLED = (
    select(users.c.username_key, users.c.id, users.c.username)
    .join(memberships, memberships.c.user_id == users.c.id)
    .where(_OF_ROOM, users.c.username_key.in_(bindparam("keys", expanding=True)))
)
_AMONG = select(memberships.c.user_id).where(_OF_ROOM, memberships.c.user_id.in_(_SOME))
_OF_MESSAGE = select(mentions.c.user_id).where(_THIS_MESSAGE)
_ADD = insert(mentions)
_REMOVE = delete(mentions).where(_THIS_MESSAGE, mentions.c.user_id.in_(_SOME))
_COUNT_FOR_SOME = (
    update(memberships)
    .where(_OF_ROOM, memberships.c.user_id.in_(_SOME), memberships.c.read_number < bindparam("at_number"))
    .values(mentions=memberships.c.mentions + bindparam("step"))
)
_COUNT_FOR_EVERYONE = (
    update(rooms)
    .where(rooms.c.id == bindparam("in_room"))
    .values(everyone_count=rooms.c.everyone_count + bindparam("step"))
)
# Who has read it, or wrote it, has it behind them.
_COUNT_AS_READ = (
    update(memberships)
    .where(
        _OF_ROOM,
        (memberships.c.read_number >= bindparam("at_number"))
        | (memberships.c.user_id == bindparam("author_id")),
    )
    .values(everyone_read=memberships.c.everyone_read + bindparam("step"))
)


def members_called(connection: Connection, room_id: int, keys: Collection[str]) -> dict[str, User]:
    """The members of a room who have one of these username keys."""
    rows = connection.execute(_CALLED, {"in_room": room_id, "keys": list(keys)})
    return {key: User(user_id, username) for key, user_id, username in rows}


def members_among(connection: Connection, room_id: int, user_ids: Collection[int]) -> set[int]:
    """Those of some users who are members of a room."""
    found = connection.execute(_AMONG, {"in_room": room_id, "user_ids": list(user_ids)})
    return set(found.scalars())


def of_message(connection: Connection, room_id: int, number: int) -> set[int]:
    """The ids of those for whom a message counts, or EVERYONE."""
    return set(connection.execute(_OF_MESSAGE, {"in_room": room_id, "at_number": number}).scalars())


def add(connection: Connection, author_id: int, room_id: int, number: int, user_ids: Sequence[int]) -> None:
    """Have a message count for some people, where they have not read it, or for EVERYONE."""
    rows = [{"user_id": user_id, "room_id": room_id, "number": number} for user_id in user_ids]
    connection.execute(_ADD, rows)
    _count(connection, author_id, room_id, number, user_ids, 1)


def remove(
    connection: Connection, author_id: int, room_id: int, number: int, user_ids: Sequence[int]
) -> None:
    """Have it count for them no more."""
    connection.execute(_REMOVE, {"in_room": room_id, "at_number": number, "user_ids": user_ids})
    _count(connection, author_id, room_id, number, user_ids, -1)


def _count(
    connection: Connection, author_id: int, room_id: int, number: int, user_ids: Sequence[int], step: int
) -> None:
    at = {"in_room": room_id, "at_number": number, "step": step}
    if EVERYONE in user_ids:
        connection.execute(_COUNT_FOR_EVERYONE, {"in_room": room_id, "step": step})
        connection.execute(_COUNT_AS_READ, {**at, "author_id": author_id})
    else:
        connection.execute(_COUNT_FOR_SOME, {**at, "user_ids": user_ids})
