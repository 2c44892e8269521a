"""Messages over HTTP: sent once, whatever is tried; changed by their authors alone."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import requests

from chatroom.domain import limits
from chatroom.domain.payloads.messages import MessagePayload
from tests.cast import Person, error_of
from tests.server import Server

MESSAGES = "/rooms/1/messages"
JSON = {"Content-Type": "application/json"}


def head(person: Person) -> tuple[int, int]:
    """How many messages the room has, and how many changes it has seen."""
    room = person.api("GET", "/rooms/1").json()["room"]
    return room["last_number"], room["version"]


def edit(person: Person, message: dict[str, Any], body: str) -> requests.Response:
    return person.api("PATCH", f"{MESSAGES}/{message['number']}", json={"body": body})


def delete(person: Person, message: dict[str, Any]) -> requests.Response:
    return person.api("DELETE", f"{MESSAGES}/{message['number']}")


def stored(person: Person, message: dict[str, Any]) -> dict[str, Any]:
    """A message as it stands now."""
    page = person.api("GET", MESSAGES, params={"around": message["number"], "limit": 1}).json()
    [found] = page["messages"]
    assert found["number"] == message["number"]
    return dict(found)


# Sending ------------------------------------------------------------------------------------------


def test_a_message_that_was_sent_is_there_for_others(ada: Person, ben: Person) -> None:
    sent = ada.post("hello")

    MessagePayload.model_validate(sent)
    assert (sent["author"]["username"], sent["body"]) == (ada.username, "hello")
    assert ben.api("GET", MESSAGES).json()["messages"][-1] == sent


def test_messages_are_numbered_without_gaps(ada: Person, ben: Person) -> None:
    last, version = head(ada)

    sent = [person.post() for person in (ada, ben, ada)]

    assert [message["number"] for message in sent] == [last + 1, last + 2, last + 3]
    assert [message["version"] for message in sent] == [version + 1, version + 2, version + 3]


def test_many_who_send_at_once_get_one_gapless_order(ada: Person, ben: Person) -> None:
    last, _ = head(ada)
    token = {person: person.csrf_token() for person in (ada, ben)}

    def send(index: int) -> int:
        person = (ada, ben)[index % 2]
        answer = requests.post(
            person.url + "/api/v1" + MESSAGES,
            json={"client_id": str(uuid4()), "body": str(index)},
            headers={"Cookie": person.cookie, "X-CSRFToken": token[person]},
        )
        number: int = answer.json()["message"]["number"]
        return number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(send, range(40)))

    assert numbers == list(range(last + 1, last + 41))


@pytest.mark.parametrize(
    "body",
    [
        "x",
        "x" * limits.BODY_MAX,
        "ü" * limits.BODY_MAX,
        "😀" * limits.BODY_MAX,
        "a\nb\r\nc\td",
        "  spaces around  ",
        "\u202eright to left",
        "e\u0301 stays decomposed",
        "\x01\x7f\ufeff\ufffe",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_text_arrives_as_it_was_sent(ada: Person, body: str) -> None:
    sent = ada.post(body)

    assert sent["body"] == body
    assert stored(ada, sent)["body"] == body


def test_a_retry_is_the_same_message(ada: Person) -> None:
    client_id = str(uuid4())
    first = ada.post("hello", client_id=client_id)
    before = head(ada)

    again = ada.post("hello", client_id=client_id)
    in_capitals = ada.post("hello", client_id=client_id.upper())

    assert again == in_capitals == first
    assert head(ada) == before


def test_a_retry_on_many_connections_at_once_is_one_message(ada: Person) -> None:
    client_id = str(uuid4())
    last, version = head(ada)
    headers = {"X-CSRFToken": ada.csrf_token()}
    headers["Cookie"] = ada.cookie

    def send(_: int) -> dict[str, Any]:
        content = {"client_id": client_id, "body": "hello"}
        answer = requests.post(ada.url + "/api/v1" + MESSAGES, json=content, headers=headers)
        assert answer.status_code == 201
        message: dict[str, Any] = answer.json()["message"]
        return message

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(16)))

    assert all(answer == answers[0] for answer in answers)
    assert head(ada) == (last + 1, version + 1)


@pytest.mark.parametrize("change", ["body", "files"])
def test_a_client_id_stands_for_one_content(ada: Person, change: str) -> None:
    client_id = str(uuid4())
    ada.post("hello", client_id=client_id)
    before = head(ada)
    changed: dict[str, Any] = {"body": "other"}
    if change == "files":
        changed = {"body": "hello", "files": [ada.upload(b"hello")["id"]]}

    answer = ada.try_to_post(client_id=client_id, **changed)

    assert answer.status_code == 409
    assert error_of(answer)["code"] == "conflict"
    assert head(ada) == before


def test_two_authors_may_use_one_client_id(ada: Person, ben: Person) -> None:
    client_id = str(uuid4())

    assert (
        ada.post("hello", client_id=client_id)["number"] != ben.post("hello", client_id=client_id)["number"]
    )


def test_a_retry_after_an_edit_is_the_message_as_it_stands(ada: Person) -> None:
    client_id = str(uuid4())
    sent = ada.post("hello", client_id=client_id)
    edited = edit(ada, sent, "hello, world").json()["message"]

    assert ada.post("hello", client_id=client_id) == edited


def test_a_retry_after_a_deletion_does_not_bring_it_back(ada: Person) -> None:
    client_id = str(uuid4())
    sent = ada.post("hello", client_id=client_id)
    delete(ada, sent)

    again = ada.post("hello", client_id=client_id)

    assert (again["number"], again["deleted"], again["body"]) == (sent["number"], True, "")


# What is refused ----------------------------------------------------------------------------------


def test_an_unknown_room_is_not_found(ada: Person) -> None:
    assert error_of(ada.try_to_post(room=999))["code"] == "not_found"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"body": ""}, "message"),
        ({"body": " \n\t"}, "message"),
        ({"body": "x" * (limits.BODY_MAX + 1)}, "body"),
        ({"body": "😀" * (limits.BODY_MAX + 1)}, "body"),
        ({"body": "a\x00b"}, "body"),
        ({"body": 1}, "body"),
        ({"body": None}, "body"),
        ({"client_id": "1"}, "client_id"),
        ({"client_id": None}, "client_id"),
        ({"files": "x"}, "files"),
        ({"files": ["x"]}, "files.0"),
        ({"files": ["x" * 22] * 11}, "files"),
        ({"files": ["x" * 22] * 2}, "message"),
        ({"is_admin": True}, "is_admin"),
        ({"author": 1}, "author"),
        ({"author_id": 1}, "author_id"),
        ({"number": 1}, "number"),
        ({"version": 1}, "version"),
        ({"created_at": "2000-01-01T00:00:00.000Z"}, "created_at"),
        ({"room_id": 1}, "room_id"),
    ],
    ids=lambda value: re.sub(r"[^\w]+", " ", repr(value))[:40],
)
def test_content_that_breaks_the_schema_is_refused_by_field(
    ada: Person, content: dict[str, Any], field: str
) -> None:
    before = head(ada)

    answer = ada.api("POST", MESSAGES, json={"client_id": str(uuid4()), "body": "hello", **content})

    error = error_of(answer)
    assert (answer.status_code, error["code"]) == (422, "invalid")
    assert field in error["fields"]
    assert head(ada) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"1",
        b'"hello"',
        b'{"body": "hello"',
        b'{"body": NaN}',
        b'{"body": "hello",}',
        b'{"body": "\xff\xfe"}',
        b'{"body": "\\ud800"}',
        b'{"body": "\\ud83d"}',
        "{}".encode("utf-16"),
        b"[" * 200_000,
        b'{"body":' * 25_000,
        b"\x00" * 100,
        b'{"client_id": ' + b"9" * 5_000 + b"}",
        b'{"client_id": 1e999}',
    ],
    ids=lambda body: repr(body[:16]),
)
def test_a_body_that_is_no_such_object_is_refused(ada: Person, body: bytes) -> None:
    before = head(ada)

    answer = ada.api("POST", MESSAGES, data=body, headers=JSON)

    assert answer.status_code in (400, 422)
    assert error_of(answer)["code"] in ("bad_request", "invalid")
    assert head(ada) == before


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_read_as_json(ada: Person, media_type: str) -> None:
    body = f'{{"client_id": "{uuid4()}", "body": "hello"}}'.encode()
    assert ada.api("POST", MESSAGES, data=body, headers=JSON).status_code == 201

    answer = ada.api("POST", MESSAGES, data=body, headers={"Content-Type": media_type})

    assert answer.status_code == 422


def test_a_body_that_is_too_large_is_refused(ada: Person) -> None:
    body = b'{"body": "' + b"x" * limits.JSON_BODY_MAX + b'"}'

    answer = ada.api("POST", MESSAGES, data=body, headers=JSON)

    assert answer.status_code == 413
    assert error_of(answer)["code"] == "too_large"


def test_a_body_without_a_length_is_not_read_beyond_the_limit(ada: Person) -> None:
    content = f'{{"client_id": "{uuid4()}", "body": "hello"'
    small, large = (f"{content}{' ' * size}}}".encode() for size in (10, limits.JSON_BODY_MAX))
    assert ada.api("POST", MESSAGES, data=iter([small]), headers=JSON).status_code == 201

    answer = ada.api("POST", MESSAGES, data=iter([large]), headers=JSON)

    assert answer.status_code == 413
    assert error_of(answer)["code"] == "too_large"


def test_a_body_without_a_length_may_be_as_large_as_one_with_it(ada: Person) -> None:
    content = f'{{"client_id": "{uuid4()}", "body": "hello"}}'.encode().ljust(limits.JSON_BODY_MAX)

    assert ada.api("POST", MESSAGES, data=iter([content]), headers=JSON).status_code == 201
    assert ada.api("POST", MESSAGES, data=iter([content, b" "]), headers=JSON).status_code == 413


def test_a_form_without_a_length_that_is_too_large_is_refused(server: Server) -> None:
    stranger = Person(server.url, "stranger")
    token = stranger.csrf_token()
    form = f"csrf_token={token}&username={stranger.username}&password={'x' * limits.JSON_BODY_MAX}".encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = stranger.http.post(stranger.url + "/login", data=iter([form]), headers=headers)

    assert answer.status_code == 413


def test_an_answer_never_repeats_what_was_refused(ada: Person) -> None:
    answer = ada.try_to_post("swordfish" * 5_000)

    assert answer.status_code == 422
    assert "swordfish" not in answer.text


# Editing ------------------------------------------------------------------------------------------


def test_an_author_may_edit(ada: Person, ben: Person) -> None:
    sent = ada.post("hello")
    _, version = head(ada)

    edited = edit(ada, sent, "hello, world").json()["message"]

    assert edited == {
        **sent,
        "body": "hello, world",
        "version": version + 1,
        "edited_at": edited["edited_at"],
    }
    assert edited["edited_at"] >= sent["created_at"]
    assert stored(ben, sent) == edited


def test_an_edit_that_changes_nothing_is_no_change(ada: Person) -> None:
    sent = ada.post("hello")
    before = head(ada)

    assert edit(ada, sent, "hello").json()["message"] == sent
    assert head(ada) == before


def test_nobody_edits_what_another_wrote(ada: Person, ben: Person) -> None:
    sent = ada.post("hello")
    assert stored(ben, sent) == sent, "the other can read it"

    answer = edit(ben, sent, "changed")

    assert answer.status_code == 403
    assert error_of(answer)["code"] == "forbidden"
    assert stored(ada, sent) == sent


def test_an_outsider_cannot_tell_that_there_is_a_message(ada: Person, outsider: Person) -> None:
    sent = ada.post("hello")

    assert edit(outsider, sent, "changed").status_code == 404
    assert delete(outsider, sent).status_code == 404
    assert stored(ada, sent) == sent


@pytest.mark.parametrize("body", ["", "   "])
def test_an_edit_leaves_some_text_or_a_file(ada: Person, body: str) -> None:
    plain, with_file = ada.post("hello"), ada.post("hello", files=[ada.upload(b"hello")["id"]])

    assert "body" in error_of(edit(ada, plain, body))["fields"]
    assert edit(ada, with_file, body).json()["message"]["files"] == with_file["files"]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"body": 1},
        {"body": "x" * 10_001},
        {"body": "a\x00"},
        {"body": "x", "files": []},
        {"body": "x", "number": 2},
    ],
    ids=lambda content: repr(content)[:20],
)
def test_an_edit_that_breaks_the_schema_is_refused(ada: Person, content: dict[str, Any]) -> None:
    sent = ada.post("hello")

    answer = ada.api("PATCH", f"{MESSAGES}/{sent['number']}", json=content)

    assert answer.status_code == 422
    assert stored(ada, sent) == sent


@pytest.mark.parametrize("number", ["0", "999999", "9007199254740991"])
def test_a_message_that_is_not_there_cannot_be_changed(ada: Person, number: str) -> None:
    for answer in (
        ada.api("PATCH", f"{MESSAGES}/{number}", json={"body": "x"}),
        ada.api("DELETE", f"{MESSAGES}/{number}"),
    ):
        assert answer.status_code == 404
        assert error_of(answer)["code"] == "not_found"


@pytest.mark.parametrize("number", ["9007199254740992", "9" * 30, "-1", "x", "1.5", "%00", ""])
def test_what_is_no_number_is_an_error_of_the_client(ada: Person, number: str) -> None:
    answer = ada.api("PATCH", f"{MESSAGES}/{number}", json={"body": "x"})

    assert answer.status_code in (404, 405, 422)
    error_of(answer)


# Deleting -----------------------------------------------------------------------------------------


def test_what_was_deleted_leaves_a_tombstone(ada: Person, ben: Person) -> None:
    sent = ada.post("secret", files=[ada.upload(b"hello")["id"]])
    last, version = head(ada)

    answer = delete(ada, sent)

    assert answer.json()["message"] == {
        **sent,
        "body": "",
        "files": [],
        "deleted": True,
        "version": version + 1,
    }
    assert stored(ben, sent) == answer.json()["message"]
    assert head(ada) == (last, version + 1)


def test_nobody_deletes_what_another_wrote(ada: Person, ben: Person) -> None:
    sent = ada.post("hello")

    assert delete(ben, sent).status_code == 403
    assert stored(ada, sent) == sent


def test_a_message_is_deleted_once(ada: Person) -> None:
    sent = ada.post("hello")
    assert delete(ada, sent).status_code == 200
    before = head(ada)

    assert delete(ada, sent).status_code == 404
    assert head(ada) == before


def test_what_was_deleted_cannot_be_edited_back(ada: Person) -> None:
    sent = ada.post("hello")
    delete(ada, sent)

    assert edit(ada, sent, "hello").status_code == 404
    assert stored(ada, sent)["body"] == ""


def test_others_learn_no_more_from_a_deleted_message_than_that_it_is_not_theirs(
    ada: Person, ben: Person
) -> None:
    sent = ada.post("hello")
    delete(ada, sent)

    assert edit(ben, sent, "x").status_code == 403
