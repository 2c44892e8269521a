"""Every event about a message, by its author, another member, an outsider, and somebody not signed in."""

from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest

from chatroom.realtime.conversation import message_events, message_writes
from tests.cast import Person
from tests.realtime.clients import Client, room_made, send
from tests.realtime.conftest import Connect, connected

OK, NOT_FOUND, FORBIDDEN = "ok", "not_found", "forbidden"
# What it takes besides room and number; what an author, another member and an outsider get.
EVENTS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "message:edit": ({"body": "changed"}, OK, FORBIDDEN, NOT_FOUND),
    "message:delete": ({}, OK, FORBIDDEN, NOT_FOUND),
    "message:history": ({}, OK, OK, NOT_FOUND),
    "message:thread": ({}, OK, OK, NOT_FOUND),
    "message:pin": ({}, OK, OK, NOT_FOUND),
    "message:unpin": ({}, OK, OK, NOT_FOUND),
    "message:save": ({}, OK, OK, NOT_FOUND),
    "message:unsave": ({}, OK, OK, NOT_FOUND),
    "reaction:add": ({"emoji": "👍"}, OK, OK, NOT_FOUND),
    "reaction:remove": ({"emoji": "👍"}, OK, OK, NOT_FOUND),
    "reaction:list": ({}, OK, OK, NOT_FOUND),
}
OF_A_ROOM: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "message:get": ({"numbers": [1]}, OK, OK, NOT_FOUND),
    "room:pins": ({}, OK, OK, NOT_FOUND),
}


def outcome(client: Client, event: str, data: dict[str, Any]) -> str:
    answer = client.call(event, data)
    return OK if answer["ok"] else str(answer["error"]["code"])


@pytest.mark.parametrize("kind", ["private", "direct"])
def test_who_may_what(
    ada: Person, ben: Person, outsider: Person, anonymous: Person, connect: Connect, kind: str
) -> None:
    author, member, stranger = (connected(connect, person) for person in (ben, ada, outsider))
    if kind == "direct":
        room = member.call("room:direct", {"users": [ben.id]})["room"]["id"]
    else:
        room = room_made(author, "private", ada)
    for event, (more, *expected) in EVENTS.items():
        # Whoever may not first, because what was deleted is there for nobody.
        for client, code in reversed(list(zip((author, member, stranger), expected, strict=True))):
            number = send(author, "hello", room=room)["number"]
            assert outcome(client, event, {"room": room, "number": number, **more}) == code, event
    for event, (more, *expected) in OF_A_ROOM.items():
        for client, code in zip((author, member, stranger), expected, strict=True):
            assert outcome(client, event, {"room": room, **more}) == code, event
    assert stranger.call("saved:list", {})["messages"] == []
    assert connect(anonymous).inbox.wait("refused")


def test_what_an_outsider_may_not_see_looks_like_what_is_not_there(
    ada: Person, outsider: Person, connect: Connect
) -> None:
    author, stranger = connected(connect, ada), connected(connect, outsider)
    room = room_made(author)
    number = send(author, "hello", room=room)["number"]
    for event, (more, *_) in (EVENTS | OF_A_ROOM).items():
        place = {} if event in OF_A_ROOM else {"number": number}
        there = stranger.call(event, {"room": room, **place, **more})
        assert there == stranger.call(event, {"room": 999_999, **place, **more}), event
    reply = {"client_id": str(uuid4()), "body": "hello", "reply_to": number}
    assert stranger.call("message:send", {**reply, "room": room}) == stranger.call(
        "message:send", {**reply, "room": 999_999}
    )


def test_every_event_about_a_message_has_an_entry() -> None:
    conversation = Mock()
    events = {*message_writes(conversation), *message_events(Mock(), conversation)}

    assert events - {"saved:list"} <= {*EVENTS, *OF_A_ROOM}
