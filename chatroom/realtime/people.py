"""The events about being there."""

from collections.abc import Callable
from typing import Any

from chatroom.domain.entities.people import User
from chatroom.domain.payloads.people import presence_payload
from chatroom.domain.requests import people as requests
from chatroom.domain.requests.base import Request
from chatroom.realtime.answers import Answer, Questions
from chatroom.realtime.fanout import Connection
from chatroom.realtime.presence import Watchers
from chatroom.services.people import People
from chatroom.services.typing import Typing


def people_events(people: People, typing: Typing) -> Questions:
    """Each event with its schema, and what answers it."""

    def typed(user: User, command: requests.Typing) -> Answer:
        typing.typed(user, command.room, command.thread)
        return {}

    def set_away(user: User, command: requests.AwaySet) -> Answer:
        return {"presence": presence_payload(people.set_away(user, command))}

    def set_status(user: User, command: requests.StatusSet) -> Answer:
        return {"presence": presence_payload(people.set_status(user, command))}

    return {
        "typing": (requests.Typing, typed),
        "away:set": (requests.AwaySet, set_away),
        "status:set": (requests.StatusSet, set_status),
    }


def watching_events(
    people: People, watchers: Watchers
) -> dict[str, tuple[type[Request], Callable[[Connection, Any], Answer]]]:
    """Those of one connection: whom it shows, and whether somebody is at it."""

    def watch(connection: Connection, command: requests.PresenceWatch) -> Answer:
        found = watchers.watch(connection, people, command.users)
        return {"users": [presence_payload(presence) for presence in found]}

    def set_idle(connection: Connection, command: requests.PresenceIdle) -> Answer:
        watchers.set_idle(connection, command.idle)
        return {}

    return {
        "presence:watch": (requests.PresenceWatch, watch),
        "presence:idle": (requests.PresenceIdle, set_idle),
    }
