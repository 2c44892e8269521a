"""What the server sends: the payloads of the wire contract, and the events that carry them.

The models are the schema from which the client's types are generated; `*_payload` builds the
same shapes without validation, because it runs once for every message. A test holds one
against the other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from pydantic import BaseModel, ConfigDict

from chatroom.domain.entities import (
    Changes,
    File,
    FileKind,
    ListedRoom,
    Member,
    Membership,
    Message,
    Page,
    Role,
    Room,
    RoomKind,
    User,
)


class Payload(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class UserPayload(Payload):
    id: int
    username: str


class FilePayload(Payload):
    """`kind` says how to show it: everything but `file` may be shown in place."""

    id: str
    name: str
    type: str
    kind: FileKind
    size: int
    width: int | None
    height: int | None
    url: str


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


class RoomPayload(Payload):
    """A room as all of its members are told of it. `members` are those of a direct conversation."""

    id: int
    name: str
    kind: RoomKind
    topic: str
    archived: bool
    version: int
    last_number: int
    members: list[UserPayload] | None


class MembershipPayload(Payload):
    role: Role
    read_number: int


class OwnRoomPayload(RoomPayload):
    """A room as one of its members has it: what nobody else is told stands in `membership`."""

    membership: MembershipPayload


class RoomRemovedPayload(Payload):
    """`room:removed`: one is no member any more."""

    room: int


class ListedRoomPayload(Payload):
    """A public room, as everybody may see it."""

    id: int
    name: str
    topic: str
    member_count: int
    joined: bool


class MemberPayload(Payload):
    user: UserPayload
    role: Role


class WelcomePayload(Payload):
    """`welcome`: sent once a socket is subscribed to all rooms of its user."""

    user: UserPayload
    rooms: list[OwnRoomPayload]


class PagePayload(Payload):
    version: int
    messages: list[MessagePayload]
    before: bool
    after: bool


class ChangesPayload(Payload):
    version: int
    messages: list[MessagePayload]
    more: bool
    reset: bool


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def user_payload(user: User) -> dict[str, Any]:
    return {"id": user.id, "username": user.username}


def file_payload(file: File) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": file.name,
        "type": file.type,
        "kind": file.kind,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "url": f"/files/{file.id}",
    }


def message_payload(message: Message) -> dict[str, Any]:
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
    }


def message_json(message: Message) -> bytes:
    """The payload of a message in JSON: encoded once, for its ack and for everybody in the room."""
    if message.encoded is None:
        object.__setattr__(message, "encoded", orjson.dumps(message_payload(message)))
    return cast("bytes", message.encoded)


def size_of(event: "Event") -> int:
    """The bytes of an event that a room hears; others are small and for few."""
    match event:
        case MessageChanged(message):
            return len(message_json(message))
        case RoomChanged(room):
            return len(orjson.dumps(room_payload(room)))
        case _:
            return 0


def room_payload(room: Room) -> dict[str, Any]:
    return {
        "id": room.id,
        "name": room.name,
        "kind": room.kind,
        "topic": room.topic,
        "archived": room.archived,
        "version": room.version,
        "last_number": room.last_number,
        "members": None if room.members is None else [user_payload(user) for user in room.members],
    }


def own_room_payload(membership: Membership) -> dict[str, Any]:
    return {
        **room_payload(membership.room),
        "membership": {"role": membership.role, "read_number": membership.read_number},
    }


def listed_room_payload(room: ListedRoom) -> dict[str, Any]:
    return {
        "id": room.id,
        "name": room.name,
        "topic": room.topic,
        "member_count": room.member_count,
        "joined": room.joined,
    }


def member_payload(member: Member) -> dict[str, Any]:
    return {"user": user_payload(member.user), "role": member.role}


def page_payload(page: Page) -> dict[str, Any]:
    return {
        "version": page.version,
        "messages": [message_payload(message) for message in page.messages],
        "before": page.before,
        "after": page.after,
    }


def changes_payload(changes: Changes) -> dict[str, Any]:
    return {
        "version": changes.version,
        "messages": [message_payload(message) for message in changes.messages],
        "more": changes.more,
        "reset": changes.reset,
    }


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message was posted, edited or deleted. Goes to the room's subscribers as `message`."""

    message: Message


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
class RoleChanged:
    """A member has another role: the user's live connections get `room`."""

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


Event = MessageChanged | RoomChanged | MemberJoined | RoleChanged | MemberLeft | SessionsRevoked
