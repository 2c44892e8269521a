"""Guessing passwords and making accounts in bulk: slowed down, with a clear answer."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.api.forms import filled_in, form_message
from tests.cast import Person, error_of
from tests.server import Server

PER_ACCOUNT = 10  # wrong passwords a minute
PER_ADDRESS = 30
REGISTRATIONS = 40


@pytest.fixture
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that counts, and has counted nothing yet."""
    with Server(tmp_path_factory.mktemp("limited") / "data", rate_limits="on") as running:
        yield running


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server behind a proxy, so that each test can come from addresses of its own."""
    settings = {"rate_limits": "on", "trusted_proxies": "1"}
    with Server(tmp_path_factory.mktemp("proxied") / "data", **settings) as running:
        yield running


class Passenger(Person):
    """Somebody who comes through proxies."""

    def __init__(self, url: str, name: str, forwarded_for: str) -> None:
        super().__init__(url, name)
        self.http.headers["X-Forwarded-For"] = forwarded_for


def guess(person: Person, times: int, password: str = "not the password") -> list[int]:
    return [
        person.submit("/login", username=person.username, password=password).status_code for _ in range(times)
    ]


def test_guessing_is_stopped_with_a_message_in_the_form(limited: Server) -> None:
    ada = Person(limited.url, "ada").register()
    assert guess(ada, PER_ACCOUNT) == [401] * PER_ACCOUNT

    answer = ada.submit("/login", username=ada.username, password="not the password")

    assert answer.status_code == 429
    assert form_message(answer).startswith("Too many attempts.")
    assert filled_in(answer, "username") == ada.username
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


def test_guessing_at_the_same_moment_is_stopped_too(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.40").register()
    token = ada.csrf_token()

    def one_guess(_: int) -> int:
        form = {"username": ada.username, "password": "not the password", "csrf_token": token}
        return ada.http.post(f"{ada.url}/login", data=form, timeout=30).status_code

    with ThreadPoolExecutor(PER_ACCOUNT * 3) as guessers:
        statuses = Counter(guessers.map(one_guess, range(PER_ACCOUNT * 3)))

    assert statuses == {401: PER_ACCOUNT, 429: PER_ACCOUNT * 2}


def test_the_same_account_in_another_spelling_is_the_same_account(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.1").register()
    guess(ada, PER_ACCOUNT)

    for spelling in (ada.username.upper(), f" {ada.username}", "\uff41\uff44\uff41" + ada.username[3:]):
        answer = ada.submit("/login", username=spelling, password="not the password")
        assert answer.status_code == 429


def test_the_right_password_does_not_count(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.2").register()

    assert guess(ada, PER_ACCOUNT + 5, ada.password) == [302] * (PER_ACCOUNT + 5)


def test_another_account_is_not_affected(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.3").register()
    ben = Passenger(proxied.url, "ben", "198.51.100.3").register()
    assert guess(ada, PER_ACCOUNT + 1)[-1] == 429

    assert guess(ben, 1, ben.password) == [302]


def test_many_accounts_from_one_address_are_stopped(proxied: Server) -> None:
    people = [Passenger(proxied.url, f"user{number}", "198.51.100.4") for number in range(4)]

    refusals = [status for person in people[:3] for status in guess(person, PER_ADDRESS // 3)]

    assert refusals == [401] * PER_ADDRESS
    assert guess(people[3], 1) == [429]


def test_an_attacker_does_not_lock_the_owner_out(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.5").register()
    mallory = Passenger(proxied.url, "mallory", "198.51.100.6")
    mallory.username = ada.username
    assert guess(mallory, PER_ACCOUNT + 1)[-1] == 429

    assert guess(ada, 1, ada.password) == [302]


def test_a_browser_that_is_known_cannot_guess_for_ever_either(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.10").register().log_in()

    assert guess(ada, PER_ACCOUNT + 1)[-1] == 429


def test_being_known_for_one_account_is_no_licence_to_guess_at_another(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.11").register()
    accomplices = [Passenger(proxied.url, "mallory", f"198.51.100.{n}").register() for n in (12, 13)]
    for mallory in accomplices:
        mallory.username = ada.username

    assert guess(accomplices[0], PER_ACCOUNT) == [401] * PER_ACCOUNT
    assert guess(accomplices[1], 1) == [429]


@pytest.mark.parametrize(("number", "forged"), list(enumerate(["", "x", "WyJhZGEiLCJ4Il0.x", "\xff"])))
def test_a_forged_device_is_a_stranger(proxied: Server, number: int, forged: str) -> None:
    ada = Passenger(proxied.url, "ada", f"198.51.100.{20 + number}")
    guess(ada, PER_ACCOUNT)
    page = ada.get("/login")
    headers = {
        "X-Forwarded-For": f"198.51.100.{30 + number}",
        "Cookie": f"chatroom_device={forged}; chatroom_session={ada.http.cookies['chatroom_session']}",
    }

    answer = requests.post(
        ada.url + "/login",
        data={"username": ada.username, "password": "x", "csrf_token": filled_in(page, "csrf_token")},
        headers=headers,
    )

    assert answer.status_code == 429


def guess_when_signed_in(person: Person, times: int, password: str = "not the password") -> list[int]:
    content = {"current_password": password, "new_password": "another fine password"}
    return [person.submit("/account", **content).status_code for _ in range(times)]


def test_guessing_at_the_password_of_a_browser_that_was_left_open_is_stopped(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.60").register().log_in()
    assert guess_when_signed_in(ada, PER_ACCOUNT) == [422] * PER_ACCOUNT

    content = {"current_password": ada.password, "new_password": "another fine password"}
    page, api = ada.submit("/account", **content), ada.api("PUT", "/me/password", json=content)

    assert (page.status_code, api.status_code) == (429, 429), "the right one is not looked at either"
    assert form_message(page).startswith("Too many attempts.")
    assert 0 < int(page.headers["Retry-After"]) <= 3600
    assert error_of(api)["retry_after"] > 0


def test_guessing_there_at_the_same_moment_is_stopped_too(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.61").register().log_in()
    content = {"current_password": "not the password", "new_password": "another fine password"}
    headers = {"X-CSRFToken": ada.csrf_token()}

    def one_guess(_: int) -> int:
        address = f"{ada.url}/api/v1/me/password"
        return ada.http.put(address, json=content, headers=headers, timeout=30).status_code

    with ThreadPoolExecutor(PER_ACCOUNT * 3) as guessers:
        statuses = Counter(guessers.map(one_guess, range(PER_ACCOUNT * 3)))

    assert statuses == {422: PER_ACCOUNT, 429: PER_ACCOUNT * 2}


def test_who_guesses_in_one_browser_locks_the_owner_out_of_no_other(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.62").register().log_in()
    left_open, new = (Passenger(proxied.url, "left", f"198.51.100.{number}") for number in (63, 64))
    left_open.username = new.username = ada.username
    left_open.log_in()
    assert guess_when_signed_in(left_open, PER_ACCOUNT + 1)[-1] == 429

    assert guess(new, 1, ada.password) == [302]
    assert guess_when_signed_in(ada, 1, ada.password) == [302]
    assert left_open.api("GET", "/me").status_code == 401


def test_guesses_of_strangers_do_not_keep_the_owner_from_changing_the_password(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.65").register().log_in()
    mallory = Passenger(proxied.url, "mallory", "198.51.100.66")
    mallory.username = ada.username
    assert guess(mallory, PER_ACCOUNT + 1)[-1] == 429

    assert guess_when_signed_in(ada, 1, ada.password) == [302]


def test_a_new_password_that_is_refused_is_no_guess(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.67").register().log_in()
    weak = {"current_password": "whatever", "new_password": "password"}

    statuses = [ada.submit("/account", **weak).status_code for _ in range(PER_ACCOUNT + 5)]

    assert statuses == [422] * len(statuses)
    assert guess_when_signed_in(ada, 1, ada.password) == [302]


def test_guesses_from_one_address_count_wherever_they_are_made(proxied: Server) -> None:
    people = [Passenger(proxied.url, "user", "198.51.100.68").register().log_in() for _ in range(4)]

    refusals = [status for person in people[:3] for status in guess_when_signed_in(person, PER_ADDRESS // 3)]

    assert refusals == [422] * PER_ADDRESS
    assert guess_when_signed_in(people[3], 1) == guess(people[3], 1) == [429]


def test_a_flood_of_one_session_keeps_its_user_from_nothing_elsewhere(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.69").register().log_in()
    left_open = Passenger(proxied.url, "left", "198.51.100.70")
    left_open.username = ada.username
    left_open.log_in()
    headers = {"X-CSRFToken": left_open.csrf_token()}
    address = f"{ada.url}/api/v1/me/sessions/{2**40}"

    flood = (left_open.http.delete(address, headers=headers) for _ in range(1_000))
    refused = next(answer for answer in flood if answer.status_code == 429)

    assert error_of(refused)["retry_after"] > 0
    assert ada.api("DELETE", "/me/sessions").status_code == 204
    assert left_open.api("GET", "/me").status_code == 401


def register(person: Person) -> requests.Response:
    return person.submit("/register", username=person.username, password=person.password)


def test_making_accounts_in_bulk_is_stopped_with_a_message_in_the_form(proxied: Server) -> None:
    people = [Passenger(proxied.url, "sock", "198.51.100.7") for _ in range(REGISTRATIONS + 1)]
    assert [register(person).status_code for person in people[:-1]] == [302] * REGISTRATIONS

    answer = register(people[-1])

    assert answer.status_code == 429
    assert form_message(answer).startswith("Too many attempts.")
    assert "Create an account" in answer.text
    assert int(answer.headers["Retry-After"]) > 0


def test_without_a_proxy_a_forwarded_address_is_not_believed(limited: Server) -> None:
    people = [Passenger(limited.url, "sock", f"198.51.100.{n}") for n in range(REGISTRATIONS + 1)]

    statuses = [register(person).status_code for person in people]

    assert statuses == [302] * REGISTRATIONS + [429]


def test_behind_a_proxy_only_the_address_that_it_adds_is_believed(proxied: Server) -> None:
    forged = [
        Passenger(proxied.url, "sock", f"203.0.113.{n}, 198.51.100.8") for n in range(REGISTRATIONS + 1)
    ]

    statuses = [register(person).status_code for person in forged]

    assert statuses == [302] * REGISTRATIONS + [429]


def test_behind_a_proxy_people_do_not_share_a_limit(proxied: Server) -> None:
    people = [Passenger(proxied.url, "user", f"192.0.2.{n}") for n in range(REGISTRATIONS + 1)]

    assert [register(person).status_code for person in people] == [302] * len(people)


@pytest.mark.parametrize("path", ["/files?name=x", "/rooms/1/messages", "/rooms"])
def test_a_flood_of_one_user_is_stopped_and_nobody_elses_request(proxied: Server, path: str) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.40").register().log_in()
    ben = Passenger(proxied.url, "ben", "198.51.100.40").register().log_in()
    headers = {"X-CSRFToken": ada.csrf_token()}

    flood = (ada.http.post(f"{ada.url}/api/v1{path}", headers=headers) for _ in range(1_000))
    refused = next(answer for answer in flood if answer.status_code == 429)

    error = error_of(refused)
    assert error["code"] == "rate_limited"
    assert error["retry_after"] == int(refused.headers["Retry-After"]) > 0
    assert ada.api("GET", "/me").status_code == 200
    assert ben.api("POST", path).status_code == 422, "an empty one, that was looked at"


@pytest.mark.parametrize("path", ["/chatroom", "/account", "/api/v1/rooms", "/api/v1/me/sessions"])
def test_who_reads_much_is_not_held_up_and_a_flood_is(proxied: Server, path: str) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.9").register().log_in()

    statuses = [ada.get(path).status_code for _ in range(100)]
    flood = (ada.get(path) for _ in range(1_000))
    refused = next(answer for answer in flood if answer.status_code == 429)

    assert statuses == [200] * 100
    assert int(refused.headers["Retry-After"]) > 0


def test_a_flood_of_one_session_does_not_hide_it_from_its_user(proxied: Server) -> None:
    ada = Passenger(proxied.url, "ada", "198.51.100.71").register().log_in()
    left_open = Passenger(proxied.url, "left", "198.51.100.72")
    left_open.username = ada.username
    left_open.log_in()

    for path in ("/account", "/chatroom", "/api/v1/rooms"):
        flood = (left_open.get(path) for _ in range(1_000))
        next(answer for answer in flood if answer.status_code == 429)

    assert ada.get("/account").status_code == 200
    assert ada.get("/api/v1/me/sessions").status_code == 200
    assert ada.submit("/account/sessions/end-others", csrf_token=ada.csrf_token("/account")).is_redirect
    assert left_open.api("GET", "/me").status_code == 401


def test_rate_limits_that_are_off_are_warned_about(server: Server) -> None:
    ada = Person(server.url, "ada").register()

    assert guess(ada, PER_ACCOUNT + 5) == [401] * (PER_ACCOUNT + 5)
    assert "rate limits are off" in server.log()
