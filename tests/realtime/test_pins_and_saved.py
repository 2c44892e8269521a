"""What stays at hand: pinned for everybody, saved for oneself."""

from chatroom.domain import limits
from tests.cast import Person
from tests.realtime.clients import ask, room_made, send
from tests.realtime.conftest import Connect, connected


def test_pins_are_heard_and_listed_the_last_first(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    one, other = connected(connect, ada), connected(connect_other, ben)
    room = room_made(one, "private", ben)
    numbers = [send(one, body, room=room)["number"] for body in ("a", "b", "c")]
    for number in (2, 1, 3):
        pinned = ask(other, "message:pin", room=room, number=number)["message"]
        assert pinned["pinned"]
    again = ask(one, "message:pin", room=room, number=1)["message"]
    assert ask(one, "heads")["rooms"][str(room)] == len(numbers) + 3
    ask(one, "message:unpin", room=room, number=3)
    heard = [message for message in one.inbox.all("message") if message["room"] == room]
    assert [(m["number"], m["pinned"]) for m in heard[3:]] == [(2, True), (1, True), (3, True), (3, False)]
    listed = ask(one, "room:pins", room=room)
    assert [message["number"] for message in listed["messages"]] == [1, 2]
    assert listed["messages"][0] == again
    assert [m["number"] for m in ask(one, "room:pins", room=room, skip=1)["messages"]] == [2]
    ask(one, "message:delete", room=room, number=1)
    assert [m["number"] for m in ask(other, "room:pins", room=room)["messages"]] == [2]
    assert one.call("message:pin", {"room": room, "number": 1})["error"]["code"] == "not_found"


def test_long_pins_come_in_pages(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client)
    for _ in range(8):
        number = send(client, "x" * limits.BODY_MAX, room=room)["number"]
        ask(client, "message:pin", room=room, number=number)
    first = ask(client, "room:pins", room=room)
    assert first["more"]
    rest = ask(client, "room:pins", room=room, skip=len(first["messages"]))
    found = [message["number"] for message in first["messages"] + rest["messages"]]
    assert (found, rest["more"]) == ([8, 7, 6, 5, 4, 3, 2, 1], False)


def test_what_one_saves_is_told_to_ones_own_connections_alone(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    here, there, other = connected(connect, ada), connected(connect_other, ada), connected(connect, ben)
    number = send(here, "Remember the milk")["number"]
    place = {"room": 1, "number": number}
    assert ask(here, "message:save", **place) == {"ok": True}
    ask(here, "message:save", **place)
    for client in (here, there):
        assert client.inbox.wait("saved") == {**place, "saved": True}
    assert connected(connect, ada).inbox.wait("welcome")["saved"] == [place]
    assert connected(connect, ben).inbox.wait("welcome")["saved"] == []
    assert [m["number"] for m in ask(there, "saved:list")["messages"]] == [number]
    assert ask(other, "saved:list")["messages"] == []
    ask(there, "message:unsave", **place)
    ask(there, "message:unsave", **place)
    assert here.inbox.wait("saved", lambda data: not data["saved"]) == {**place, "saved": False}
    assert len(here.inbox.all("saved")) == 2
    assert other.inbox.all("saved") == []
    assert ask(here, "saved:list") == {"ok": True, "messages": [], "more": False}


def test_what_one_saved_is_listed_the_last_first_in_pages(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    numbers = [send(client, body)["number"] for body in ("a", "b", "c")]
    for number in numbers:
        ask(client, "message:save", room=1, number=number)
    first = ask(client, "saved:list", limit=2)
    rest = ask(client, "saved:list", skip=2, limit=2)
    found = [message["number"] for message in first["messages"] + rest["messages"]]
    assert (found, first["more"], rest["more"]) == (numbers[::-1], True, False)
    ask(client, "message:delete", room=1, number=numbers[0])
    assert ask(client, "saved:list", skip=2)["messages"][0]["deleted"]


def test_what_one_may_not_see_any_more_is_not_listed(ada: Person, ben: Person, connect: Connect) -> None:
    owner, member = connected(connect, ada), connected(connect, ben)
    room = room_made(owner, "private", ben)
    place = {"room": room, "number": send(owner, "secret", room=room)["number"]}
    ask(member, "message:save", **place)
    ask(owner, "room:remove", room=room, user=ben.id)
    assert ask(member, "saved:list")["messages"] == []
    assert connected(connect, ben).inbox.wait("welcome")["saved"] == []
    ask(owner, "room:invite", room=room, user=ben.id)
    assert len(ask(member, "saved:list")["messages"]) == 1


def test_in_an_archived_room_one_saves_and_nothing_else_changes(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client)
    place = {"room": room, "number": send(client, "For later", room=room)["number"]}
    ask(client, "room:update", room=room, archived=True)
    for event, data in (
        ("message:pin", {}),
        ("reaction:add", {"emoji": "👍"}),
        ("message:edit", {"body": "changed"}),
        ("message:delete", {}),
    ):
        assert client.call(event, {**place, **data})["error"]["code"] == "conflict", event
    ask(client, "message:save", **place)
    ask(client, "message:unsave", **place)
