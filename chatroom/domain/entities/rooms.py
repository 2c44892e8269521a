"""Rooms, and who is in them."""

from dataclasses import dataclass
from typing import Literal

from chatroom.domain.entities.people import User

RoomKind = Literal["public", "private", "direct"]
Role = Literal["owner", "member"]


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
    muted: bool = False


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
