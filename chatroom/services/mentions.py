"""Who is mentioned in a message, and for whom it counts until they have read it."""

from sqlalchemy import Connection

from chatroom.domain import limits
from chatroom.domain.entities.messages import Everyone, Message
from chatroom.domain.entities.people import User
from chatroom.domain.mentions import HERE, ROOM, spellings
from chatroom.domain.ports import Audience
from chatroom.storage import mentions
from chatroom.storage.tables.messages import EVERYONE


def found(connection: Connection, room_id: int, body: str) -> tuple[tuple[User, ...], Everyone | None]:
    """The members whom a text names, in its order, and whether it calls everybody."""
    if "@" not in body:
        return (), None
    meant = spellings(body)
    if not meant:
        return (), None
    members = mentions.members_called(connection, room_id, {key for keys in meant for key in keys})
    called = [next((key for key in keys if key in members or key in (ROOM, HERE)), "") for keys in meant]
    named = dict.fromkeys(members[key] for key in called if key in members and key not in (ROOM, HERE))
    everyone: Everyone | None = "room" if ROOM in called else "here" if HERE in called else None
    return tuple(named)[: limits.MENTIONS_PER_MESSAGE], everyone


def count(connection: Connection, before: Message | None, message: Message, audience: Audience) -> None:
    """Have a message, posted or edited, count for those whom it mentions, and for nobody else."""
    counted = _counted(connection, before) if before else set()
    if before and before.everyone == "here":
        there = _still_there(before, message, counted, audience)
    else:
        there = _there(connection, message, audience)
    addressed = _addressed(message, there)
    author_id, place = message.author.id, (message.room_id, message.number)
    if gone := sorted(counted - addressed):
        mentions.remove(connection, author_id, *place, gone)
    if come := sorted(addressed - counted):
        mentions.add(connection, author_id, *place, come)


def discount(connection: Connection, message: Message) -> None:
    """Have a message that is deleted count for nobody."""
    if counted := sorted(_counted(connection, message)):
        mentions.remove(connection, message.author.id, message.room_id, message.number, counted)


def _counted(connection: Connection, message: Message) -> set[int]:
    if not message.mentions and not message.everyone:
        return set()
    return mentions.of_message(connection, message.room_id, message.number)


def _there(connection: Connection, message: Message, audience: Audience) -> set[int]:
    """The members who are there, or EVERYONE where they are too many to count for each."""
    if message.everyone != "here":
        return set()
    present = audience.present(message.room_id)
    if len(present) > limits.HERE_MAX:
        return {EVERYONE}
    return mentions.members_among(connection, message.room_id, present)


def _still_there(before: Message, message: Message, counted: set[int], audience: Audience) -> set[int]:
    """Who was there when everybody there was called stays so, however the text goes on.

    Of those who were named as well it is not known whether they were: who is named no longer counts if they
    are there now.
    """
    unnamed = {user.id for user in before.mentions} - {user.id for user in message.mentions}
    return counted - (unnamed - audience.present(message.room_id)) if unnamed else counted


def _addressed(message: Message, there: set[int]) -> set[int]:
    """For whom a message counts: once, however often they are called, and not for its author."""
    if message.everyone == "room" or (message.everyone == "here" and EVERYONE in there):
        return {EVERYONE}
    called = there if message.everyone == "here" else set()
    return (called | {user.id for user in message.mentions}) - {message.author.id}
