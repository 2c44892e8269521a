"""What the server sends has the shape of its models, which the client's types are made from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest

from chatroom.domain import events
from chatroom.domain.entities import (
    Changes,
    File,
    ListedRoom,
    Member,
    Membership,
    Message,
    Page,
    Room,
    User,
)

ADA = User(1, "ada")
MOMENT = datetime(2024, 2, 29, 23, 59, 59, 7_000, UTC)
PICTURE = File("A" * 22, 1, 1, 1, "a.png", "image/png", "image", 5, 4, 3)
NOTES = File("B" * 22, 1, None, None, "notes.txt", "text/plain", "file", 5, None, None)
SENT = Message(1, 1, 1, "c" * 36, ADA, "hello", MOMENT, None, False, (PICTURE, NOTES))
EDITED = Message(1, 2, 4, "d" * 36, ADA, "hello", MOMENT, MOMENT, False, ())
DELETED = Message(1, 3, 5, "e" * 36, ADA, "", MOMENT, None, True, ())
GENERAL = Room(1, "general", "public", "", 3, 5)
DIRECT = Room(2, "", "direct", "", 3, 5, True, (ADA, User(2, "ben")))
OWN = events.own_room_payload(Membership(GENERAL, "owner", 2))
ALL = [SENT, EDITED, DELETED]

BUILT: list[tuple[type[events.Payload], dict[str, Any]]] = [
    (events.UserPayload, events.user_payload(ADA)),
    (events.FilePayload, events.file_payload(PICTURE)),
    (events.FilePayload, events.file_payload(NOTES)),
    *((events.MessagePayload, events.message_payload(message)) for message in ALL),
    (events.RoomPayload, events.room_payload(GENERAL)),
    (events.RoomPayload, events.room_payload(DIRECT)),
    (events.OwnRoomPayload, OWN),
    (events.MembershipPayload, OWN["membership"]),
    (events.RoomRemovedPayload, {"room": 1}),
    (events.ListedRoomPayload, events.listed_room_payload(ListedRoom(1, "general", "", 3, False))),
    (events.MemberPayload, events.member_payload(Member(ADA, "owner"))),
    (events.PagePayload, events.page_payload(Page(5, ALL, before=False, after=True))),
    (events.ChangesPayload, events.changes_payload(Changes(5, ALL, more=True, reset=False))),
    (events.WelcomePayload, {"user": events.user_payload(ADA), "rooms": [OWN]}),
]


@pytest.mark.parametrize(("model", "payload"), BUILT)
def test_what_is_built_is_what_the_model_says(model: type[events.Payload], payload: dict[str, Any]) -> None:
    assert model.model_validate(payload).model_dump() == payload


def test_every_model_of_a_payload_is_held_against_what_is_built() -> None:
    models = [model for model in vars(events).values() if isinstance(model, type)]

    assert {model for model, _ in BUILT} == {
        model for model in models if issubclass(model, events.Payload) and model is not events.Payload
    }


def test_what_all_members_are_told_of_a_room_is_nobodys_own() -> None:
    assert set(OWN) - set(events.room_payload(GENERAL)) == {"membership"}


@pytest.mark.parametrize("message", ALL)
def test_the_json_of_a_message_is_its_payload(message: Message) -> None:
    assert orjson.loads(events.message_json(message)) == events.message_payload(message)


def test_the_json_of_a_changed_message_is_its_own() -> None:
    events.message_json(SENT)

    changed = replace(SENT, body="changed")

    assert orjson.loads(events.message_json(changed))["body"] == "changed"


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-9, minutes=-30))]
)
def test_a_time_is_in_utc_with_milliseconds(zone: timezone) -> None:
    assert events.timestamp(MOMENT.astimezone(zone)) == "2024-02-29T23:59:59.007Z"


def test_a_time_is_cut_and_never_rounded_into_the_next_second() -> None:
    assert events.timestamp(MOMENT.replace(microsecond=999_999)) == "2024-02-29T23:59:59.999Z"
