"""What the server sends has the shape of its models, which the client's types are made from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import orjson
import pytest

from chatroom.domain import payloads
from chatroom.domain.entities.files import File
from chatroom.domain.entities.messages import Edit, Listed, Message, Reaction, Reactors, Thread
from chatroom.domain.entities.people import ListedSession, Presence, Status, User
from chatroom.domain.entities.reading import Draft
from chatroom.domain.entities.rooms import ListedRoom, Member, Membership, Room
from chatroom.domain.entities.search import SearchPage, SearchResult
from chatroom.domain.entities.sync import Changes, Page
from chatroom.domain.payloads import account, files, messages, people, reading, rooms, search, sync
from chatroom.domain.payloads.base import Payload, timestamp

ADA = User(1, "ada")
MOMENT = datetime(2024, 2, 29, 23, 59, 59, 7_000, UTC)
PICTURE = File("A" * 22, 1, 1, 1, "a.png", "image/png", "image", 5, 4, 3)
NOTES = File("B" * 22, 1, None, None, "notes.txt", "text/plain", "file", 5, None, None)
SENT = Message(1, 1, 1, "c" * 36, ADA, "hello", MOMENT, None, False, (PICTURE, NOTES))
EDITED = Message(1, 2, 4, "d" * 36, ADA, "hello", MOMENT, MOMENT, False, ())
ANSWER = Message(
    *(1, 4, 6, "f" * 36, ADA, "yes, @ada", MOMENT, None, False, ()),
    reply_to=2,
    thread=1,
    mentions=(ADA,),
    everyone="here",
    reactions=(Reaction("👍", (1, 2)),),
    pinned=True,
)
DELETED = Message(1, 3, 5, "e" * 36, ADA, "", MOMENT, None, True, ())
GENERAL = Room(1, "general", "public", "", 3, 5)
DIRECT = Room(2, "", "direct", "", 3, 5, True, (ADA, User(2, "ben")))
OWN = rooms.own_room_payload(Membership(GENERAL, "owner", 2))
HERE = people.presence_payload(Presence(1, "away", Status("🌴", "On holiday", MOMENT)))
ALL = [SENT, EDITED, DELETED, ANSWER]


def sent(payload: Any) -> Any:
    """What a client gets of it."""
    return orjson.loads(orjson.dumps(payload))


FOUND = search.search_payload(SearchPage([SearchResult(SENT, "hello")], ("hello",), True, "5-1-1", True))

BUILT: list[tuple[type[Payload], Any]] = [
    (people.UserPayload, people.user_payload(ADA)),
    (files.FilePayload, files.file_payload(PICTURE)),
    (files.FilePayload, files.file_payload(NOTES)),
    *((messages.MessagePayload, messages.message_payload(message)) for message in ALL),
    (rooms.RoomPayload, rooms.room_payload(GENERAL)),
    (rooms.RoomPayload, rooms.room_payload(DIRECT)),
    (rooms.OwnRoomPayload, OWN),
    (rooms.MembershipPayload, OWN["membership"]),
    (rooms.RoomRemovedPayload, {"room": 1}),
    (rooms.ListedRoomPayload, rooms.listed_room_payload(ListedRoom(1, "general", "", 3, False))),
    (rooms.MemberPayload, rooms.member_payload(Member(ADA, "owner"))),
    (sync.PagePayload, sync.page_payload(Page(5, ALL, before=False, after=True))),
    (sync.ChangesPayload, sync.changes_payload(Changes(5, ALL, more=True, reset=False))),
    (
        sync.WelcomePayload,
        {
            "user": people.user_payload(ADA),
            "rooms": [OWN],
            "presence": HERE,
            "saved": [{"room": 1, "number": 2}],
        },
    ),
    (sync.MessageReferencePayload, {"room": 1, "number": 2}),
    (messages.ReactionPayload, sent(messages.message_payload(ANSWER))["reactions"][0]),
    (messages.ReactorsPayload, messages.reactors_payload(Reactors("👍", (ADA,)))),
    (messages.EditPayload, messages.edit_payload(Edit("hallo", MOMENT))),
    (messages.ThreadPayload, messages.thread_payload(Thread(SENT, [ANSWER], more=False))),
    (messages.SavedListPayload, messages.listed_payload(Listed(ALL, more=True))),
    (messages.PinsPayload, messages.listed_payload(Listed(ALL, more=True))),
    (messages.SavedPayload, {"room": 1, "number": 2, "saved": False}),
    (people.PersonPresencePayload, HERE),
    (people.PersonPresencePayload, people.presence_payload(Presence(2, "offline", None))),
    (people.StatusPayload, HERE["status"]),
    (people.PresencePayload, {"users": [HERE]}),
    (people.TypingPayload, people.typing_payload(1, {None: [ADA], 2: [ADA]})),
    (people.ThreadTypingPayload, people.typing_payload(1, {2: [ADA]})["threads"][0]),
    (search.SearchPayload, FOUND),
    (search.SearchResultPayload, FOUND["results"][0]),
    (
        account.SessionPayload,
        account.session_payload(ListedSession(1, "Firefox on Linux", MOMENT, MOMENT, True, False)),
    ),
    (reading.ReadPayload, {"room": 1, "read_number": 3, "mentions": 0}),
    (reading.DraftPayload, reading.draft_payload(Draft(1, "I thi", 2, MOMENT))),
    (reading.DraftListPayload, reading.draft_list_payload([Draft(1, "I thi", 2, MOMENT)], more=True)),
]


@pytest.mark.parametrize(("model", "payload"), BUILT)
def test_what_is_built_is_what_the_model_says(model: type[Payload], payload: Any) -> None:
    assert model.model_validate(sent(payload)).model_dump() == sent(payload)


def test_every_model_of_a_payload_is_held_against_what_is_built() -> None:
    modules = [
        import_module(module.name) for module in iter_modules(payloads.__path__, f"{payloads.__name__}.")
    ]
    models = [model for module in modules for model in vars(module).values() if isinstance(model, type)]

    assert {model for model, _ in BUILT} == {
        model for model in models if issubclass(model, Payload) and model is not Payload
    }


def test_what_all_members_are_told_of_a_room_is_nobodys_own() -> None:
    assert set(OWN) - set(rooms.room_payload(GENERAL)) == {"membership"}


@pytest.mark.parametrize("message", ALL)
def test_the_json_of_a_message_is_its_payload(message: Message) -> None:
    assert orjson.loads(messages.message_json(message)) == sent(messages.message_payload(message))


def test_the_json_of_a_changed_message_is_its_own() -> None:
    messages.message_json(SENT)

    changed = replace(SENT, body="changed")

    assert orjson.loads(messages.message_json(changed))["body"] == "changed"


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-9, minutes=-30))]
)
def test_a_time_is_in_utc_with_milliseconds(zone: timezone) -> None:
    assert timestamp(MOMENT.astimezone(zone)) == "2024-02-29T23:59:59.007Z"


def test_a_time_is_cut_and_never_rounded_into_the_next_second() -> None:
    assert timestamp(MOMENT.replace(microsecond=999_999)) == "2024-02-29T23:59:59.999Z"
