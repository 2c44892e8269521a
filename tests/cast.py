"""The people of the tests, each with a browser of their own (cookies included)."""

import re
import secrets
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import requests

PASSWORD = "correct horse battery"
_CSRF = re.compile(r'name="csrf[_-]token"[^>]*(?:value|content)="([^"]+)"')


def without_token(answer: requests.Response) -> str:
    """What a page says, but for its CSRF token, which tells the time."""
    return _CSRF.sub("", answer.text)


class Person:
    """Somebody at a browser: signed in or not.

    Args:
        url: of the server.
        name: the beginning of the username, made unique so that tests can share a server.
    """

    def __init__(self, url: str, name: str) -> None:
        self.url = url
        self.username = f"{name}-{secrets.token_hex(4)}"
        self.password = PASSWORD
        self.http = requests.Session()
        self._page_token = ""
        self._page_cookie: str | None = None

    # What a browser does ----------------------------------------------------------------------

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.http.get(self.url + path, allow_redirects=False, timeout=30, **options)

    def csrf_token(self, path: str = "/login") -> str:
        """The token on a page, as a form or a script would read it."""
        page = self.get(path)
        if page.is_redirect:
            page = self.get("/chatroom")
        found = _CSRF.search(page.text)
        assert found, f"No CSRF token on {path}: {page.status_code}"
        return found[1]

    def submit(self, path: str, **fields: str) -> requests.Response:
        """Fill in a form and send it."""
        fields.setdefault("csrf_token", self.csrf_token())
        return self.http.post(self.url + path, data=fields, allow_redirects=False, timeout=30)

    def api(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any
    ) -> requests.Response:
        """A call of the JSON API, with the CSRF token that a page would send along."""
        headers = {"X-CSRFToken": self._token_of_page(), **(headers or {})} if method != "GET" else headers
        return self.http.request(method, f"{self.url}/api/v1{path}", headers=headers, timeout=30, **options)

    def _token_of_page(self) -> str:
        """As a page reads it when it is opened, and sends it along for as long as the session lasts."""
        if self._page_cookie != self.cookie:
            self._page_token = self.csrf_token()
            self._page_cookie = self.cookie
        return self._page_token

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies)

    # What a person does -----------------------------------------------------------------------

    def register(self) -> "Person":
        answer = self.submit("/register", username=self.username, password=self.password)
        assert answer.status_code == 302, answer.text
        return self

    def log_in(self) -> "Person":
        answer = self.submit("/login", username=self.username, password=self.password)
        assert answer.status_code == 302, answer.text
        return self

    def log_out(self) -> requests.Response:
        return self.submit("/logout")

    @property
    def id(self) -> int:
        user_id: int = self.api("GET", "/me").json()["user"]["id"]
        return user_id

    def make_room(
        self, name: str = "room", kind: str = "private", members: Iterable["Person"] = (), topic: str = ""
    ) -> dict[str, Any]:
        """Make a room of a name like this one, with others in it; returns it."""
        content = {"name": f"{name} {secrets.token_hex(4)}", "kind": kind, "topic": topic}
        room = made(self.api("POST", "/rooms", json=content))["room"]
        for person in members:
            made(self.api("POST", f"/rooms/{room['id']}/members", json={"user": person.id}))
        return dict(room)

    def post(self, body: str = "hello", *, room: int = 1, **content: Any) -> dict[str, Any]:
        """Send a message over HTTP; returns it."""
        answer = self.try_to_post(body, room=room, **content)
        assert answer.status_code == 201, answer.text
        message: dict[str, Any] = answer.json()["message"]
        return message

    def try_to_post(self, body: str = "hello", *, room: int = 1, **content: Any) -> requests.Response:
        content = {"client_id": str(uuid4()), "body": body, **content}
        return self.api("POST", f"/rooms/{room}/messages", json=content)

    def read_everything(self) -> None:
        """Take all that was said for read: a room begins with what was not."""
        made(self.api("POST", "/read-all"))

    def upload(self, data: bytes, name: str = "notes.txt", media_type: str = "text/plain") -> dict[str, Any]:
        """Upload a file over HTTP; returns it."""
        answer = self.try_to_upload(data, name, media_type)
        assert answer.status_code == 201, answer.text
        file: dict[str, Any] = answer.json()["file"]
        return file

    def try_to_upload(
        self, data: Any, name: str = "notes.txt", media_type: str = "text/plain"
    ) -> requests.Response:
        return self.api(
            "POST", "/files", params={"name": name}, data=data, headers={"Content-Type": media_type}
        )


def made(answer: requests.Response) -> dict[str, Any]:
    """What a request that must succeed answers."""
    assert answer.ok, answer.text
    body: dict[str, Any] = answer.json() if answer.content else {}
    return body


def error_of(answer: requests.Response) -> dict[str, Any]:
    """The error in an answer, which must have the one shape that errors have."""
    body = answer.json()
    assert set(body) == {"error"}, body
    error: dict[str, Any] = body["error"]
    assert set(error) <= {"code", "message", "fields", "retry_after"}, error
    assert error["message"]
    return error
