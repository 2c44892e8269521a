"""Replies and threads, what a message said before, and messages asked for by number."""

from typing import Any
from uuid import uuid4

from chatroom.domain import limits
from tests.cast import Person
from tests.realtime.clients import ask, room_made, send
from tests.realtime.conftest import Connect, connected


def test_a_reply_joins_the_thread_of_what_it_answers(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    one, other = connected(connect, ada), connected(connect_other, ben)
    room = room_made(one, "private", ben)
    root = send(one, "Who comes?", room=room)
    first = send(other, "Me", room=room, reply_to=root["number"])
    second = send(one, "Good", room=room, reply_to=first["number"])
    assert (root["thread"], root["reply_to"], root["replies"]) == (None, None, 0)
    assert (first["thread"], first["reply_to"]) == (root["number"], root["number"])
    assert (second["thread"], second["reply_to"]) == (root["number"], first["number"])
    for asked in (root, first, second):
        thread = ask(other, "message:thread", room=room, number=asked["number"])
        assert thread["root"]["replies"] == 2
        assert thread["messages"] == [first, second]
        assert not thread["more"]
    page = ask(other, "message:thread", room=room, number=1, after=first["number"], limit=1)
    assert (page["messages"], page["more"]) == ([second], False)
    assert ask(other, "message:thread", room=room, number=1, limit=1)["more"]


def test_a_reply_and_its_root_are_heard_one_after_the_other(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    one, other = connected(connect, ada), connected(connect_other, ben)
    room = room_made(one, "private", ben)
    root = send(one, "Who comes?", room=room)
    reply = send(one, "Nobody?", room=room, reply_to=root["number"])
    ask(one, "message:delete", room=room, number=reply["number"])
    other.inbox.wait("message", lambda m: m["number"] == 1 and m["version"] == 5)
    heard = [
        (m["version"], m["number"], m["replies"]) for m in other.inbox.all("message") if m["room"] == room
    ]
    assert heard == [(1, 1, 0), (2, 2, 0), (3, 1, 1), (4, 2, 0), (5, 1, 0)]
    assert ask(other, "sync", room=room, since=3)["messages"][-1]["replies"] == 0


def test_a_retried_reply_counts_once(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    root = send(client, "Once")
    content = {"room": 1, "client_id": str(uuid4()), "body": "yes", "reply_to": root["number"]}
    assert client.call("message:send", content) == client.call("message:send", content)
    assert ask(client, "message:get", room=1, numbers=[root["number"]])["messages"][0]["replies"] == 1
    other = {**content, "reply_to": root["number"] + 1}
    assert client.call("message:send", other)["error"]["code"] == "conflict"


def test_what_is_not_there_cannot_be_answered(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client)
    deleted = send(client, "gone", room=room)
    ask(client, "message:delete", room=room, number=deleted["number"])
    elsewhere = send(client, "elsewhere")["number"]
    for number in (deleted["number"], 999, max(elsewhere, 2)):
        content = {"room": room, "client_id": str(uuid4()), "body": "yes", "reply_to": number}
        assert client.call("message:send", content)["error"]["code"] == "not_found"
    assert ask(client, "heads")["rooms"][str(room)] == 2


def test_a_thread_goes_on_when_what_began_it_is_deleted(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    root = send(client, "First")
    reply = send(client, "Second", reply_to=root["number"])
    ask(client, "message:delete", room=1, number=root["number"])
    last = send(client, "Third", reply_to=reply["number"])
    thread = ask(client, "message:thread", room=1, number=last["number"])
    assert thread["root"]["deleted"]
    assert thread["root"]["replies"] == 2
    assert thread["messages"] == [reply, last]


def test_messages_are_got_by_their_numbers(ada: Person, connect: Connect) -> None:
    client = connected(connect, ada)
    room = room_made(client)
    sent = [send(client, body, room=room) for body in ("one", "two", "three")]
    got = ask(client, "message:get", room=room, numbers=[3, 1, 3, 99])["messages"]
    assert got == [sent[0], sent[2]]
    for _ in range(8):
        send(client, "x" * limits.BODY_MAX, room=room)
    long = ask(client, "message:get", room=room, numbers=list(range(4, 12)))["messages"]
    assert [message["number"] for message in long] == [4, 5, 6, 7, 8, 9]


def test_what_a_message_said_is_kept_until_it_is_deleted(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    author, reader = connected(connect, ada), connected(connect_other, ben)
    message = send(author, "Helo")
    place = {"room": 1, "number": message["number"]}

    def history() -> Any:
        return ask(reader, "message:history", **place)["edits"]

    assert history() == []
    edited = ask(author, "message:edit", **place, body="Hallo")["message"]
    ask(author, "message:edit", **place, body="Hello")
    ask(author, "message:edit", **place, body="Hello")
    assert [edit["body"] for edit in history()] == ["Helo", "Hallo"]
    assert [edit["written_at"] for edit in history()] == [message["created_at"], edited["edited_at"]]
    ask(author, "message:delete", **place)
    assert history() == []


def test_an_owner_deletes_what_others_wrote_and_nothing_of_it_is_left(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    owner, member = connected(connect, ada), connected(connect_other, ben)
    room = room_made(owner, "private", ben)
    message = send(member, f"Look, @{ada.username}", room=room)
    place = {"room": room, "number": message["number"]}
    ask(owner, "reaction:add", **place, emoji="👍")
    ask(owner, "message:pin", **place)
    gone = ask(owner, "message:delete", **place)["message"]
    assert gone["deleted"]
    assert (gone["body"], gone["mentions"], gone["reactions"], gone["pinned"]) == ("", [], [], False)
    assert ask(owner, "message:get", room=room, numbers=[1])["messages"] == [gone]
    assert member.inbox.wait("message", lambda m: m["deleted"]) == gone
    assert ask(member, "room:pins", room=room)["messages"] == []
    assert ask(member, "reaction:list", **place)["reactions"] == []
