"""Reactions to messages."""

from collections import defaultdict

from sqlalchemy import Connection, bindparam, delete, insert, select

from chatroom.domain.entities.messages import Reaction, Reactors
from chatroom.domain.entities.people import User
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.messages import reactions
from chatroom.storage.tables.people import users

_THIS_MESSAGE = (reactions.c.room_id == bindparam("room_id")) & (reactions.c.number == bindparam("number"))
# In the order in which they were given.
_OF_MESSAGE = Prepared(
    select(reactions.c.emoji, reactions.c.user_id).where(_THIS_MESSAGE).order_by(reactions.c.id)
)
_WITH_NAMES = Prepared(
    select(reactions.c.emoji, users.c.id, users.c.username)
    .join(users, users.c.id == reactions.c.user_id)
    .where(_THIS_MESSAGE)
    .order_by(reactions.c.id)
)
_COLUMNS = ("room_id", "number", "emoji", "user_id")
_ADD = Prepared(insert(reactions).values({name: bindparam(name) for name in _COLUMNS}))
_REMOVE = Prepared(
    delete(reactions).where(
        _THIS_MESSAGE, reactions.c.emoji == bindparam("emoji"), reactions.c.user_id == bindparam("user_id")
    )
)
_REMOVE_ALL = Prepared(delete(reactions).where(_THIS_MESSAGE))


def of_message(connection: Connection, room_id: int, number: int) -> tuple[Reaction, ...]:
    """The reactions to a message, the first emoji first, and of each the first person first."""
    given: dict[str, list[int]] = defaultdict(list)
    with _OF_MESSAGE.rows(connection, {"room_id": room_id, "number": number}) as rows:
        for emoji, user_id in rows:
            given[emoji].append(user_id)
    return tuple(Reaction(emoji, tuple(ids)) for emoji, ids in given.items())


def with_names(connection: Connection, room_id: int, number: int) -> list[Reactors]:
    """The same, with the names of those who reacted."""
    given: dict[str, list[User]] = defaultdict(list)
    with _WITH_NAMES.rows(connection, {"room_id": room_id, "number": number}) as rows:
        for emoji, *user in rows:
            given[emoji].append(User(*user))
    return [Reactors(emoji, tuple(people)) for emoji, people in given.items()]


def add(connection: Connection, room_id: int, number: int, emoji: str, user_id: int) -> None:
    """Store a reaction that is known not to be there."""
    _ADD.run(connection, {"room_id": room_id, "number": number, "emoji": emoji, "user_id": user_id})


def remove(connection: Connection, room_id: int, number: int, emoji: str, user_id: int) -> None:
    _REMOVE.run(connection, {"room_id": room_id, "number": number, "emoji": emoji, "user_id": user_id})


def remove_of_message(connection: Connection, room_id: int, number: int) -> None:
    _REMOVE_ALL.run(connection, {"room_id": room_id, "number": number})
