"""What a message can do: be sent, edited, deleted, and read in pages."""

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

import orjson

from chatroom.domain import limits
from chatroom.domain.entities import File, Message, Page, User
from chatroom.domain.errors import Conflict, Invalid
from chatroom.domain.events import MessageChanged
from chatroom.domain.ports import Promise
from chatroom.domain.requests.messages import MessageDelete, MessageEdit, MessageSend
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.storage import files, messages
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Messages:
    """Raises Unavailable where too many writes wait already."""

    database: Database
    committer: Committer

    def send(self, author: User, command: MessageSend) -> Promise[Message]:
        """Post a message. The same client id with the same content is the same message.

        The promise breaks with:
            NotFound: the room, or one of the files, is not there for the author.
            Conflict: the client id already stands for another message, or the room is archived.
        """
        return self.committer.submit(lambda transaction: _post(transaction, author, command))

    def edit(self, user: User, command: MessageEdit) -> Promise[Message]:
        """Change what one's own message says.

        The promise breaks with:
            NotFound: there is no such message.
            Forbidden: it is somebody else's.
            Invalid: nothing would be left of it.
            Conflict: the room is archived.
        """
        return self.committer.submit(lambda transaction: _edit(transaction, user, command))

    def delete(self, user: User, command: MessageDelete) -> Promise[Message]:
        """Delete one's own message: a tombstone stays, its files become unreachable.

        The promise breaks with:
            NotFound: there is no such message.
            Forbidden: it is somebody else's.
            Conflict: the room is archived.
        """
        return self.committer.submit(lambda transaction: _delete(transaction, user, command))

    def page(
        self,
        user: User,
        room_id: int,
        *,
        anchor: Literal["newest", "before", "after", "around"],
        number: int = 0,
        limit: int = limits.PAGE_DEFAULT,
    ) -> Page:
        """Consecutive messages of a room: its newest, or those before, after or around a number.
        Fewer than the limit where they are long: those nearest to the number.

        Raises:
            NotFound: the room is not there for the user.
        """
        with self.database.read() as connection:
            room = access.room(connection, user, room_id)
            start, older, newer = {
                "newest": (room.last_number + 1, limit, 0),
                "before": (number, limit, 0),
                "after": (number + 1, 0, limit),
                "around": (number, limit // 2, limit - limit // 2),
            }[anchor]
            # Each side has its half, so that neither leaves out what is nearest.
            characters = limits.ANSWER_CHARACTERS_MAX // (2 if older and newer else 1)
            found = [
                *(messages.before(connection, room_id, start, older, characters) if older else ()),
                *(messages.after(connection, room_id, start - 1, newer, characters) if newer else ()),
            ]
            first = found[0].number if found else start
            last = found[-1].number if found else start - 1
            before = min(first, room.last_number + 1) > 1
            return Page(room.version, found, before, after=last < room.last_number)


def _post(transaction: Transaction, author: User, command: MessageSend) -> Message:
    connection = transaction.connection
    digest = _digest(command)
    sent = messages.sent(connection, author.id, command.client_id)
    if sent:
        room_id, number, sent_digest = sent
        if sent_digest != digest:
            raise Conflict("This client_id already stands for another message.")
        return access.message(connection, author, room_id, number)
    attached = [access.unsent_file(connection, author, file_id) for file_id in command.files]
    number, version = access.advance(connection, author, command.room, posts=1)
    message = Message(
        room_id=command.room,
        number=number,
        version=version,
        client_id=command.client_id,
        author=author,
        body=command.body,
        created_at=now(),
        edited_at=None,
        deleted=False,
        files=_placed(attached, command.room, number),
    )
    messages.add(connection, message, digest)
    for position, file in enumerate(attached):
        files.attach(connection, file.id, command.room, number, position)
    transaction.publish(MessageChanged(message))
    return message


def _placed(attached: list[File], room_id: int, number: int) -> tuple[File, ...]:
    return tuple(replace(file, room_id=room_id, number=number) for file in attached)


def _edit(transaction: Transaction, user: User, command: MessageEdit) -> Message:
    connection = transaction.connection
    message = access.own_message(connection, user, command.room, command.number)
    if not command.body.strip() and not message.files:
        raise Invalid(fields={"body": "A message needs some text or a file."})
    if command.body == message.body:
        return message
    _, version = access.advance(connection, user, command.room, posts=0)
    edited = replace(message, body=command.body, edited_at=now(), version=version)
    messages.edit(
        connection,
        command.room,
        command.number,
        body=command.body,
        now=edited.edited_at or now(),
        version=version,
    )
    transaction.publish(MessageChanged(edited))
    return edited


def _delete(transaction: Transaction, user: User, command: MessageDelete) -> Message:
    connection = transaction.connection
    message = access.own_message(connection, user, command.room, command.number)
    _, version = access.advance(connection, user, command.room, posts=0)
    messages.delete(connection, command.room, command.number, version=version)
    files.remove_of_message(connection, command.room, command.number)
    tombstone = replace(message, body="", deleted=True, files=(), version=version)
    transaction.publish(MessageChanged(tombstone))
    return tombstone


def _digest(command: MessageSend) -> bytes:
    """Tells messages with different content apart."""
    content = orjson.dumps([command.room, command.body, command.files])
    return hashlib.sha256(content).digest()
