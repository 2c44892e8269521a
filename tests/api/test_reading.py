"""Reading, drafts, presence and typing over HTTP: the same as over the socket."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Person, error_of, made

STRANGE: list[Any] = [-1, "1", 1.5, None, 2**53, True]


def test_a_room_is_read_and_unread(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])["id"]
    for _ in range(3):
        ada.post(room=room)
    where = f"/rooms/{room}"

    position = made(ben.api("PUT", f"{where}/read", json={"number": 2}))
    assert position == {"room": room, "read_number": 2, "mentions": 0}
    assert made(ben.api("PUT", f"{where}/read", json={"number": 1})) == position
    assert made(ben.api("PUT", f"{where}/unread", json={"number": 1}))["read_number"] == 0
    assert made(ben.api("GET", where))["room"]["membership"]["read_number"] == 0
    assert ben.api("POST", "/read-all").status_code == 204
    assert made(ben.api("GET", where))["room"]["membership"]["read_number"] == 3
    assert made(ben.api("PUT", f"{where}/unread", json={"number": 2}))["read_number"] == 1
    assert made(ada.api("GET", where))["room"]["membership"]["read_number"] == 3, "she wrote them"


@pytest.mark.parametrize("number", STRANGE)
@pytest.mark.parametrize("what", ["read", "unread"])
def test_a_number_is_a_number(ada: Person, what: str, number: Any) -> None:
    answer = ada.api("PUT", f"/rooms/1/{what}", json={"number": number})

    assert (answer.status_code, set(error_of(answer)["fields"])) == (422, {"number"})


def test_a_draft_is_kept_and_removed(ada: Person) -> None:
    room = ada.make_room()["id"]
    draft = made(ada.api("PUT", f"/rooms/{room}/draft", json={"body": "I thi", "reply_to": 1}))["draft"]

    assert made(ada.api("GET", "/drafts"))["drafts"] == [draft]
    assert made(ada.api("PUT", f"/rooms/{room}/draft", json={"body": ""}))["draft"]["reply_to"] is None
    assert made(ada.api("GET", "/drafts"))["drafts"] == []


@pytest.mark.parametrize("content", [{}, {"body": "x" * 10_001}, {"body": "\x00"}, {"body": "x", "more": 1}])
def test_a_draft_is_no_more_than_a_message(ada: Person, content: dict[str, Any]) -> None:
    assert ada.api("PUT", "/rooms/1/draft", json=content).status_code == 422


def test_people_say_something_of_themselves(ada: Person, ben: Person) -> None:
    ends = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    status = {"emoji": "🌴", "text": "On holiday", "expires_at": ends}

    said = made(ben.api("PUT", "/me/status", json=status))["presence"]

    assert said == {"user": ben.id, "state": "offline", "status": status}
    assert made(ada.api("GET", "/presence", params={"user": [ben.id, ada.id]}))["users"][0] == said
    assert made(ben.api("PUT", "/me/away", json={"away": True}))["presence"] == said, "offline is offline"
    made(ben.api("PUT", "/me/away", json={"away": False}))
    assert made(ben.api("PUT", "/me/status", json={}))["presence"]["status"] is None


def test_presence_is_asked_for_by_name(ada: Person) -> None:
    assert made(ada.api("GET", "/presence")) == {"users": []}
    for wrong in ({"user": "x"}, {"user": [-1]}, {"users": 1}, {"user": list(range(201))}):
        assert ada.api("GET", "/presence", params=wrong).status_code == 422
    twice = made(ada.api("GET", "/presence", params={"user": [ada.id, ada.id]}))["users"]
    assert [presence["user"] for presence in twice] == [ada.id]


def test_an_archived_room_is_read_and_not_written_in(ada: Person) -> None:
    room = ada.make_room()["id"]
    number = ada.post("root", room=room)["number"]
    assert ada.api("POST", f"/rooms/{room}/typing").status_code == 204
    for thread, status in ((number, 204), (number + 1, 404), (-1, 422), ("x", 422)):
        assert ada.api("POST", f"/rooms/{room}/typing", params={"thread": thread}).status_code == status
    made(ada.api("PATCH", f"/rooms/{room}", json={"archived": True}))

    assert ada.api("PUT", f"/rooms/{room}/read", json={"number": 0}).status_code == 200
    assert ada.api("POST", f"/rooms/{room}/typing").status_code == 409
