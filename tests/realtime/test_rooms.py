"""Rooms, live: who comes in hears, who goes does not, and everybody knows at once."""

import threading
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Person, made
from tests.realtime.clients import Client, ask, room_made, send
from tests.realtime.conftest import Connect, connected

ABSENT = 999_999


def fetched(person: Person, room: int) -> dict[str, Any]:
    found: dict[str, Any] = made(person.api("GET", f"/rooms/{room}"))["room"]
    return found


def held(client: Client, room: int) -> dict[str, Any]:
    """A room as somebody has it who listened."""
    header: dict[str, Any] = {}
    for event in client.inbox.all("room"):
        if event["id"] == room:
            header |= event
    return header


def test_who_makes_a_room_is_subscribed_everywhere(ada: Person, connect: Connect) -> None:
    here, there = connected(connect, ada), connected(connect, ada)
    room = room_made(here)
    assert there.inbox.wait("room", lambda data: data["id"] == room) == fetched(ada, room)
    said = send(here, "to myself", room=room)
    assert there.inbox.message("to myself") == said


def test_who_is_invited_hears_from_then_on(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, guest = connected(connect, ada), connected(connect_other, ben)
    room = room_made(owner)
    send(owner, "before", room=room)
    answer = ask(owner, "room:invite", room=room, user=ben.id)
    assert answer["member"]["user"]["username"] == ben.username
    header = guest.inbox.wait("room", lambda data: data["id"] == room)
    assert header["membership"] == {"role": "member", "read_number": 1, "mentions": 0, "muted": False}
    send(owner, "after", room=room)
    guest.inbox.message("after")
    assert "before" not in guest.inbox.bodies()


def test_who_joins_hears_from_then_on(ada: Person, ben: Person, connect: Connect) -> None:
    owner, visitor = connected(connect, ada), connected(connect, ben)
    room = room_made(owner, "public")
    send(owner, "before", room=room)
    assert ask(visitor, "room:join", room=room)["room"] == fetched(ben, room)
    send(owner, "after", room=room)
    visitor.inbox.message("after")
    assert "before" not in visitor.inbox.bodies()


def test_a_direct_conversation_is_there_for_both(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    one, other = connected(connect, ada), connected(connect_other, ben)
    room = ask(one, "room:direct", users=[ben.id])["room"]
    assert [user["username"] for user in room["members"]] == [ada.username, ben.username]
    assert other.inbox.wait("room", lambda data: data["id"] == room["id"])["members"] == room["members"]
    send(one, "hello Ben", room=room["id"])
    other.inbox.message("hello Ben")
    assert ask(other, "room:direct", users=[ada.id])["room"]["id"] == room["id"]


def test_whoever_is_in_a_room_hears_of_its_changes_and_nobody_else(
    ada: Person, ben: Person, outsider: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, member = connected(connect, ada), connected(connect_other, ben)
    stranger = connected(connect, outsider)
    room = room_made(owner, "public", ben)
    ask(member, "room:update", room=room, topic="Shapes")
    ask(owner, "room:update", room=room, name=f"renamed {uuid4()}", archived=True)
    ask(owner, "room:role", room=room, user=ben.id, role="owner")
    for client in (owner, member):
        client.inbox.wait("room", lambda data: data["id"] == room and data["archived"])
        changes = [data for data in client.inbox.all("room") if "membership" not in data]
        assert [data["topic"] for data in changes if data["id"] == room] == ["Shapes", "Shapes"]
    member.inbox.wait("room", lambda data: data.get("membership", {}).get("role") == "owner")
    for client, person in ((owner, ada), (member, ben)):
        assert held(client, room) == fetched(person, room)
    assert stranger.call("heads", {})["ok"]
    assert stranger.inbox.all("room") == []


@pytest.mark.parametrize("how", ["room:remove", "room:leave"])
def test_who_is_out_hears_nothing_any_more_on_any_connection(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect, how: str
) -> None:
    owner = connected(connect, ada)
    here, there = connected(connect, ben), connected(connect_other, ben)
    room = room_made(owner, "private", ben)
    send(owner, "for both", room=room)
    for client in (here, there):
        client.inbox.message("for both")
    began = monotonic()
    if how == "room:remove":
        ask(owner, how, room=room, user=ben.id)
    else:
        ask(here, how, room=room)
    for client in (here, there):
        assert client.inbox.wait("room:removed") == {"room": room}
    assert monotonic() - began < 1
    send(owner, "for the others", room=room)
    ask(owner, "room:update", room=room, topic="secret")
    for client in (here, there):
        for event, data in (("sync", {"room": room, "since": 0}), ("room:leave", {"room": room})):
            assert client.call(event, data)["error"]["code"] == "not_found"
        assert str(room) not in ask(client, "heads")["rooms"]
        assert [name for name, _ in client.inbox.after("room:removed") if name in ("message", "room")] == []
    assert str(room) not in str(connected(connect, ben).inbox.wait("welcome")["rooms"])


def test_a_removal_cuts_a_stream_of_messages_in_two(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, talker, member = connected(connect, ada), connected(connect_other, ada), connected(connect, ben)
    for _ in range(5):
        room = room_made(owner, "private", ben)
        done = threading.Event()

        def talk(room: int = room, done: threading.Event = done) -> None:
            while not done.is_set():
                send(talker, "on and on", room=room)

        def in_room(data: dict[str, Any], room: int = room) -> bool:
            return bool(data["room"] == room)

        talking = threading.Thread(target=talk)
        talking.start()
        try:
            member.inbox.wait("message", in_room)
            ask(owner, "room:remove", room=room, user=ben.id)
            member.inbox.wait("room:removed", in_room)
            for _ in range(5):
                send(owner, "unheard", room=room)
        finally:
            done.set()
            talking.join()
        assert ask(member, "heads")
        after = [data for name, data in after_removal(member, room) if name == "message"]
        assert [message for message in after if message["room"] == room] == []


def after_removal(client: Client, room: int) -> list[tuple[str, Any]]:
    events = client.inbox.after("welcome")
    return events[events.index(("room:removed", {"room": room})) :]


def test_a_removal_over_http_is_seen_live(ada: Person, ben: Person, connect: Connect) -> None:
    room = ada.make_room(members=[ben])["id"]
    member = connected(connect, ben)
    ada.api("DELETE", f"/rooms/{room}/members/{ben.id}")
    assert member.inbox.wait("room:removed") == {"room": room}


def test_an_outsider_can_do_nothing_to_a_room(
    ada: Person, ben: Person, outsider: Person, connect: Connect
) -> None:
    owner, stranger = connected(connect, ada), connected(connect, outsider)
    room = room_made(owner, "private", ben)
    for event, data in (
        ("room:update", {"topic": "mine"}),
        ("room:update", {"archived": True}),
        ("room:join", {}),
        ("room:leave", {}),
        ("room:invite", {"user": outsider.id}),
        ("room:remove", {"user": ben.id}),
        ("room:role", {"user": ben.id, "role": "owner"}),
        ("message:send", {"client_id": str(uuid4()), "body": "let me in"}),
        ("sync", {"since": 0}),
    ):
        there = stranger.call(event, {**data, "room": room})
        nowhere = stranger.call(event, {**data, "room": ABSENT})
        assert there == nowhere, event
        assert there["error"]["code"] == "not_found"
    assert fetched(ada, room)["topic"] == ""


def test_a_member_cannot_do_what_an_owner_can(ada: Person, ben: Person, connect: Connect) -> None:
    owner, member = connected(connect, ada), connected(connect, ben)
    room = room_made(owner, "private", ben)
    for event, data in (
        ("room:update", {"name": "mine"}),
        ("room:update", {"archived": True}),
        ("room:remove", {"user": ada.id}),
        ("room:role", {"user": ben.id, "role": "owner"}),
    ):
        assert member.call(event, {**data, "room": room})["error"]["code"] == "forbidden", event
    ask(member, "room:update", room=room, topic="a member's to change")
    assert owner.call("room:leave", {"room": room})["error"]["code"] == "conflict"
