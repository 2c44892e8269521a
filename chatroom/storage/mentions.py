"""Who is mentioned where, and how many unread mentions each member has.

The counters say for a member how many messages behind `read_number` have a row of theirs, and for a room
how many have a row of EVERYONE; `everyone_read` is how many of those the member has behind them. They are
moved with the rows, and by whoever reads; nobody counts when a room is shown.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, insert, or_, select, update

from chatroom.domain.entities import User
from chatroom.storage.tables import EVERYONE, memberships, mentions, rooms, users


def members_called(connection: Connection, room_id: int, keys: Collection[str]) -> dict[str, User]:
    """The members of a room who have one of these username keys."""
    rows = connection.execute(
        select(users.c.username_key, users.c.id, users.c.username)
        .join(memberships, memberships.c.user_id == users.c.id)
        .where(memberships.c.room_id == room_id, users.c.username_key.in_(keys))
    )
    return {key: User(user_id, username) for key, user_id, username in rows}


def members_among(connection: Connection, room_id: int, user_ids: Collection[int]) -> set[int]:
    """Those of some users who are members of a room."""
    return set(
        connection.execute(
            select(memberships.c.user_id).where(
                memberships.c.room_id == room_id, memberships.c.user_id.in_(user_ids)
            )
        ).scalars()
    )


def of_message(connection: Connection, room_id: int, number: int) -> set[int]:
    """The ids of those for whom a message counts, or EVERYONE."""
    return set(
        connection.execute(
            select(mentions.c.user_id).where(mentions.c.room_id == room_id, mentions.c.number == number)
        ).scalars()
    )


def add(connection: Connection, author_id: int, room_id: int, number: int, user_ids: Sequence[int]) -> None:
    """Have a message count for some people, where they have not read it, or for EVERYONE."""
    rows = [{"user_id": user_id, "room_id": room_id, "number": number} for user_id in user_ids]
    connection.execute(insert(mentions), rows)
    _count(connection, author_id, room_id, number, user_ids, 1)


def remove(
    connection: Connection, author_id: int, room_id: int, number: int, user_ids: Sequence[int]
) -> None:
    """Have it count for them no more."""
    connection.execute(
        delete(mentions).where(
            mentions.c.room_id == room_id, mentions.c.number == number, mentions.c.user_id.in_(user_ids)
        )
    )
    _count(connection, author_id, room_id, number, user_ids, -1)


def _count(
    connection: Connection, author_id: int, room_id: int, number: int, user_ids: Sequence[int], step: int
) -> None:
    here = memberships.c.room_id == room_id
    if EVERYONE in user_ids:
        connection.execute(
            update(rooms).where(rooms.c.id == room_id).values(everyone_count=rooms.c.everyone_count + step)
        )
        # Who has read it, or wrote it, has it behind them.
        known = or_(memberships.c.read_number >= number, memberships.c.user_id == author_id)
        connection.execute(
            update(memberships).where(here, known).values(everyone_read=memberships.c.everyone_read + step)
        )
        return
    connection.execute(
        update(memberships)
        .where(here, memberships.c.user_id.in_(user_ids), memberships.c.read_number < number)
        .values(mentions=memberships.c.mentions + step)
    )
