"""Replies, reactions, pins and saved messages over HTTP: as over the socket."""

from typing import Any
from urllib.parse import quote

import pytest

from chatroom.domain import limits
from tests.cast import Person, error_of, made


def get(person: Person, path: str, **query: Any) -> dict[str, Any]:
    return made(person.api("GET", path, params=query))


def test_a_thread_is_written_and_read(ada: Person, ben: Person) -> None:
    root = ada.post("Who comes?")
    path = f"/rooms/1/messages/{root['number']}"
    replies = [ben.post(body, reply_to=root["number"]) for body in ("Me", "And me")]
    assert get(ada, path)["message"]["replies"] == 2
    assert get(ada, f"{path}/thread") == {
        "root": get(ben, path)["message"],
        "messages": replies,
        "more": False,
    }
    page = get(ada, f"/rooms/1/messages/{replies[1]['number']}/thread", limit=1)
    assert (page["messages"], page["more"]) == (replies[:1], True)
    rest = get(ada, f"{path}/thread", after=replies[0]["number"])
    assert (rest["messages"], rest["more"]) == (replies[1:], False)


def test_what_is_not_there_cannot_be_answered(ada: Person) -> None:
    assert error_of(ada.try_to_post(reply_to=999_999))["code"] == "not_found"
    assert error_of(ada.try_to_post(reply_to=0))["code"] == "invalid"


@pytest.mark.parametrize("emoji", ["👍", "❤️", "#️⃣", "🇩🇪", "👩🏽‍❤️‍💋‍👨🏿"])
def test_an_emoji_stands_in_the_address(ada: Person, ben: Person, emoji: str) -> None:
    path = f"/rooms/1/messages/{ada.post()['number']}/reactions"
    reacted = made(ben.api("PUT", f"{path}/{quote(emoji)}"))["message"]
    assert reacted["reactions"] == [{"emoji": emoji, "users": [ben.id]}]
    assert get(ada, path)["reactions"][0]["users"][0]["username"] == ben.username
    assert made(ben.api("DELETE", f"{path}/{quote(emoji)}"))["message"]["reactions"] == []


@pytest.mark.parametrize("text", ["a", "%FF", "%F0%9F%91", "1", quote("👍👍"), "x" * 65, "%00"])
def test_what_is_no_emoji_is_refused(ada: Person, text: str) -> None:
    path = f"/rooms/1/messages/{ada.post()['number']}/reactions"
    assert error_of(ada.api("PUT", f"{path}/{text}"))["code"] == "invalid"
    assert get(ada, path)["reactions"] == []


def test_a_message_is_pinned_and_saved(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])["id"]
    message = ada.post(room=room)
    path = f"/rooms/{room}/messages/{message['number']}"
    pinned = made(ben.api("PUT", f"{path}/pin"))["message"]
    assert get(ada, f"/rooms/{room}/pins") == {"messages": [pinned], "more": False}
    made(ben.api("PUT", f"{path}/saved"))
    assert get(ben, "/saved", limit=1) == {"messages": [pinned], "more": False}
    assert get(ada, "/saved")["messages"] == []
    made(ben.api("DELETE", f"{path}/saved"))
    made(ada.api("DELETE", f"{path}/pin"))
    assert get(ben, "/saved")["messages"] == get(ada, f"/rooms/{room}/pins")["messages"] == []


def test_what_a_message_said_is_read_by_members(ada: Person, ben: Person) -> None:
    message = ada.post("Helo")
    path = f"/rooms/1/messages/{message['number']}"
    made(ada.api("PATCH", path, json={"body": "Hello"}))
    [edit] = get(ben, f"{path}/history")["edits"]
    assert edit == {"body": "Helo", "written_at": message["created_at"]}


def test_an_owner_deletes_what_others_wrote(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])["id"]
    path = f"/rooms/{room}/messages/{ben.post(room=room)['number']}"
    assert made(ada.api("DELETE", path))["message"]["deleted"]


@pytest.mark.parametrize(
    "query", ["limit=0", f"limit={limits.PAGE_MAX + 1}", "skip=-1", f"skip={limits.SAVED_MAX + 1}", "after=1"]
)
def test_pages_are_bounded(ada: Person, query: str) -> None:
    assert error_of(ada.api("GET", f"/saved?{query}"))["code"] == "invalid"
