"""Messages."""

from typing import Any, cast

import orjson

from chatroom.domain.entities.messages import Edit, Everyone, Listed, Message, Reactors, Thread
from chatroom.domain.payloads.base import Payload, timestamp
from chatroom.domain.payloads.files import FilePayload, file_payload
from chatroom.domain.payloads.people import UserPayload, user_payload


class ReactionPayload(Payload):
    """An emoji, and the ids of those who gave it, the first one first."""

    emoji: str
    users: list[int]


class MessagePayload(Payload):
    """An upsert by (room, number): the greater `version` wins."""

    room: int
    number: int
    version: int
    client_id: str
    author: UserPayload
    body: str
    created_at: str
    edited_at: str | None
    deleted: bool
    files: list[FilePayload]
    reply_to: int | None
    thread: int | None
    replies: int
    mentions: list[UserPayload]
    everyone: Everyone | None
    reactions: list[ReactionPayload]
    pinned: bool


class ReactorsPayload(Payload):
    """An emoji, and those who gave it."""

    emoji: str
    users: list[UserPayload]


class EditPayload(Payload):
    """What a message said before it was changed."""

    body: str
    written_at: str


class ThreadPayload(Payload):
    """A message, and those in the thread that it began."""

    root: MessagePayload
    messages: list[MessagePayload]
    more: bool


class SavedListPayload(Payload):
    messages: list[MessagePayload]
    more: bool


class PinsPayload(Payload):
    messages: list[MessagePayload]
    more: bool


class SavedPayload(Payload):
    """`saved`: one has saved a message for oneself, or no longer."""

    room: int
    number: int
    saved: bool


def message_payload(message: Message) -> orjson.Fragment:
    """A MessagePayload, encoded already."""
    return orjson.Fragment(message_json(message))


def message_json(message: Message) -> bytes:
    """The payload of a message in JSON: encoded once, for everybody who gets it in whatever answer."""
    if message.encoded is None:
        object.__setattr__(message, "encoded", orjson.dumps(_content(message)))
    return cast("bytes", message.encoded)


def _content(message: Message) -> dict[str, Any]:
    return {
        "room": message.room_id,
        "number": message.number,
        "version": message.version,
        "client_id": message.client_id,
        "author": user_payload(message.author),
        "body": message.body,
        "created_at": timestamp(message.created_at),
        "edited_at": timestamp(message.edited_at) if message.edited_at else None,
        "deleted": message.deleted,
        "files": [file_payload(file) for file in message.files],
        "reply_to": message.reply_to,
        "thread": message.thread,
        "replies": message.replies,
        "mentions": [user_payload(user) for user in message.mentions],
        "everyone": message.everyone,
        "reactions": [
            {"emoji": reaction.emoji, "users": list(reaction.users)} for reaction in message.reactions
        ],
        "pinned": message.pinned,
    }


def reactors_payload(reactors: Reactors) -> dict[str, Any]:
    return {"emoji": reactors.emoji, "users": [user_payload(user) for user in reactors.users]}


def edit_payload(edit: Edit) -> dict[str, Any]:
    return {"body": edit.body, "written_at": timestamp(edit.written_at)}


def thread_payload(thread: Thread) -> dict[str, Any]:
    return {
        "root": message_payload(thread.root),
        "messages": [message_payload(message) for message in thread.messages],
        "more": thread.more,
    }


def listed_payload(listed: Listed) -> dict[str, Any]:
    """A PinsPayload, or a SavedListPayload."""
    return {"messages": [message_payload(message) for message in listed.messages], "more": listed.more}
