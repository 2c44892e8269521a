"""Muting a room: all devices of one person know at once, and nobody else."""

from typing import Any

from tests.cast import Person, made
from tests.realtime.clients import Client, ask, room_made, send
from tests.realtime.conftest import Connect, connected


def fetched(person: Person, room: int) -> dict[str, Any]:
    found: dict[str, Any] = made(person.api("GET", f"/rooms/{room}"))["room"]
    return found


def of_room(client: Client, room: int) -> list[dict[str, Any]]:
    """Every header of a room that somebody was told."""
    return [header for header in client.inbox.all("room") if header["id"] == room]


def is_muted(header: dict[str, Any]) -> bool:
    return bool(header.get("membership", {}).get("muted"))


def test_what_is_muted_here_is_muted_there_and_nobody_else_learns_it(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, laptop, phone = connected(connect, ada), connected(connect, ben), connected(connect_other, ben)
    room = room_made(owner, "private", ben)
    for device in (laptop, phone):
        device.inbox.wait("room", lambda header: header["id"] == room)
    told = len(of_room(owner, room))

    answer = ask(laptop, "room:mute", room=room, muted=True)["room"]

    assert answer == fetched(ben, room)
    assert answer["membership"] == {"role": "member", "read_number": 0, "mentions": 0, "muted": True}
    for device in (laptop, phone):
        assert device.inbox.wait("room", is_muted) == answer
    [welcomed] = [mine for mine in welcome(connected(connect, ben)) if mine["id"] == room]
    assert welcomed == answer
    send(laptop, "hello", room=room)
    owner.inbox.message("hello")
    assert len(of_room(owner, room)) == told
    assert fetched(ada, room)["membership"]["muted"] is False
    assert "muted" not in made(ada.api("GET", f"/rooms/{room}/members"))["members"][0]


def welcome(client: Client) -> list[dict[str, Any]]:
    rooms: list[dict[str, Any]] = client.inbox.wait("welcome")["rooms"]
    return rooms


def test_to_mute_what_is_muted_is_told_to_no_device(ada: Person, connect: Connect) -> None:
    here, there = connected(connect, ada), connected(connect, ada)
    room = room_made(here)
    first = ask(here, "room:mute", room=room, muted=True)
    assert ask(there, "room:mute", room=room, muted=True) == first
    ask(here, "room:mute", room=room, muted=False)
    there.inbox.wait("room", lambda header: header["id"] == room and len(of_room(there, room)) == 3)
    for client in (here, there):
        assert [is_muted(header) for header in of_room(client, room)] == [False, True, False]


def test_a_muted_room_is_told_of_as_ever(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, member = connected(connect, ada), connected(connect_other, ben)
    room = room_made(owner, "public", ben)
    ask(member, "room:mute", room=room, muted=True)

    send(owner, f"hello @{ben.username}", room=room)
    ask(owner, "room:update", room=room, topic="Colours")
    ask(owner, "room:role", room=room, user=ben.id, role="owner")

    assert member.inbox.message(f"hello @{ben.username}")["number"] == 1
    header = member.inbox.wait("room", lambda header: header.get("membership", {}).get("role") == "owner")
    assert header == fetched(ben, room)
    assert header["membership"] == {"role": "owner", "read_number": 0, "mentions": 1, "muted": True}
    # A header for all lies over what one has, and leaves what is one's own as it is.
    held: dict[str, Any] = {}
    for told in of_room(member, room):
        held |= told
    assert held == fetched(ben, room)


def test_it_is_muted_over_http_and_seen_live(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client)
    muted = made(ada.api("PUT", f"/rooms/{room}/mute", json={"muted": True}))["room"]
    assert client.inbox.wait("room", is_muted) == muted
