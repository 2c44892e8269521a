"""Mentions: whom a message names, and for whom it counts until they have read it."""

from typing import Any

from tests.cast import Person, made
from tests.realtime.clients import ask, room_made, send
from tests.realtime.conftest import Connect, connected


def unread_mentions(connect: Connect, person: Person, room: int) -> int:
    rooms = connected(connect, person).inbox.wait("welcome")["rooms"]
    [found] = [header["membership"]["mentions"] for header in rooms if header["id"] == room]
    return int(found)


def asked_mentions(person: Person, room: int) -> int:
    """The same, without being there for it."""
    return int(made(person.api("GET", f"/rooms/{room}"))["room"]["membership"]["mentions"])


def named(message: dict[str, Any]) -> list[str]:
    return [user["username"] for user in message["mentions"]]


def test_who_is_named_is_told_and_it_counts(
    ada: Person, ben: Person, outsider: Person, connect: Connect, connect_other: Connect
) -> None:
    one, other = connected(connect, ada), connected(connect_other, ben)
    room = room_made(one, "private", ben)
    message = send(
        one,
        f"@{ben.username.upper()}, @{ada.username} and @{outsider.username}; `@{ben.username}`",
        room=room,
    )
    assert named(message) == [ben.username, ada.username]
    assert message["everyone"] is None
    assert other.inbox.wait("message", lambda m: m["room"] == room) == message
    assert unread_mentions(connect, ben, room) == 1
    assert unread_mentions(connect, ada, room) == 0
    edited = ask(one, "message:edit", room=room, number=1, body="Nobody")["message"]
    assert named(edited) == []
    assert unread_mentions(connect, ben, room) == 0
    ask(one, "message:edit", room=room, number=1, body=f"@{ben.username} after all")
    assert unread_mentions(connect, ben, room) == 1
    ask(one, "message:delete", room=room, number=1)
    assert unread_mentions(connect, ben, room) == 0


def test_a_room_is_called_and_whoever_joins_later_is_not(ada: Person, ben: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client, "private", ben)
    message = send(client, f"@room, and @{ben.username}", room=room)
    assert message["everyone"] == "room"
    assert unread_mentions(connect, ben, room) == 1
    assert unread_mentions(connect, ada, room) == 0
    ask(client, "room:remove", room=room, user=ben.id)
    ask(client, "room:invite", room=room, user=ben.id)
    assert unread_mentions(connect, ben, room) == 0
    ask(client, "message:delete", room=room, number=message["number"])
    assert unread_mentions(connect, ben, room) == 0


def test_who_is_not_there_is_not_called_by_here(
    ada: Person, ben: Person, outsider: Person, connect: Connect, connect_other: Connect
) -> None:
    one = connected(connect, ada)
    connected(connect_other, ben)
    room = room_made(one, "private", ben, outsider)
    message = send(one, "@here", room=room)
    assert (message["everyone"], message["mentions"]) == ("here", [])
    assert unread_mentions(connect, ben, room) == 1
    assert unread_mentions(connect, outsider, room) == 0
    assert unread_mentions(connect, ada, room) == 0


def test_who_is_named_no_longer_was_not_called_by_here(
    ada: Person, ben: Person, outsider: Person, connect: Connect, connect_other: Connect
) -> None:
    one = connected(connect, ada)
    connected(connect_other, ben)
    room = room_made(one, "private", ben, outsider)
    message = send(one, f"@here @{ben.username} @{outsider.username}", room=room)
    assert asked_mentions(ben, room) == asked_mentions(outsider, room) == 1
    ask(one, "message:edit", room=room, number=message["number"], body="@here")
    assert (asked_mentions(ben, room), asked_mentions(outsider, room)) == (1, 0)
    ask(one, "message:edit", room=room, number=message["number"], body="nobody")
    assert asked_mentions(ben, room) == asked_mentions(outsider, room) == 0
