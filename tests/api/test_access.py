"""Who gets what from every route: a matrix, in which a new route must have an entry."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import requests

from chatroom.domain import limits
from tests.api.conftest import leave_every_room
from tests.api.routes import Route, routes
from tests.cast import Person, error_of, without_token
from tests.server import Server

FILE = "<file_id>"
API = "/api/v1"
ROOM = f"{API}/rooms/<int:room>"
CHATROOM = f"/chatroom/<int(max={limits.ID_MAX}):room_id>"
PERMALINK = f"{CHATROOM}/<int(min=1, max={limits.ID_MAX}):number>"
JOINED = f"/chatroom/<int(min=1, max={limits.ID_MAX}):room_id>"
JOINED_AT = f"{JOINED}/<int(min=1, max={limits.ID_MAX}):number>"
MESSAGE = f"{ROOM}/messages/<int:number>"
MEMBER = f"{ROOM}/members/<int:user>"
ACCOUNT_SESSION = f"/account/sessions/<int(max={limits.ID_MAX}):session>/end"
ROLES = ("author", "member", "outsider", "anonymous")

# What each role gets, in that order. The message, the file and the session are the author's; so is the
# room, where it is not `general`.
EXPECTED: dict[Route, tuple[int, int, int, int]] = {
    ("GET", "/"): (302, 302, 302, 200),
    ("GET", "/register"): (302, 302, 302, 200),
    ("POST", "/register"): (422, 422, 422, 422),
    ("GET", "/login"): (302, 302, 302, 200),
    ("POST", "/login"): (401, 401, 401, 401),
    ("POST", "/logout"): (302, 302, 302, 302),
    ("GET", "/chatroom"): (200, 200, 200, 302),
    ("GET", CHATROOM): (200, 200, 404, 302),
    ("GET", PERMALINK): (200, 200, 404, 302),
    ("POST", f"{JOINED}/join"): (302, 302, 404, 302),
    ("POST", f"{JOINED_AT}/join"): (302, 302, 404, 302),
    ("GET", f"/files/{FILE}"): (200, 200, 404, 302),
    ("GET", "/static/<path:filename>"): (200, 200, 200, 200),
    ("GET", "/healthz"): (200, 200, 200, 200),
    ("GET", "/readyz"): (200, 200, 200, 200),
    ("GET", f"{API}/me"): (200, 200, 200, 401),
    ("GET", f"{API}/openapi.json"): (200, 200, 200, 401),
    ("GET", f"{API}/rooms"): (200, 200, 200, 401),
    ("GET", ROOM): (200, 200, 404, 401),
    ("GET", f"{ROOM}/messages"): (200, 200, 404, 401),
    ("POST", f"{ROOM}/messages"): (201, 201, 404, 401),
    ("PATCH", MESSAGE): (200, 403, 404, 401),
    ("DELETE", MESSAGE): (200, 403, 404, 401),
    ("GET", MESSAGE): (200, 200, 404, 401),
    ("GET", f"{MESSAGE}/history"): (200, 200, 404, 401),
    ("GET", f"{MESSAGE}/thread"): (200, 200, 404, 401),
    ("PUT", f"{MESSAGE}/pin"): (200, 200, 404, 401),
    ("DELETE", f"{MESSAGE}/pin"): (200, 200, 404, 401),
    ("GET", f"{ROOM}/pins"): (200, 200, 404, 401),
    ("PUT", f"{MESSAGE}/saved"): (204, 204, 404, 401),
    ("DELETE", f"{MESSAGE}/saved"): (204, 204, 404, 401),
    ("GET", f"{API}/saved"): (200, 200, 200, 401),
    ("GET", f"{MESSAGE}/reactions"): (200, 200, 404, 401),
    ("PUT", f"{MESSAGE}/reactions/<emoji>"): (200, 200, 404, 401),
    ("DELETE", f"{MESSAGE}/reactions/<emoji>"): (200, 200, 404, 401),
    ("GET", f"{ROOM}/changes"): (200, 200, 404, 401),
    ("GET", f"{API}/search"): (200, 200, 200, 401),
    ("POST", f"{API}/files"): (201, 201, 201, 401),
    ("GET", f"{API}/users"): (200, 200, 200, 401),
    ("GET", f"{API}/rooms/browse"): (200, 200, 200, 401),
    ("POST", f"{API}/rooms"): (201, 201, 201, 401),
    ("POST", f"{API}/rooms/direct"): (200, 200, 200, 401),
    ("PATCH", ROOM): (200, 403, 404, 401),
    ("POST", f"{ROOM}/join"): (200, 200, 404, 401),
    ("POST", f"{ROOM}/leave"): (409, 204, 404, 401),
    ("GET", f"{ROOM}/members"): (200, 200, 404, 401),
    ("POST", f"{ROOM}/members"): (200, 200, 404, 401),
    ("PATCH", MEMBER): (200, 403, 404, 401),
    ("DELETE", MEMBER): (204, 403, 404, 401),
    ("PUT", f"{ROOM}/mute"): (200, 200, 404, 401),
    ("PUT", f"{ROOM}/read"): (200, 200, 404, 401),
    ("PUT", f"{ROOM}/unread"): (200, 200, 404, 401),
    ("POST", f"{API}/read-all"): (204, 204, 204, 401),
    ("PUT", f"{ROOM}/draft"): (200, 200, 404, 401),
    ("GET", f"{API}/drafts"): (200, 200, 200, 401),
    ("POST", f"{ROOM}/typing"): (204, 204, 404, 401),
    ("GET", f"{API}/presence"): (200, 200, 200, 401),
    ("PUT", f"{API}/me/away"): (200, 200, 200, 401),
    ("PUT", f"{API}/me/status"): (200, 200, 200, 401),
    ("GET", "/account"): (200, 200, 200, 302),
    ("POST", "/account"): (422, 422, 422, 302),
    ("POST", ACCOUNT_SESSION): (302, 404, 404, 302),
    ("POST", "/account/sessions/end-others"): (302, 302, 302, 302),
    ("PUT", f"{API}/me/password"): (422, 422, 422, 401),
    ("GET", f"{API}/me/sessions"): (200, 200, 200, 401),
    ("DELETE", f"{API}/me/sessions"): (204, 204, 204, 401),
    ("DELETE", f"{API}/me/sessions/<int:session>"): (204, 404, 404, 401),
}
# They change a room or who is in it, or would offer to join a public one: each is asked of a private room of
# its own.
OF_A_ROOM_OF_ITS_OWN = {
    ("GET", CHATROOM),
    ("GET", PERMALINK),
    ("POST", f"{JOINED}/join"),
    ("POST", f"{JOINED_AT}/join"),
    ("PATCH", ROOM),
    ("POST", f"{ROOM}/join"),
    ("POST", f"{ROOM}/leave"),
    ("GET", f"{ROOM}/members"),
    ("POST", f"{ROOM}/members"),
    ("PATCH", MEMBER),
    ("DELETE", MEMBER),
}
BODIES: dict[Route, dict[str, Any]] = {
    ("PATCH", MESSAGE): {"body": "changed"},
    ("PATCH", ROOM): {"archived": True},
    ("PATCH", MEMBER): {"role": "owner"},
    ("PUT", f"{ROOM}/mute"): {"muted": True},
    ("PUT", f"{ROOM}/read"): {"number": 1},
    ("PUT", f"{ROOM}/unread"): {"number": 1},
    ("PUT", f"{ROOM}/draft"): {"body": "I thi"},
    ("PUT", f"{API}/me/away"): {"away": False},
    ("PUT", f"{API}/me/status"): {"emoji": "🌴"},
}
QUERIES = {
    ("GET", f"{ROOM}/changes"): "since=0",
    ("GET", f"{API}/search"): "q=hello",
    ("POST", f"{API}/files"): "name=a.txt",
}

Request = Callable[..., requests.Response]


def routes_where(role: int, status: int) -> list[Route]:
    return [route for route, expected in EXPECTED.items() if expected[role] == status]


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, Person]:
    """One of each role, for the whole module."""
    cast = {role: Person(server.url, role) for role in ROLES}
    for role in ROLES[:3]:
        cast[role].register().log_in()
    leave_every_room(server, cast["outsider"])
    return cast


def body_of(route: Route, people: dict[str, Person]) -> dict[str, Any] | None:
    """What a request says; names and client ids are used once."""
    match route[0], route[1].removeprefix(ROOM if route[1].startswith(ROOM) else API):
        case "POST", "/messages":
            return {"client_id": str(uuid4()), "body": "hello"}
        case "POST", "/rooms":
            return {"name": f"made {uuid4()}", "kind": "private"}
        case "POST", "/rooms/direct":
            return {"users": [people["author"].id, people["member"].id]}
        case "POST", "/members":
            return {"user": people["outsider"].id}
        case _:
            return BODIES.get(route)


@pytest.fixture
def ask(server: Server, people: dict[str, Person]) -> Request:
    """Makes a request about a message, with a file, that the author has just posted."""
    leave_every_room(server, people["outsider"])  # they may have made one
    author, member = people["author"], people["member"]
    file = author.upload(b"hello")["id"]
    number = author.post("hello", files=[file])["number"]

    def request(person: Person, route: Route, there: bool = True) -> requests.Response:
        method, rule = route
        path = rule.replace(FILE, file if there else "x" * 22).replace("<path:filename>", "img/icon.svg")
        room = author.make_room(members=[member])["id"] if there and route in OF_A_ROOM_OF_ITS_OWN else 1
        path = re.sub(r"<[^>]*room(_id)?>", str(room) if there else "999999", path)
        path = re.sub(r"<[^>]*number>", str(number), path).replace("<int:user>", str(member.id))
        path = path.replace("<emoji>", quote("👍"))
        if "session>" in path:
            path = re.sub(r"<[^>]*session>", str(another_session(author)) if there else "999999", path)
        options: dict[str, Any] = {"params": QUERIES.get(route), "json": body_of(route, people)}
        if route == ("POST", f"{API}/files"):
            options["data"] = b"hello"
        if method != "GET":
            options["headers"] = {"X-CSRFToken": person.csrf_token()}
        return person.http.request(method, person.url + path, allow_redirects=False, timeout=30, **options)

    return request


def another_session(person: Person) -> int:
    """Where somebody has signed in besides."""
    elsewhere = Person(person.url, "elsewhere")
    elsewhere.username = person.username
    elsewhere.log_in()
    [session] = [s for s in elsewhere.api("GET", "/me/sessions").json()["sessions"] if s["current"]]
    session_id: int = session["id"]
    return session_id


def pages_for_the_signed_in() -> list[Route]:
    return [route for route in routes_where(3, 302) if route[0] == "GET"]


def the_api() -> list[Route]:
    return [route for route in routes_where(3, 401) if route[1].startswith(API)]


def test_every_route_has_an_entry() -> None:
    assert set(EXPECTED) == routes()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", EXPECTED, ids=" ".join)
def test_who_gets_what(people: dict[str, Person], ask: Request, route: Route, role: str) -> None:
    answer = ask(people[role], route)
    if route == ("POST", "/logout") and role != "anonymous":
        people[role].log_in()

    assert answer.status_code == EXPECTED[route][ROLES.index(role)]


@pytest.mark.parametrize("route", routes_where(2, 404), ids=" ".join)
def test_what_one_may_not_see_looks_like_what_is_not_there(
    people: dict[str, Person], ask: Request, route: Route
) -> None:
    refused, missing = (ask(people["outsider"], route, there) for there in (True, False))

    assert (refused.status_code, without_token(refused)) == (missing.status_code, without_token(missing))


@pytest.mark.parametrize("route", pages_for_the_signed_in(), ids=" ".join)
def test_a_page_asks_the_anonymous_to_log_in_and_come_back(
    people: dict[str, Person], ask: Request, route: Route
) -> None:
    answer = ask(people["anonymous"], route)

    assert answer.headers["Location"].startswith("/login?next=/")


@pytest.mark.parametrize("route", the_api(), ids=" ".join)
def test_the_api_tells_the_anonymous_to_log_in(people: dict[str, Person], ask: Request, route: Route) -> None:
    assert error_of(ask(people["anonymous"], route))["code"] == "unauthorized"
