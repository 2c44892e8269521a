"""The pages: where each leads, and the state that the chatroom's page carries."""

import json
import re
from html import escape
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


@pytest.mark.parametrize("path", ["/chatroom", "/chatroom/1", "/chatroom/1/7"])
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


def test_somebody_in_no_room_does_not_see_that_a_room_is_there(ada: Person, outsider: Person) -> None:
    room = ada.make_room("Design")["id"]

    assert ada.get(f"/chatroom/{room}").status_code == 200
    assert outsider.get(f"/chatroom/{room}").status_code == 404


@pytest.mark.parametrize("message", ["", "/7"])
def test_a_link_to_a_public_room_offers_to_join_it(ada: Person, ben: Person, message: str) -> None:
    room = ada.make_room("Books & <b>more</b>", "public")
    link = f"/chatroom/{room['id']}{message}"

    offer = ben.get(link)
    assert offer.status_code == 200
    assert escape(room["name"]) in offer.text
    assert "<b>more" not in offer.text
    assert 'id="state"' not in offer.text

    joined = ben.submit(f"{link}/join")
    assert (joined.status_code, joined.headers["Location"]) == (302, link)
    assert state_of(ben.get(link))["room"] == room["id"]


def test_an_archived_room_is_not_offered(ada: Person, ben: Person) -> None:
    room = ada.make_room("Books", "public")["id"]
    ada.api("PATCH", f"/rooms/{room}", json={"archived": True}).raise_for_status()

    assert ben.get(f"/chatroom/{room}").status_code == 404
    assert ben.submit(f"/chatroom/{room}/join").status_code == 409


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


def test_the_page_of_a_message_carries_what_stands_around_it(ada: Person) -> None:
    room = ada.make_room()["id"]
    for turn in range(120):
        ada.post(f"message {turn}", room=room)

    state = state_of(ada.get(f"/chatroom/{room}/40"))

    assert (state["room"], state["number"]) == (room, 40)
    assert state["page"] == ada.api("GET", f"/rooms/{room}/messages?around=40").json()
    assert state_of(ada.get(f"/chatroom/{room}"))["number"] is None


def test_the_page_of_a_message_that_is_not_there_carries_the_newest(ada: Person) -> None:
    room = ada.make_room()["id"]
    ada.post("the only one", room=room)

    state = state_of(ada.get(f"/chatroom/{room}/2"))

    assert state["number"] == 2
    assert state["page"] == ada.api("GET", f"/rooms/{room}/messages").json()


@pytest.mark.parametrize("number", ["0", "-1", "x", str(2**53), "1/", "1/1", "%00"])
def test_what_names_no_message_is_not_found(ada: Person, number: str) -> None:
    assert ada.get(f"/chatroom/1/{number}").status_code == 404


def test_a_message_of_a_room_of_others_is_not_found(ada: Person, ben: Person) -> None:
    room = ada.make_room()["id"]
    ada.post("secret", room=room)

    assert ben.get(f"/chatroom/{room}/1").status_code == 404


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
