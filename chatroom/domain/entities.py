"""What the product is about. Ids are integers, save a file's, which is an unguessable string."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

FileKind = Literal["image", "audio", "video", "file"]
RoomKind = Literal["public", "private", "direct"]
Role = Literal["owner", "member"]
Everyone = Literal["room", "here"]  # everybody in the room, or everybody who was there at that moment
PresenceState = Literal["online", "away", "offline"]


@dataclass(frozen=True, slots=True)
class User:
    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `id` names it in events; its token is known to the browser alone."""

    id: int
    user: User


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A session as its user sees it in the list of theirs."""

    id: int
    device: str  # the browser and its system; empty where it did not say
    created_at: datetime
    expires_at: datetime
    current: bool  # the one that asks
    connected: bool  # a live connection of it is open


@dataclass(frozen=True, slots=True)
class Room:
    """A room's header. `last_number` counts messages, `version` counts changes of messages."""

    id: int
    name: str  # empty for a direct conversation, which goes by its members
    kind: RoomKind
    topic: str
    last_number: int
    version: int
    archived: bool = False
    members: tuple[User, ...] | None = None  # of a direct conversation; others may have too many to tell


@dataclass(frozen=True, slots=True)
class Membership:
    """A room as one of its members has it."""

    room: Room
    role: Role
    read_number: int
    mentions: int = 0  # of the user, in what they have not read


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a room, as the others see them."""

    user: User
    role: Role


@dataclass(frozen=True, slots=True)
class ListedRoom:
    """A public room as everybody may see it, its members or not."""

    id: int
    name: str
    topic: str
    member_count: int
    joined: bool


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file. It belongs to its uploader until a message takes it."""

    id: str
    user_id: int
    room_id: int | None
    number: int | None
    name: str
    type: str
    kind: FileKind
    size: int
    width: int | None
    height: int | None


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
class Page:
    """Consecutive messages of a room, ascending, as they stood at `version`."""

    version: int
    messages: list[Message]
    before: bool  # there are older ones
    after: bool  # there are newer ones


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a room after a version. With `reset`, a newest page that replaces all."""

    version: int
    messages: list[Message]
    more: bool
    reset: bool


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


@dataclass(frozen=True, slots=True)
class Draft:
    """What a user has begun to write in a room; with an empty body, nothing."""

    room_id: int
    body: str
    reply_to: int | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """What people say of themselves, for a while or until they change it."""

    emoji: str
    text: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What somebody says of their being there, whether they are or not."""

    user_id: int
    away: bool
    status: Status | None


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody is there, as others see it."""

    user_id: int
    state: PresenceState
    status: Status | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A message that was found, and a piece of its text around the first thing that fits."""

    message: Message
    excerpt: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Messages that were found."""

    results: list[SearchResult]
    terms: tuple[str, ...]  # as they were written
    more: bool
    next: str | None  # where the next page begins; none after the best
    complete: bool  # nothing that fits and is as new as these can be missing
