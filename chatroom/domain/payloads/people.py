"""People, as others see them."""

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from chatroom.domain import limits
from chatroom.domain.entities.people import Presence, PresenceState, User
from chatroom.domain.payloads.base import Payload, timestamp


class UserPayload(Payload):
    id: int
    username: str


class StatusPayload(Payload):
    """What somebody says of themselves."""

    emoji: str
    text: str
    expires_at: str | None


class PersonPresencePayload(Payload):
    """Whether somebody is there."""

    user: int
    state: PresenceState
    status: StatusPayload | None


class PresencePayload(Payload):
    """`presence`: those whom one watches, as far as they changed."""

    users: list[PersonPresencePayload]


class ThreadTypingPayload(Payload):
    thread: int
    users: list[UserPayload]


class TypingPayload(Payload):
    """`typing`: who is writing in a room, and in its threads. Holds for a few seconds."""

    room: int
    users: list[UserPayload]
    threads: list[ThreadTypingPayload]


def user_payload(user: User) -> dict[str, Any]:
    return {"id": user.id, "username": user.username}


def typing_payload(room_id: int, writers: Mapping[int | None, Collection[User]]) -> dict[str, Any]:
    """Of those who write in each thread, or in none, a few are named."""
    named = {
        thread: [user_payload(user) for user in islice(users, limits.TYPING_NAMED)]
        for thread, users in writers.items()
    }
    return {
        "room": room_id,
        "users": named.pop(None, []),
        "threads": [{"thread": thread, "users": users} for thread, users in named.items()],
    }


def presence_payload(presence: Presence) -> dict[str, Any]:
    status = presence.status
    return {
        "user": presence.user_id,
        "state": presence.state,
        "status": None
        if status is None
        else {
            "emoji": status.emoji,
            "text": status.text,
            "expires_at": timestamp(status.expires_at) if status.expires_at else None,
        },
    }
