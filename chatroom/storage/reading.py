"""Up to where members have read, and how often they are mentioned behind that.

Mentions are counted here, when the position moves: by an index, over those that stand behind it, which are
none where it is the last message. To look at the counts is to read two rows.
"""

from sqlalchemy import Connection, bindparam, func, select, update

from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.messages import EVERYONE, mentions, messages
from chatroom.storage.tables.rooms import memberships, rooms

_OF_ROOM = select(rooms.c.last_number).where(rooms.c.id == memberships.c.room_id).correlate(memberships)
_LAST_NUMBER = _OF_ROOM.scalar_subquery()
_EVERYONE_COUNT = _OF_ROOM.with_only_columns(rooms.c.everyone_count).scalar_subquery()
_BEHIND = (
    select(func.count())
    .select_from(mentions)
    .where(mentions.c.room_id == memberships.c.room_id, mentions.c.number > bindparam("number"))
    .correlate(memberships)
)
_MINE = _BEHIND.where(mentions.c.user_id == memberships.c.user_id).scalar_subquery()
# Without those that the member wrote: nobody mentions themselves.
_EVERYONES = (
    _BEHIND.join(
        messages, (messages.c.room_id == mentions.c.room_id) & (messages.c.number == mentions.c.number)
    )
    .where(mentions.c.user_id == bindparam("everyone"), messages.c.author_id != memberships.c.user_id)
    .scalar_subquery()
)
_MOVE = Prepared(
    update(memberships)
    .where(memberships.c.room_id == bindparam("room"), memberships.c.user_id == bindparam("user"))
    .values(read_number=bindparam("number"), mentions=_MINE, everyone_read=_EVERYONE_COUNT - _EVERYONES)
    .returning(memberships.c.mentions + _EVERYONE_COUNT - memberships.c.everyone_read)
)
_MOVE_ALL = Prepared(
    update(memberships)
    .where(memberships.c.user_id == bindparam("user"), memberships.c.read_number < _LAST_NUMBER)
    .values(read_number=_LAST_NUMBER, mentions=bindparam("none"), everyone_read=_EVERYONE_COUNT)
    .returning(memberships.c.room_id, memberships.c.read_number)
)
# Behind what was the last message nothing is unread, so no mention is to be counted.
_FOLLOW = Prepared(
    update(memberships)
    .where(
        memberships.c.room_id == bindparam("room"),
        memberships.c.user_id == bindparam("user"),
        memberships.c.read_number == bindparam("before"),
    )
    .values(read_number=bindparam("number"))
    .returning(memberships.c.read_number)
)


def move(connection: Connection, user_id: int, room_id: int, number: int) -> int:
    """Have a member read up to a message; returns how often they are mentioned behind it."""
    parameters = {"user": user_id, "room": room_id, "number": number, "everyone": EVERYONE}
    mentioned: int = _MOVE.one(connection, parameters)[0]
    return mentioned


def follow(connection: Connection, user_id: int, room_id: int, number: int) -> bool:
    """Have a member read a message that is the last one, if they have read all before it; returns whether."""
    parameters = {"user": user_id, "room": room_id, "number": number, "before": number - 1}
    return _FOLLOW.one(connection, parameters) is not None


def move_all(connection: Connection, user_id: int) -> list[tuple[int, int]]:
    """Have a user read everything; returns the rooms where something was unread, with their last numbers."""
    with _MOVE_ALL.rows(connection, {"user": user_id, "none": 0}) as rows:
        return sorted(rows)
