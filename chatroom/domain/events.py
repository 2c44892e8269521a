"""What happens: the events that writes publish, and that live connections are told of."""

from dataclasses import dataclass

import orjson

from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.reading import Draft
from chatroom.domain.entities.rooms import Membership, Room
from chatroom.domain.payloads.messages import message_json
from chatroom.domain.payloads.rooms import room_payload


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message was posted, edited or deleted. Goes to the room's subscribers as `message`."""

    message: Message
    posted: bool = False  # it is a new one


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """A room has another name, topic or state. Goes to its subscribers as `room`, without anything
    that is one member's own."""

    room: Room


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A user became a member: the user's live connections subscribe, and get `room`."""

    user_id: int
    membership: Membership


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """What is one member's own in a room has changed: the user's live connections get `room`."""

    user_id: int
    membership: Membership


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """A user is no member any more: the user's live connections get `room:removed`, and hear nothing
    of the room from then on."""

    user_id: int
    room_id: int


@dataclass(frozen=True, slots=True)
class SessionsRevoked:
    """Sign-ins that ended: their live connections close."""

    session_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ReadMoved:
    """A member has read up to a message: the user's live connections get `read`."""

    user_id: int
    room_id: int
    read_number: int
    mentions: int


@dataclass(frozen=True, slots=True)
class MessageSaved:
    """A user keeps a message for themselves, or no longer: their live connections get `saved`."""

    user_id: int
    room_id: int
    number: int
    saved: bool


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """What a user writes was kept: their live connections get `draft`."""

    user_id: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody says something else of themselves: those who watch them get `presence`."""

    user_id: int


Event = (
    MessageChanged
    | RoomChanged
    | MemberJoined
    | MembershipChanged
    | MemberLeft
    | SessionsRevoked
    | ReadMoved
    | MessageSaved
    | DraftChanged
    | PersonChanged
)


def size_of(event: Event) -> int:
    """The bytes of an event that a room hears; others are small and for few."""
    match event:
        case MessageChanged(message):
            return len(message_json(message))
        case RoomChanged(room):
            return len(orjson.dumps(room_payload(room)))
        case _:
            return 0
