"""Rooms, and who is in them."""

from typing import Any

from chatroom.domain.entities.rooms import ListedRoom, Member, Membership, Role, Room, RoomKind
from chatroom.domain.payloads.base import Payload
from chatroom.domain.payloads.people import UserPayload, user_payload


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
    mentions: int
    muted: bool


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
        "membership": {
            "role": membership.role,
            "read_number": membership.read_number,
            "mentions": membership.mentions,
            "muted": membership.muted,
        },
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
