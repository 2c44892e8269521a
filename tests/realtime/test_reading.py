"""Reading and writing on several devices: what one says of it, the others know."""

from typing import Any

from tests.cast import Person, made
from tests.realtime.clients import Client, ask, room_made, send
from tests.realtime.conftest import Connect, connected

ABSENT = 999_999


def membership(person: Person, room: int) -> dict[str, Any]:
    found: dict[str, Any] = made(person.api("GET", f"/rooms/{room}"))["room"]["membership"]
    return found


def test_what_is_read_here_is_read_there(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, laptop, phone = connected(connect, ada), connected(connect, ben), connected(connect_other, ben)
    room = room_made(owner, "private", ben)
    for _ in range(3):
        send(owner, "hello", room=room)
    position = {"room": room, "read_number": 2, "mentions": 0}

    assert ask(laptop, "read", room=room, number=2) == {"ok": True, **position}

    for device in (laptop, phone):
        assert device.inbox.wait("read") == position
    assert membership(ben, room)["read_number"] == 2
    welcome = connected(connect, ben).inbox.wait("welcome")
    [mine] = [found for found in welcome["rooms"] if found["id"] == room]
    assert (mine["membership"]["read_number"], mine["last_number"]) == (2, 3)
    assert ask(owner, "heads")
    assert [data["read_number"] for data in owner.inbox.all("read")] == [1, 2, 3], "nobody else's places"


def test_reading_goes_forwards_and_unreading_back(ada: Person, ben: Person, connect: Connect) -> None:
    here, there, other = connected(connect, ada), connected(connect, ada), connected(connect, ben)
    room = room_made(here, "private", ben)
    for _ in range(3):
        send(other, "hello", room=room)
    for number in (2, 1, 2, 99, 3, 0):
        ask(here, "read", room=room, number=number)
    assert ask(here, "unread", room=room, number=2)["read_number"] == 1
    there.inbox.wait("read", lambda data: data["read_number"] == 1)
    assert [data["read_number"] for data in there.inbox.all("read")] == [2, 3, 1]
    assert ask(here, "unread", room=room, number=99)["read_number"] == 2
    assert ask(here, "unread", room=room, number=0)["read_number"] == 0


def test_what_one_says_is_not_unread_to_oneself(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    laptop, phone, other = connected(connect, ada), connected(connect_other, ada), connected(connect, ben)
    room = room_made(laptop, "private", ben)
    send(laptop, "hello", room=room)
    ada.post("and over HTTP, @room", room=room)
    for device in (laptop, phone):
        device.inbox.wait("read", {"room": room, "read_number": 2, "mentions": 0}.__eq__)
        heard = [name for name, data in device.inbox.after("welcome") if data.get("room") == room]
        assert heard == ["message", "read", "message", "read"]
    assert membership(ada, room)["read_number"] == 2
    assert membership(ben, room) == {"role": "member", "read_number": 0, "mentions": 1, "muted": False}
    assert ask(other, "heads")
    assert other.inbox.all("read") == []


def test_saying_something_reads_nothing_that_others_said(ada: Person, ben: Person, connect: Connect) -> None:
    owner, member = connected(connect, ada), connected(connect, ben)
    room = room_made(owner, "private", ben)
    send(owner, f"hello @{ben.username}", room=room)
    send(member, "hello", room=room)
    assert membership(ben, room) == {"role": "member", "read_number": 0, "mentions": 1, "muted": False}
    assert membership(ada, room)["read_number"] == 1
    ask(member, "read", room=room, number=2)
    send(member, "and again", room=room)
    assert membership(ben, room) == {"role": "member", "read_number": 3, "mentions": 0, "muted": False}
    ask(member, "unread", room=room, number=3)
    send(member, "while that is to be read again", room=room)
    assert membership(ben, room)["read_number"] == 2


def test_everything_is_read_at_once(ada: Person, ben: Person, connect: Connect) -> None:
    owner, here, there = connected(connect, ada), connected(connect, ben), connected(connect, ben)
    rooms = [room_made(owner, "private", ben) for _ in range(3)]
    for room in rooms[:2]:
        send(owner, "hello", room=room)
    assert ask(here, "read:all") == {"ok": True}
    there.inbox.wait("read", {"room": rooms[0], "read_number": 1, "mentions": 0}.__eq__)
    there.inbox.wait("read", {"room": rooms[1], "read_number": 1, "mentions": 0}.__eq__)
    assert rooms[2] not in [data["room"] for data in there.inbox.all("read")]


def test_a_draft_goes_along(ada: Person, ben: Person, connect: Connect, connect_other: Connect) -> None:
    laptop, phone, other = connected(connect, ada), connected(connect_other, ada), connected(connect, ben)
    room = room_made(laptop, "private", ben)
    kept = ask(laptop, "draft:save", room=room, body="I thi", reply_to=3)["draft"]
    assert (kept["room"], kept["body"], kept["reply_to"]) == (room, "I thi", 3)
    for device in (laptop, phone):
        assert device.inbox.wait("draft") == kept
    assert ask(phone, "draft:list")["drafts"] == [kept]
    gone = ask(phone, "draft:save", room=room, body="")["draft"]
    assert laptop.inbox.wait("draft", lambda data: not data["body"]) == gone
    assert ask(laptop, "draft:list")["drafts"] == []
    assert ask(other, "draft:list")["drafts"] == other.inbox.all("draft") == []


def test_the_last_of_many_that_one_device_sends_is_kept(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client)
    for length in range(1, 20):
        ask(client, "draft:save", room=room, body="x" * length)
    assert [draft["body"] for draft in ask(client, "draft:list")["drafts"]] == ["x" * 19]


def test_a_reading_place_comes_behind_the_messages_that_it_counts(
    ada: Person, ben: Person, connect: Connect
) -> None:
    owner, member = connected(connect, ada), connected(connect, ben)
    room = room_made(owner, "private", ben)
    for number in range(1, 11):
        send(owner, f"number {number}", room=room)
        ask(member, "read", room=room, number=number)
    member.inbox.wait("read", lambda data: data["read_number"] == 10)
    heard = [
        data["number"] if name == "message" else -data["read_number"]
        for name, data in member.inbox.after("welcome")
        if name in ("message", "read") and data["room"] == room
    ]
    assert heard == [sign * number for number in range(1, 11) for sign in (1, -1)]


def refused_of_a_stranger(stranger: Client, room: int) -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = {
        "read": {"number": 1},
        "unread": {"number": 1},
        "draft:save": {"body": "I thi"},
        "typing": {},
    }
    return {event: stranger.call(event, {"room": room, **data}) for event, data in content.items()}


def test_an_outsider_reads_and_writes_nothing(
    ada: Person, outsider: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, stranger = connected(connect, ada), connected(connect_other, outsider)
    room = room_made(owner)
    send(owner, "hello", room=room)
    refused = refused_of_a_stranger(stranger, room)
    assert {answer["error"]["code"] for answer in refused.values()} == {"not_found"}
    assert refused == refused_of_a_stranger(stranger, ABSENT)
    assert ask(stranger, "read:all") == {"ok": True}
    assert ask(stranger, "draft:list") == {"ok": True, "drafts": [], "more": False}
