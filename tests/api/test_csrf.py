"""Every request that changes something needs the token of the page it comes from."""

import re
from collections.abc import Callable

import pytest
import requests

from tests.api.routes import Route, routes
from tests.cast import Person, error_of

SAFE = {"GET", "HEAD", "OPTIONS"}
UNSAFE = sorted(route for route in routes() if route[0] not in SAFE)


@pytest.fixture
def ada(member: Callable[[str], Person]) -> Person:
    """A person for each test: sessions end here."""
    return member("ada")


def send(person: Person, route: Route, token: str | None) -> requests.Response:
    method, rule = route
    path = re.sub(r"<[^>]*>", "1", rule)
    headers = {} if token is None else {"X-CSRFToken": token}
    return person.http.request(method, person.url + path, headers=headers, allow_redirects=False, timeout=30)


def expired(answer: requests.Response) -> bool:
    return answer.status_code == 400 and "page has expired" in answer.text


def test_there_are_unsafe_routes() -> None:
    assert {("POST", "/logout"), ("POST", "/login"), ("POST", "/api/v1/files")} <= set(UNSAFE)


@pytest.mark.parametrize("route", UNSAFE, ids=" ".join)
def test_without_the_token_nothing_is_done(ada: Person, route: Route) -> None:
    answer = send(ada, route, None)

    assert expired(answer)
    assert ada.api("GET", "/me").status_code == 200
    assert not expired(send(ada, route, ada.csrf_token())), "the token is what was missing"


@pytest.mark.parametrize("route", UNSAFE, ids=" ".join)
def test_the_token_of_another_person_does_not_help(ada: Person, anonymous: Person, route: Route) -> None:
    assert expired(send(ada, route, anonymous.csrf_token()))


@pytest.mark.parametrize("route", [route for route in UNSAFE if route[1].startswith("/api/")], ids=" ".join)
def test_the_api_says_so_in_its_own_shape(ada: Person, route: Route) -> None:
    assert error_of(send(ada, route, "nonsense"))["code"] == "bad_request"


def test_the_token_may_come_with_the_form(ada: Person) -> None:
    token = ada.csrf_token()

    answer = ada.http.post(ada.url + "/logout", data={"csrf_token": token}, allow_redirects=False)

    assert answer.status_code == 302


def test_the_token_from_before_the_login_is_dead(visitor: Callable[[str], Person]) -> None:
    ada = visitor("ada").register()
    before = ada.csrf_token()
    assert not expired(send(ada, ("POST", "/register"), before))
    ada.log_in()

    assert expired(send(ada, ("POST", "/logout"), before))


def test_the_token_of_an_open_page_outlives_logging_in_again(ada: Person) -> None:
    before = ada.csrf_token()
    ada.log_in()

    assert not expired(send(ada, ("POST", "/api/v1/files"), before))


def test_the_token_dies_when_another_person_logs_in(ada: Person, member: Callable[[str], Person]) -> None:
    before = ada.csrf_token()
    ada.username = member("ben").username
    ada.log_in()

    assert expired(send(ada, ("POST", "/api/v1/files"), before))


def test_the_token_of_an_open_page_dies_with_the_logout_and_me_has_another(ada: Person) -> None:
    before = ada.csrf_token()
    ada.log_out()
    ada.log_in()
    assert expired(send(ada, ("POST", "/api/v1/files"), before))

    fresh = ada.api("GET", "/me").json()["csrf_token"]

    assert not expired(send(ada, ("POST", "/api/v1/files"), fresh))


def test_a_login_makes_the_secret_of_its_tokens_so_that_no_page_after_it_does(ada: Person) -> None:
    ada.log_out()
    ada.log_in()

    assert "Set-Cookie" not in ada.api("GET", "/me").headers
    assert "Set-Cookie" not in ada.get("/chatroom").headers


def test_a_simple_request_of_another_site_does_nothing(ada: Person) -> None:
    """What a form on another page can send along with the reader's cookie, were it not Lax."""
    body = '{"client_id": "0b8a3cf2-6f5e-4d0e-9b1a-2f64f5a1c0de", "body": "hello"}'
    before = ada.api("GET", "/rooms/1").json()["room"]["version"]

    for media_type in ("text/plain", "application/x-www-form-urlencoded", "application/json"):
        headers = {"Content-Type": media_type, "Origin": "https://evil.example"}
        answer = ada.http.post(f"{ada.url}/api/v1/rooms/1/messages", data=body, headers=headers)
        assert expired(answer)

    assert ada.api("GET", "/rooms/1").json()["room"]["version"] == before
