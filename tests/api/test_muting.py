"""Muting a room over HTTP."""

import re
from typing import Any

import orjson
import pytest

from chatroom.domain.payloads.rooms import OwnRoomPayload
from tests.cast import Person, error_of, made


def test_a_room_is_muted_and_unmuted(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])["id"]

    for muted in (True, True, False):
        answer = made(ben.api("PUT", f"/rooms/{room}/mute", json={"muted": muted}))["room"]

        OwnRoomPayload.model_validate(answer)
        assert answer["membership"]["muted"] is muted
        assert made(ben.api("GET", f"/rooms/{room}"))["room"] == answer
        [listed] = [mine for mine in made(ben.api("GET", "/rooms"))["rooms"] if mine["id"] == room]
        assert listed == answer
        assert made(ada.api("GET", f"/rooms/{room}"))["room"]["membership"]["muted"] is False


def test_a_direct_conversation_is_muted_too_and_an_archived_room(ada: Person, ben: Person) -> None:
    direct = made(ada.api("POST", "/rooms/direct", json={"users": [ben.id]}))["room"]["id"]
    archived = ada.make_room(members=[ben])["id"]
    made(ada.api("PATCH", f"/rooms/{archived}", json={"archived": True}))

    for room in (direct, archived):
        made(ben.api("PUT", f"/rooms/{room}/mute", json={"muted": True}))
        assert made(ben.api("GET", f"/rooms/{room}"))["room"]["membership"]["muted"] is True


def test_the_page_comes_with_what_is_muted(ada: Person) -> None:
    room = ada.make_room()["id"]
    made(ada.api("PUT", f"/rooms/{room}/mute", json={"muted": True}))

    found = re.search(
        r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', ada.get("/chatroom").text, re.S
    )

    assert found
    [mine] = [mine for mine in orjson.loads(found[1])["rooms"] if mine["id"] == room]
    assert mine["membership"]["muted"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "muted"),
        ({"muted": "yes"}, "muted"),
        ({"muted": None}, "muted"),
        ({"muted": True, "user": 1}, "user"),
    ],
)
def test_muted_is_true_or_false_and_nothing_else(ada: Person, body: dict[str, Any], field: str) -> None:
    answer = ada.api("PUT", "/rooms/1/mute", json=body)

    assert (answer.status_code, set(error_of(answer)["fields"])) == (422, {field})
