"""Being there: who watches is told, and nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import Person, made
from tests.realtime.clients import Client, ask, room_made, send
from tests.realtime.conftest import Connect, connected

ABSENT = 999_999


def watch(client: Client, *people: Person) -> dict[int, dict[str, Any]]:
    """How they are now; from now on the connection is told of them."""
    users = ask(client, "presence:watch", users=[person.id for person in people])["users"]
    return {presence["user"]: presence for presence in users}


def told(client: Client, person: Person, **fields: Any) -> dict[str, Any]:
    """Wait until somebody is said to be so."""
    user_id = person.id

    def found(data: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            presence
            for presence in data["users"]
            if presence["user"] == user_id and {**presence, **fields} == presence
        ]

    presence: dict[str, Any] = found(client.inbox.wait("presence", lambda data: bool(found(data))))[0]
    return presence


def states(client: Client, person: Person) -> list[str]:
    """All that somebody was said to be."""
    user_id = person.id
    return [
        presence["state"]
        for data in client.inbox.all("presence")
        for presence in data["users"]
        if presence["user"] == user_id
    ]


def asked(person: Person, *of: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = made(
        person.api("GET", "/presence", params={"user": [other.id for other in of]})
    )["users"]
    return found


def test_who_comes_idles_and_goes_is_seen(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    viewer = connected(connect, ada)
    assert watch(viewer, ben)[ben.id] == {"user": ben.id, "state": "offline", "status": None}
    laptop, phone = connected(connect, ben), connected(connect_other, ben)
    told(viewer, ben, state="online")
    ask(laptop, "presence:idle", idle=True)
    ask(phone, "presence:idle", idle=True)
    assert told(viewer, ben, state="away") in asked(ada, ben)
    ask(phone, "presence:idle", idle=False)
    told(viewer, ben, state="online")
    for device in (laptop, phone):
        device.close()
    assert told(viewer, ben, state="offline") in asked(ada, ben)


def test_who_comes_back_at_once_was_never_gone(ada: Person, ben: Person, connect: Connect) -> None:
    viewer, page = connected(connect, ada), connected(connect, ben)
    watch(viewer, ben)
    for _ in range(3):
        page.close()
        page = connected(connect, ben)
    ask(page, "status:set", text="back")

    told(viewer, ben, status={"emoji": "", "text": "back", "expires_at": None})

    assert set(states(viewer, ben)) <= {"online"}


def test_whom_nobody_watches_nobody_is_told_of(ada: Person, ben: Person, connect: Connect) -> None:
    viewer, other = connected(connect, ada), connected(connect, ada)
    watch(viewer, ben)
    watch(other, ben)
    watch(other)
    connected(connect, ben)
    told(viewer, ben, state="online")
    assert ask(other, "heads")
    assert other.inbox.all("presence") == []


def test_what_somebody_says_of_themselves(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    viewer, laptop, phone = connected(connect, ada), connected(connect, ben), connected(connect_other, ben)
    watch(viewer, ben)
    watch(phone, ben)
    ends = datetime.now(UTC) + timedelta(seconds=8)  # a busy machine tells of it before
    own = ask(laptop, "status:set", emoji="🌴", text="On holiday", expires_at=ends.isoformat())["presence"]
    assert own["status"]["expires_at"][:19] == ends.isoformat()[:19]
    for device in (viewer, phone):
        assert told(device, ben, status=own["status"])["state"] == "online"
    assert ask(laptop, "away:set", away=True)["presence"]["state"] == "away"
    told(viewer, ben, state="away")
    assert connected(connect, ben).inbox.wait("welcome")["presence"]["state"] == "away"
    told(viewer, ben, status=None)
    assert datetime.now(UTC) >= ends
    assert asked(ada, ben) == [{"user": ben.id, "state": "away", "status": None}]


def test_whom_one_shares_no_room_with_is_not_there(
    ada: Person, ben: Person, outsider: Person, connect: Connect, connect_other: Connect
) -> None:
    stranger, viewer = connected(connect_other, outsider), connected(connect, ada)
    ask(stranger, "status:set", text="nobody's business")
    hidden = {"state": "offline", "status": None}
    assert watch(viewer, outsider, ben)[outsider.id] == {"user": outsider.id, **hidden}
    absent = ask(viewer, "presence:watch", users=[ABSENT, outsider.id, ben.id])["users"][0]
    assert absent == {"user": ABSENT, **hidden}
    assert watch(stranger, ada, outsider)[ada.id] == {"user": ada.id, **hidden}
    ask(stranger, "presence:idle", idle=True)
    told(stranger, outsider, state="away")
    connected(connect, ben)
    told(viewer, ben, state="online")
    assert states(viewer, outsider) == states(stranger, ada) == []
    assert asked(outsider, ada) == [{"user": ada.id, **hidden}]


def test_who_is_removed_is_seen_no_more(ada: Person, outsider: Person, ben: Person, connect: Connect) -> None:
    owner, guest = connected(connect, ada), connected(connect, outsider)
    room = room_made(owner, "private", outsider)
    watch(owner, outsider, ben)
    watch(guest, ada, outsider)
    ask(owner, "room:remove", room=room, user=outsider.id)
    ask(guest, "presence:idle", idle=True)
    told(guest, outsider, state="away")
    ask(owner, "presence:idle", idle=True)
    connected(connect, ben)
    told(owner, ben, state="online")
    assert states(owner, outsider) == states(guest, ada) == []


def test_a_status_that_would_end_in_the_past_is_refused(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    for ends in ("2001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"):
        answer = client.call("status:set", {"text": "x", "expires_at": ends})
        assert set(answer["error"]["fields"]) == {"expires_at"}, answer
    for wrong in (
        {"emoji": "x" * 65},
        {"emoji": "admin"},
        {"emoji": "🌴\n🌴"},
        {"text": "x" * 101},
        {"text": "\x00"},
        {"expires_at": "tomorrow"},
    ):
        assert client.call("status:set", {"text": "x", **wrong})["error"]["code"] == "invalid"
    too_many = client.call("presence:watch", {"users": list(range(1, 202))})
    assert too_many["error"]["code"] == "invalid"


def test_those_who_write_are_named_to_all_in_the_room(
    ada: Person, ben: Person, outsider: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, member, stranger = (connected(connect, person) for person in (ada, ben, outsider))
    watching = connected(connect_other, ada)
    room = room_made(owner, "private", ben)
    ask(member, "typing", room=room)
    expected = {"room": room, "users": [{"id": ben.id, "username": ben.username}], "threads": []}
    for client in (owner, watching, member):
        assert client.inbox.wait("typing") == expected
    assert ask(stranger, "heads")
    assert stranger.inbox.all("typing") == []
    ask(owner, "room:update", room=room, archived=True)
    assert member.call("typing", {"room": room})["error"]["code"] == "conflict"


def test_those_who_write_in_a_thread_are_named_with_it(
    ada: Person, ben: Person, outsider: Person, connect: Connect
) -> None:
    owner, member, stranger = (connected(connect, person) for person in (ada, ben, outsider))
    room = room_made(owner, "private", ben)
    root = send(owner, "Who comes?", room=room)["number"]
    answer = send(owner, "I do", room=room, reply_to=root)["number"]
    ask(member, "typing", room=room, thread=root)
    writing = {"thread": root, "users": [{"id": ben.id, "username": ben.username}]}
    assert owner.inbox.wait("typing") == {"room": room, "users": [], "threads": [writing]}
    for wrong in (answer, answer + 1):
        assert member.call("typing", {"room": room, "thread": wrong})["error"]["code"] == "not_found"
    for wrong in (0, -1, 2**53, "1", True):
        assert member.call("typing", {"room": room, "thread": wrong})["error"]["code"] == "invalid"
    here, nowhere = ({"room": place, "thread": root} for place in (room, 2**52))
    assert stranger.call("typing", here) == stranger.call("typing", nowhere)
    assert ask(stranger, "heads")
    assert stranger.inbox.all("typing") == []


def test_who_has_been_removed_is_not_named(ada: Person, ben: Person, connect: Connect) -> None:
    owner, member = connected(connect, ada), connected(connect, ben)
    room = room_made(owner, "private", ben)
    for _ in range(3):
        ask(member, "typing", room=room)
        ask(owner, "room:remove", room=room, user=ben.id)
        ask(owner, "typing", room=room)
        ask(owner, "room:invite", room=room, user=ben.id)
    owner.inbox.wait("typing", lambda data: ada.id in [user["id"] for user in data["users"]])
    named = [{user["id"] for user in data["users"]} for data in owner.inbox.all("typing")]
    assert {ada.id, ben.id} not in named, "he was not there any more when she began"
