"""Reactions: heard by all, each once, within bounds."""

from chatroom.domain import limits
from tests.cast import Person
from tests.realtime.clients import ask, room_made, send
from tests.realtime.conftest import Connect, connected

EMOJI = [chr(0x1F600 + index) for index in range(limits.REACTIONS_PER_MESSAGE + 1)]


def test_reactions_are_heard_in_the_order_in_which_they_were_given(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    one, other = connected(connect, ada), connected(connect_other, ben)
    place = {"room": 1, "number": send(one, "Done!")["number"]}
    ask(other, "reaction:add", **place, emoji="🎉")
    ask(one, "reaction:add", **place, emoji="👍")
    message = ask(one, "reaction:add", **place, emoji="🎉")["message"]
    assert message["reactions"] == [
        {"emoji": "🎉", "users": [ben.id, ada.id]},
        {"emoji": "👍", "users": [ada.id]},
    ]
    assert other.inbox.wait("message", lambda m: m["version"] == message["version"]) == message
    listed = ask(other, "reaction:list", **place)["reactions"]
    assert [user["username"] for user in listed[0]["users"]] == [ben.username, ada.username]
    left = ask(other, "reaction:remove", **place, emoji="🎉")["message"]["reactions"]
    assert left == [{"emoji": "👍", "users": [ada.id]}, {"emoji": "🎉", "users": [ada.id]}]


def test_what_changes_nothing_is_no_change(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client)
    place = {"room": room, "number": send(client, "Done!", room=room)["number"]}
    first = ask(client, "reaction:add", **place, emoji="❤️")["message"]
    assert ask(client, "reaction:add", **place, emoji="❤")["message"] == first
    assert ask(client, "reaction:remove", **place, emoji="👍")["message"] == first
    assert ask(client, "heads")["rooms"][str(room)] == first["version"]
    assert ask(client, "reaction:remove", **place, emoji="❤")["message"]["reactions"] == []


def test_only_an_emoji_is_a_reaction(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    place = {"room": 1, "number": send(client, "Done!")["number"]}
    for text in ("", "a", "1", ":)", "<b>", "👍👍", "x" * 100):
        answer = client.call("reaction:add", {**place, "emoji": text})
        assert answer["error"]["code"] == "invalid", text
        assert "emoji" in answer["error"]["fields"]


def test_so_many_different_ones_and_no_more(ada: Person, ben: Person, connect: Connect) -> None:
    one, other = connected(connect, ada), connected(connect, ben)
    place = {"room": 1, "number": send(one, "Done!")["number"]}
    for emoji in EMOJI[:-1]:
        ask(one, "reaction:add", **place, emoji=emoji)
    assert other.call("reaction:add", {**place, "emoji": EMOJI[-1]})["error"]["code"] == "conflict"
    ask(other, "reaction:add", **place, emoji=EMOJI[0])


def test_what_was_deleted_has_no_reactions(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    place = {"room": 1, "number": send(client, "Done!")["number"]}
    ask(client, "reaction:add", **place, emoji="👍")
    ask(client, "message:delete", **place)
    for event in ("reaction:add", "reaction:remove"):
        assert client.call(event, {**place, "emoji": "👍"})["error"]["code"] == "not_found"
