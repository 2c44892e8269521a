"""The pages: where each leads, and the state that the chatroom's page carries."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
import requests

from tests.cast import Person


def state_of(page: requests.Response) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="state">(.*?)</script>', page.text, re.DOTALL)
    assert found
    state: dict[str, Any] = json.loads(found[1])
    return state


def test_the_front_page_leads_to_the_forms(anonymous: Person) -> None:
    page = anonymous.get("/")

    assert page.status_code == 200
    assert 'href="/register"' in page.text
    assert 'href="/login"' in page.text


def test_the_front_page_leads_the_signed_in_on(ada: Person) -> None:
    answer = ada.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/chatroom")


@pytest.mark.parametrize("path", ["/chatroom", "/chatroom/1"])
def test_the_chatroom_is_for_the_signed_in(anonymous: Person, path: str) -> None:
    answer = anonymous.get(path)

    assert answer.status_code == 302
    assert unquote(answer.headers["Location"]) == f"/login?next={path}"


@pytest.mark.parametrize(
    "room", ["0", "999", str(2**53), "99999999999999999999", "-1", "x", "1.0", "1/", "%00"]
)
def test_a_room_that_is_not_there_is_not_found(ada: Person, room: str) -> None:
    answer = ada.get(f"/chatroom/{room}")

    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.text


def test_somebody_in_no_room_gets_the_page_without_a_conversation(outsider: Person) -> None:
    state = state_of(outsider.get("/chatroom"))

    assert (state["rooms"], state["room"], state["page"]) == ([], None, None)


def test_somebody_in_no_room_does_not_see_that_a_room_is_there(outsider: Person) -> None:
    assert outsider.get("/chatroom/1").status_code == 404


def test_an_archived_room_is_not_the_first_to_open(outsider: Person) -> None:
    first, second = outsider.make_room(), outsider.make_room()
    outsider.api("PATCH", f"/rooms/{first['id']}", json={"archived": True})

    assert state_of(outsider.get("/chatroom"))["room"] == second["id"]
    assert state_of(outsider.get(f"/chatroom/{first['id']}"))["room"] == first["id"]


def test_the_page_carries_what_the_api_would_answer(ada: Person) -> None:
    ada.post("hello", files=[ada.upload(b"hello")["id"]])

    state = state_of(ada.get("/chatroom"))

    assert state["user"] == ada.api("GET", "/me").json()["user"]
    assert state["rooms"] == ada.api("GET", "/rooms").json()["rooms"]
    assert state["page"] == ada.api("GET", "/rooms/1/messages").json()
    assert state["room"] == 1


def test_the_page_of_a_room_opens_that_room(ada: Person) -> None:
    assert state_of(ada.get("/chatroom/1"))["room"] == 1


@pytest.mark.parametrize(
    "body",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "a\u2028b\u2029c",
        "&lt;b&gt; &amp; '\"`",
        "{{ 7 * 7 }}{% raw %}",
        "\\u003c/script>",
        "😀\u202e\x01\x7f\ufffe",
    ],
)
def test_no_message_breaks_out_of_the_state(ada: Person, body: str) -> None:
    scripts = len(re.findall("<script", ada.get("/chatroom").text))

    ada.post(body)
    page = ada.get("/chatroom")

    assert state_of(page)["page"]["messages"][-1]["body"] == body
    assert len(re.findall("<script", page.text)) == scripts


def test_no_file_name_breaks_out_of_the_state(ada: Person) -> None:
    name = "<script>alert(1)<!--\u2028.txt"
    ada.post(files=[ada.upload(b"hello", name)["id"]])

    page = ada.get("/chatroom")

    assert state_of(page)["page"]["messages"][-1]["files"][0]["name"] == name


def test_the_conversation_is_not_kept_on_a_shared_machine(ada: Person) -> None:
    assert ada.get("/chatroom").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/static/nothing.js",
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/%ff%fe",
        "//evil",
    ],
)
def test_what_is_not_there_is_not_found(anonymous: Person, path: str) -> None:
    request = requests.Request("GET", anonymous.url).prepare()
    request.url = anonymous.url + path

    answer = anonymous.http.send(request, allow_redirects=False)

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_operator_needs_no_login(anonymous: Person, path: str) -> None:
    answer = anonymous.get(path)

    assert answer.status_code == 200
    assert answer.json()["status"] in ("ok", "ready")


@pytest.mark.parametrize("path", ["/", "/login", "/chatroom", "/api/v1/me", "/healthz"])
def test_a_head_request_has_the_headers_alone(ada: Person, path: str) -> None:
    whole, head = ada.get(path), ada.http.head(ada.url + path, allow_redirects=False)

    assert head.status_code == whole.status_code
    assert head.content == b""
