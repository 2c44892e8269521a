"""What every answer carries, whatever kind it is and whoever makes it."""

import re
from collections.abc import Callable

import pytest
import requests

from tests.cast import Person

KINDS: dict[str, tuple[int, Callable[[Person], requests.Response]]] = {
    "page": (200, lambda ada: Person(ada.url, "stranger").get("/login")),
    "account": (200, lambda ada: ada.get("/account")),
    "chatroom": (200, lambda ada: ada.get("/chatroom")),
    "redirect": (302, lambda ada: ada.get("/")),
    "missing page": (404, lambda ada: ada.get("/nothing/here")),
    "form with an error": (422, lambda ada: ada.submit("/register", username="", password="")),
    "form that expired": (400, lambda ada: ada.submit("/login", csrf_token="nonsense")),
    "form that is too large": (413, lambda ada: ada.submit("/login", username="x" * 300_000)),
    "wrong method": (405, lambda ada: ada.get("/logout")),
    "json": (200, lambda ada: ada.api("GET", "/me")),
    "json error": (404, lambda ada: ada.api("GET", "/rooms/999")),
    "json wrong method": (405, lambda ada: ada.api("PUT", "/me")),
    "json missing": (404, lambda ada: ada.api("GET", "/nothing")),
    "static": (200, lambda ada: ada.get("/static/css/style.css")),
    "static missing": (404, lambda ada: ada.get("/static/nothing.css")),
    "static wrong method": (405, lambda ada: ada.http.post(ada.url + "/static/css/style.css")),
    "static unchanged": (
        304,
        lambda ada: ada.get(
            "/static/css/style.css",
            headers={"If-None-Match": ada.get("/static/css/style.css").headers["ETag"]},
        ),
    ),
    "health": (200, lambda ada: ada.get("/healthz")),
    "file": (200, lambda ada: ada.get(ada.upload(b"hello")["url"])),
    "part of a file": (206, lambda ada: ada.get(ada.upload(b"hello")["url"], headers={"Range": "bytes=0-1"})),
    "missing file": (404, lambda ada: ada.get("/files/" + "x" * 22)),
    "polling refused": (400, lambda ada: ada.get("/socket.io/?EIO=4&transport=polling")),
    "no upgrade": (400, lambda ada: ada.get("/socket.io/?EIO=4&transport=websocket")),
}
PAGES = ["/", "/login", "/register", "/chatroom", "/account", "/nothing/here"]

kinds = pytest.mark.parametrize("kind", KINDS)


def answer_of(kind: str, ada: Person) -> requests.Response:
    status, ask = KINDS[kind]
    answer = ask(ada)
    assert answer.status_code == status, answer.text
    return answer


@kinds
def test_every_answer_is_protected(ada: Person, kind: str) -> None:
    headers = answer_of(kind, ada).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@kinds
def test_no_answer_lets_inline_or_foreign_script_run(ada: Person, kind: str) -> None:
    policy = answer_of(kind, ada).headers["Content-Security-Policy"]
    directives = {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}

    assert directives["default-src"] == "'none'"
    assert directives.get("script-src", "'self'") == "'self'"
    assert "unsafe-eval" not in policy
    if kind not in ("file", "part of a file"):
        assert "unsafe-inline" not in policy
        assert directives["frame-ancestors"] == "'none'"
        assert directives["base-uri"] == "'none'"
        assert directives["form-action"] == "'self'"


@kinds
def test_no_header_stands_twice(ada: Person, kind: str) -> None:
    names = [name.lower() for name in answer_of(kind, ada).raw.headers]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_inline_script_or_style(ada: Person, anonymous: Person, page: str) -> None:
    reader = anonymous if page in {"/", "/login", "/register"} else ada
    text = reader.get(page).text

    scripts = re.findall(r"<script([^>]*)>", text)
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_nothing_from_elsewhere(ada: Person, anonymous: Person, page: str) -> None:
    reader = anonymous if page in {"/", "/login", "/register"} else ada

    loaded = re.findall(r'(?:src|href|action)="([^"]*)"', reader.get(page).text)

    assert loaded
    assert all(not address or re.match(r"[/#](?!/)", address) for address in loaded)
