"""The events about rooms. They are rare: each waits for its write, in a greenlet."""

from collections.abc import Callable
from typing import Any

from chatroom.domain.entities import Member, Membership, User
from chatroom.domain.payloads.rooms import member_payload, own_room_payload
from chatroom.domain.requests.base import Request
from chatroom.domain.requests.rooms import (
    RoomCreate,
    RoomDirect,
    RoomInvite,
    RoomJoin,
    RoomLeave,
    RoomRemove,
    RoomRole,
    RoomUpdate,
)
from chatroom.services.rooms import Rooms

Answer = dict[str, Any]
Handler = Callable[[User, Any], Answer]


def room_events(rooms: Rooms) -> dict[str, tuple[type[Request], Handler]]:
    """Each event with its schema, and what answers it."""
    return {
        "room:create": (RoomCreate, _with_room(rooms.create)),
        "room:direct": (RoomDirect, _with_room(rooms.direct)),
        "room:update": (RoomUpdate, _with_room(rooms.update)),
        "room:join": (RoomJoin, _with_room(rooms.join)),
        "room:leave": (RoomLeave, _with_nothing(rooms.leave)),
        "room:invite": (RoomInvite, _with_member(rooms.invite)),
        "room:remove": (RoomRemove, _with_nothing(rooms.remove)),
        "room:role": (RoomRole, _with_member(rooms.set_role)),
    }


def _with_room(do: Callable[[User, Any], Membership]) -> Handler:
    return lambda user, command: {"room": own_room_payload(do(user, command))}


def _with_member(do: Callable[[User, Any], Member]) -> Handler:
    return lambda user, command: {"member": member_payload(do(user, command))}


def _with_nothing(do: Callable[[User, Any], None]) -> Handler:
    def handle(user: User, command: Any) -> Answer:
        do(user, command)
        return {}

    return handle
