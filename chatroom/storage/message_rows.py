"""What a message is made from: its row, and what other tables have of it."""

from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, exists, select

from chatroom.domain.entities.messages import Everyone, Message
from chatroom.domain.entities.people import User
from chatroom.storage import files, reactions, recent
from chatroom.storage.prepared import Prepared
from chatroom.storage.recent import RecentMessages
from chatroom.storage.tables.base import moment
from chatroom.storage.tables.files import files as attached
from chatroom.storage.tables.messages import messages
from chatroom.storage.tables.messages import reactions as given
from chatroom.storage.tables.people import users

# Characters in JSON, about: of a file besides its name, a reaction, one who gave it, somebody mentioned.
_FILE, _REACTION, _REACTOR, _MENTION = 200, 40, 8, 60

SELECT = select(
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
    messages.c.reply_to,
    messages.c.thread,
    messages.c.replies,
    messages.c.mentions,
    exists().where(given.c.room_id == messages.c.room_id, given.c.number == messages.c.number),
    messages.c.pinned_at,
).join(users, users.c.id == messages.c.author_id)

IN_ROOM = SELECT.where(messages.c.room_id == bindparam("room_id"))


def message(connection: Connection, row: tuple[Any, ...]) -> Message:
    """The message of a row that SELECT has found."""
    return _recent(connection, recent.of(connection), row)


def _recent(connection: Connection, known: RecentMessages | None, row: tuple[Any, ...]) -> Message:
    if known is None:
        return _made(connection, row)
    found = known.get(*row[:3])
    if found is None:
        found = _made(connection, row)
        known.keep(found, length(found))
    return found


def _made(connection: Connection, row: tuple[Any, ...]) -> Message:
    room_id, number, version, client_id, user_id, username, body, created, edited, deleted, *rest = row
    has_files, reply_to, thread, replies, mentioned, has_reactions, pinned = rest
    mentions, everyone = _mentions(mentioned) if mentioned else ((), None)
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
        reply_to=reply_to,
        thread=thread,
        replies=replies,
        mentions=mentions,
        everyone=everyone,
        reactions=reactions.of_message(connection, room_id, number) if has_reactions else (),
        pinned=pinned is not None,
    )


def mentions_column(found: Message) -> str | None:
    """Who a message mentions, as its row has it."""
    if not found.mentions and not found.everyone:
        return None
    people = [[user.id, user.username] for user in found.mentions]
    return orjson.dumps({"users": people, "everyone": found.everyone}).decode()


def fitting(
    connection: Connection, query: Prepared, parameters: dict[str, int], characters: int
) -> tuple[list[Message], bool]:
    """Messages of so many characters, but one, if there is one; and whether any were left out."""
    found: list[Message] = []
    known = recent.of(connection)
    # One by one: a thousand long messages, read and mostly dropped, would cost 50 ms.
    with query.rows(connection, parameters) as rows:
        for row in rows:
            next_one = _recent(connection, known, row)
            characters -= length(next_one)
            if characters < 0 and found:
                return found, True
            found.append(next_one)
    return found, False


def page(
    connection: Connection, query: Prepared, parameters: dict[str, int], limit: int, characters: int
) -> tuple[list[Message], bool]:
    """The first messages of a query, at most so many and of so many characters; and whether there are
    more."""
    found, more = fitting(connection, query, {**parameters, "limit": limit + 1}, characters)
    return found[:limit], more or len(found) > limit


def length(found: Message) -> int:
    """About how many characters a message has in an answer."""
    characters = len(found.body)
    if found.files:
        characters += sum(_FILE + len(file.name) for file in found.files)
    if found.reactions:
        characters += sum(_REACTION + _REACTOR * len(reaction.users) for reaction in found.reactions)
    return characters + _MENTION * len(found.mentions)


def _mentions(column: str) -> tuple[tuple[User, ...], Everyone | None]:
    found = orjson.loads(column)
    return tuple(User(*user) for user in found["users"]), found["everyone"]
