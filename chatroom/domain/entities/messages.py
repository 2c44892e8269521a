"""Messages, and what belongs to them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chatroom.domain.entities.files import File
from chatroom.domain.entities.people import User

Everyone = Literal["room", "here"]  # everybody in the room, or everybody who was there at that moment


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji, and the ids of those who gave it, the first one first."""

    emoji: str
    users: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reactors:
    """An emoji, and those who gave it."""

    emoji: str
    users: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands after its last change. A deleted one has no body, files or reactions."""

    room_id: int
    number: int
    version: int
    client_id: str
    author: User
    body: str
    created_at: datetime
    edited_at: datetime | None
    deleted: bool
    files: tuple[File, ...]
    reply_to: int | None = None  # the number of the message that it answers
    thread: int | None = None  # the number of the message that began the thread; None where that is itself
    replies: int = 0  # how many messages are in the thread that it began
    mentions: tuple[User, ...] = ()
    everyone: Everyone | None = None
    reactions: tuple[Reaction, ...] = ()
    pinned: bool = False
    # What `payloads.messages.message_json` has made of it; copies that `replace` makes begin without.
    encoded: bytes | None = field(init=False, default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """A message, and the first of those in the thread that it began, behind a number."""

    root: Message
    messages: list[Message]
    more: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the messages of a list, such as what is pinned."""

    messages: list[Message]
    more: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message said before it was changed."""

    body: str
    written_at: datetime
