"""Posting, editing and deleting a message: writes that run in the committer."""

import hashlib
from dataclasses import replace

import orjson

from chatroom.domain.entities.files import File
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.errors import Conflict, Invalid
from chatroom.domain.events import MessageChanged, ReadMoved
from chatroom.domain.ports import Audience
from chatroom.domain.requests.messages import MessageDelete, MessageEdit, MessageSend
from chatroom.services import access, mentions, threads
from chatroom.services.clock import now
from chatroom.storage import edits, files, messages, reactions, reading
from chatroom.storage.committer import Transaction


def post(transaction: Transaction, author: User, command: MessageSend, audience: Audience) -> Message:
    connection = transaction.connection
    digest = _digest(command)
    sent = messages.sent(connection, author.id, command.client_id)
    if sent:
        room_id, number, sent_digest = sent
        if sent_digest != digest:
            raise Conflict("This client_id already stands for another message.")
        return access.message(connection, author, room_id, number)
    attached = [access.unsent_file(connection, author, file_id) for file_id in command.files]
    thread = threads.of_reply(connection, author, command)
    number, version = access.advance(connection, author, command.room, posts=1)
    mentioned, everyone = mentions.found(connection, command.room, command.body)
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
        reply_to=command.reply_to,
        thread=thread,
        mentions=mentioned,
        everyone=everyone,
    )
    messages.add(connection, message, digest)
    for position, file in enumerate(attached):
        files.attach(connection, file.id, command.room, number, position)
    mentions.count(connection, None, message, audience)
    transaction.publish(MessageChanged(message, posted=True))
    if reading.follow(connection, author.id, command.room, number):
        transaction.publish(ReadMoved(author.id, command.room, number, mentions=0))
    threads.count(transaction, author, message, 1)
    return message


def edit(transaction: Transaction, user: User, command: MessageEdit, audience: Audience) -> Message:
    connection = transaction.connection
    message = access.own_message(connection, user, command.room, command.number)
    if not command.body.strip() and not message.files:
        raise Invalid(fields={"body": "A message needs some text or a file."})
    if command.body == message.body:
        return message
    _, version = access.advance(connection, user, command.room, posts=0)
    mentioned, everyone = mentions.found(connection, command.room, command.body)
    moment = now()
    edited = replace(
        message,
        body=command.body,
        edited_at=moment,
        version=version,
        mentions=mentioned,
        everyone=everyone,
    )
    edits.add(
        connection, message.room_id, message.number, message.body, message.edited_at or message.created_at
    )
    messages.edit(connection, edited, moment)
    mentions.count(connection, message, edited, audience)
    transaction.publish(MessageChanged(edited))
    return edited


def delete(transaction: Transaction, user: User, command: MessageDelete) -> Message:
    connection = transaction.connection
    message = access.deletable_message(connection, user, command.room, command.number)
    _, version = access.advance(connection, user, command.room, posts=0)
    mentions.discount(connection, message)
    for table in (files, reactions, edits):
        table.remove_of_message(connection, command.room, command.number)
    messages.delete(connection, command.room, command.number, version=version)
    tombstone = replace(
        message,
        body="",
        deleted=True,
        files=(),
        mentions=(),
        everyone=None,
        reactions=(),
        pinned=False,
        version=version,
    )
    transaction.publish(MessageChanged(tombstone))
    threads.count(transaction, user, tombstone, -1)
    return tombstone


def _placed(attached: list[File], room_id: int, number: int) -> tuple[File, ...]:
    return tuple(replace(file, room_id=room_id, number=number) for file in attached)


def _digest(command: MessageSend) -> bytes:
    """Tells messages with different content apart. What was sent before there were replies, and is
    sent again, has the digest that it had."""
    content: list[object] = [command.room, command.body, command.files]
    if command.reply_to is not None:
        content.append(command.reply_to)
    return hashlib.sha256(orjson.dumps(content)).digest()
