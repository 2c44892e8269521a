"""Pages, changes, and what a connection is welcomed with."""

from typing import Any

from chatroom.domain.entities.sync import Changes, Page
from chatroom.domain.payloads.base import Payload
from chatroom.domain.payloads.messages import MessagePayload, message_payload
from chatroom.domain.payloads.people import PersonPresencePayload, UserPayload
from chatroom.domain.payloads.rooms import OwnRoomPayload


class MessageReferencePayload(Payload):
    room: int
    number: int


class WelcomePayload(Payload):
    """`welcome`: sent once a socket is subscribed to all rooms of its user."""

    user: UserPayload
    rooms: list[OwnRoomPayload]
    presence: PersonPresencePayload
    saved: list[MessageReferencePayload]


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
