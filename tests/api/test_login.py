"""Logging in and out: sessions begin, end, and cannot be taken over."""

import base64
import re
import sqlite3
import time
import zlib
from collections.abc import Callable
from http.cookies import Morsel, SimpleCookie

import pytest
import requests

from tests.api.forms import filled_in, form_message
from tests.cast import Person
from tests.conftest import database
from tests.server import Server
from tests.waiting import eventually

COOKIE = "chatroom_session"
Visitor = Callable[[str], Person]


@pytest.fixture
def ada(member: Callable[[str], Person]) -> Person:
    """A person for each test: sessions end here."""
    return member("ada")


@pytest.fixture
def ben(member: Callable[[str], Person]) -> Person:
    return member("ben")


@pytest.fixture
def registered(visitor: Visitor) -> Person:
    """Somebody with an account, who is not signed in."""
    return visitor("ada").register()


def cookie_of(person: Person) -> str:
    return str(person.http.cookies[COOKIE])


def signed_in(person: Person) -> bool:
    return person.api("GET", "/me").status_code == 200


def with_cookie(person: Person, value: str) -> bool:
    """Whether somebody with this cookie, and nothing else, is signed in."""
    answer = requests.get(person.url + "/api/v1/me", headers={"Cookie": f"{COOKIE}={value}"})
    return answer.status_code == 200


def cookie_set(answer: requests.Response) -> Morsel[str]:
    return SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]


def behind_https(person: Person, path: str, **fields: str) -> requests.Response:
    """What a proxy that speaks https to the browser passes on."""
    headers = {
        "X-Forwarded-Proto": "https",
        "Referer": person.url.replace("http:", "https:") + "/login",
    }
    page = requests.get(person.url + "/login", headers=headers)
    token = filled_in(page, "csrf_token")
    headers["Cookie"] = f"{COOKIE}={cookie_set(page).value}"
    data = {"csrf_token": token, **fields}
    return requests.post(person.url + path, data=data, headers=headers, allow_redirects=False)


def test_the_right_password_leads_to_the_chatroom(registered: Person) -> None:
    answer = registered.submit("/login", username=registered.username, password=registered.password)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/chatroom")
    assert signed_in(registered)


def test_a_name_is_known_in_any_case(registered: Person) -> None:
    name = f" {registered.username.upper()} "

    assert registered.submit("/login", username=name, password=registered.password).status_code == 302


@pytest.mark.parametrize("change", ["{}x", "x{}", "", "{} "])
def test_another_password_is_refused(registered: Person, change: str) -> None:
    password = change.format(registered.password)

    answer = registered.submit("/login", username=registered.username, password=password)

    assert answer.status_code == 401
    assert form_message(answer) == "Wrong username or password."
    assert not signed_in(registered)


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(
    registered: Person, visitor: Visitor
) -> None:
    nobody = visitor("eve")
    answers = [
        person.submit("/login", username=person.username, password="not the password")
        for person in (registered, nobody)
    ]

    def anonymised(answer: requests.Response, person: Person) -> str:
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
        return text.replace(person.username, "NAME")

    assert [answer.status_code for answer in answers] == [401, 401]
    assert anonymised(answers[0], registered) == anonymised(answers[1], nobody)


@pytest.mark.parametrize("name", ["", "\x00", "x" * 100_000, "\ufdfa" * 1_000, "%", "' OR 1=1 --"])
def test_any_name_that_nobody_has_is_refused(registered: Person, name: str) -> None:
    answer = registered.submit("/login", username=name, password=registered.password)

    assert answer.status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(registered: Person) -> None:
    answer = registered.submit("/login", username=registered.username, password=registered.password)

    cookie = cookie_set(answer)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert cookie["expires"]
    assert not cookie["secure"], "it came over http"


def test_a_proxy_that_is_not_configured_is_not_believed(registered: Person) -> None:
    answer = behind_https(registered, "/login", username=registered.username, password=registered.password)

    assert answer.status_code == 302
    assert not cookie_set(answer)["secure"]


def test_behind_https_the_cookie_is_secure(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Server(tmp_path_factory.mktemp("proxied") / "data", trusted_proxies="1") as proxied:
        ada = Person(proxied.url, "ada").register()

        answer = behind_https(ada, "/login", username=ada.username, password=ada.password)

        assert answer.status_code == 302
        assert cookie_set(answer)["secure"]
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        plain = ada.submit("/login", username=ada.username, password=ada.password)
        assert not cookie_set(plain)["secure"]
        assert "Strict-Transport-Security" not in plain.headers


# The token ----------------------------------------------------------------------------------------


def test_the_cookie_changes_at_login(registered: Person) -> None:
    registered.csrf_token()
    before = cookie_of(registered)
    registered.log_in()

    assert cookie_of(registered) != before
    assert not with_cookie(registered, before)


def test_logging_in_again_ends_the_session_before(ada: Person) -> None:
    before = cookie_of(ada)
    assert with_cookie(ada, before)

    ada.log_in()

    assert signed_in(ada)
    assert not with_cookie(ada, before)


def test_a_failed_login_leaves_the_session_as_it_is(ada: Person) -> None:
    ada.submit("/login", username=ada.username, password="not the password")

    assert signed_in(ada)


def test_after_logging_out_the_cookie_is_dead_wherever_it_is(ada: Person) -> None:
    cookie = cookie_of(ada)
    assert with_cookie(ada, cookie)

    answer = ada.log_out()

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not signed_in(ada)
    assert not with_cookie(ada, cookie)


def test_logging_out_leaves_other_browsers_signed_in(ada: Person, visitor: Visitor) -> None:
    phone = visitor("phone")
    phone.username = ada.username
    phone.log_in()

    ada.log_out()

    assert signed_in(phone)


def test_logging_out_twice_does_no_harm(ada: Person) -> None:
    ada.log_out()

    assert ada.log_out().status_code == 302


def test_logging_out_takes_more_than_a_link(ada: Person) -> None:
    assert ada.get("/logout").status_code == 405
    assert signed_in(ada)


def test_a_session_ends_by_itself(ada: Person, server: Server) -> None:
    assert signed_in(ada)

    _expire(server, ada)

    assert not signed_in(ada)
    assert ada.get("/chatroom").status_code == 302


def test_expired_sessions_are_forgotten(ada: Person, server: Server) -> None:
    def sessions() -> int:
        with database(server.data) as connection:
            [count] = connection.execute(
                "SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE username = ?",
                (ada.username,),
            ).fetchone()
        return int(count)

    assert sessions() == 1
    _expire(server, ada)
    eventually(lambda: sessions() == 0)


@pytest.mark.parametrize(
    "damage",
    [
        lambda cookie: cookie[:-1],
        lambda cookie: cookie + "x",
        lambda cookie: cookie.swapcase(),
        lambda _: "",
        lambda _: "\xff",
    ],
)
def test_a_cookie_that_was_tampered_with_is_nobodys(ada: Person, damage: Callable[[str], str]) -> None:
    cookie = cookie_of(ada)
    assert with_cookie(ada, cookie)

    assert not with_cookie(ada, damage(cookie))


def test_the_database_holds_neither_token_nor_password(ada: Person, server: Server) -> None:
    token = _token(cookie_of(ada))
    assert len(token) >= 43, "256 bits"

    kept = b"".join(path.read_bytes() for path in server.data.glob("chatroom.db*"))

    assert ada.username.encode() in kept, "what is kept would be found"
    assert token.encode() not in kept
    assert ada.password.encode() not in kept


def _expire(server: Server, person: Person) -> None:
    with database(server.data) as connection:
        connection.execute(
            "UPDATE sessions SET expires_at = ? WHERE user_id = (SELECT id FROM users WHERE username = ?)",
            (int(time.time() * 1000) - 1, person.username),
        )


def _token(cookie: str) -> str:
    """What the cookie names the session by; it is signed, not encrypted."""
    payload = cookie.lstrip(".").partition(".")[0]
    content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    if cookie.startswith("."):
        content = zlib.decompress(content)
    found = re.search(rb'"_user_id":"([^"]+)"', content)
    assert found
    return found[1].decode()


# Where to -----------------------------------------------------------------------------------------


def test_the_login_leads_to_where_the_visitor_was_going(registered: Person) -> None:
    asked = registered.get("/chatroom/1?x=y")
    assert asked.status_code == 302
    form = registered.get(asked.headers["Location"])

    answer = registered.submit(
        "/login",
        username=registered.username,
        password=registered.password,
        next=filled_in(form, "next"),
    )

    assert answer.headers["Location"] == "/chatroom/1?x=y"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "javascript:alert(1)"],
)
def test_the_login_never_leads_to_another_site(registered: Person, target: str) -> None:
    form = registered.get("/login", params={"next": target})
    assert filled_in(form, "next") == ""

    answer = registered.submit(
        "/login", username=registered.username, password=registered.password, next=target
    )

    assert answer.headers["Location"] == "/chatroom"


def test_where_to_survives_a_wrong_password(registered: Person) -> None:
    answer = registered.submit("/login", username=registered.username, password="wrong", next="/chatroom/1")

    assert filled_in(answer, "next") == "/chatroom/1"
    assert filled_in(answer, "username") == registered.username
    assert filled_in(answer, "password") == ""


def test_every_hash_in_the_database_has_its_own_salt(ada: Person, ben: Person, server: Server) -> None:
    connection = sqlite3.connect(server.data / "chatroom.db")
    hashes = [
        connection.execute(
            "SELECT password_hash FROM users WHERE username = ?", (person.username,)
        ).fetchone()[0]
        for person in (ada, ben)
    ]
    connection.close()

    assert ada.password == ben.password
    assert hashes[0] != hashes[1]
    assert all(found.startswith("$argon2id$") for found in hashes)
