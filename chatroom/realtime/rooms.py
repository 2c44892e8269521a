"""The events about rooms. They are rare: each waits for its write, in a greenlet."""

from collections.abc import Callable
from typing import Any

from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Member, Membership
from chatroom.domain.payloads.rooms import member_payload, own_room_payload
from chatroom.domain.requests.rooms import (
    RoomCreate,
    RoomDirect,
    RoomInvite,
    RoomJoin,
    RoomLeave,
    RoomMute,
    RoomRemove,
    RoomRole,
    RoomUpdate,
)
from chatroom.realtime.answers import Question, Questions, nothing
from chatroom.services.rooms import Rooms


def room_events(rooms: Rooms) -> Questions:
    """Each event with its schema, and what answers it."""
    return {
        "room:create": (RoomCreate, _with_room(rooms.create)),
        "room:direct": (RoomDirect, _with_room(rooms.direct)),
        "room:update": (RoomUpdate, _with_room(rooms.update)),
        "room:join": (RoomJoin, _with_room(rooms.join)),
        "room:leave": (RoomLeave, nothing(rooms.leave)),
        "room:invite": (RoomInvite, _with_member(rooms.invite)),
        "room:remove": (RoomRemove, nothing(rooms.remove)),
        "room:role": (RoomRole, _with_member(rooms.set_role)),
        "room:mute": (RoomMute, _with_room(rooms.mute)),
    }


def _with_room(do: Callable[[User, Any], Membership]) -> Question:
    return lambda user, command: {"room": own_room_payload(do(user, command))}


def _with_member(do: Callable[[User, Any], Member]) -> Question:
    return lambda user, command: {"member": member_payload(do(user, command))}
