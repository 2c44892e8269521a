"""Registering: who gets an account, and what the form says when not."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.forms import field_error, filled_in, form_message
from tests.cast import PASSWORD, Person
from tests.server import Server

Visitor = Callable[[str], Person]


def unique(beginning: str = "ada") -> str:
    return f"{beginning}{secrets.token_hex(4)}"


def test_success_leads_to_the_login_form_with_the_name_filled_in(visitor: Visitor) -> None:
    ada = visitor("ada")

    answer = ada.submit("/register", username=ada.username, password=ada.password)

    assert answer.status_code == 302
    page = ada.get(answer.headers["Location"])
    assert answer.headers["Location"].startswith("/login?")
    assert filled_in(page, "username") == ada.username
    assert "ready" in form_message(page)


def test_registering_does_not_sign_in(visitor: Visitor) -> None:
    ada = visitor("ada").register()

    assert ada.api("GET", "/me").status_code == 401


def test_a_new_user_is_a_member_of_general(ada: Person) -> None:
    rooms = ada.api("GET", "/rooms").json()["rooms"]

    assert [room["name"] for room in rooms] == ["general"]


def test_where_the_visitor_was_going_is_kept(visitor: Visitor) -> None:
    ada = visitor("ada")
    form = ada.get("/register?next=/chatroom/1")
    assert filled_in(form, "next") == "/chatroom/1"

    answer = ada.submit("/register", username=ada.username, password=ada.password, next="/chatroom/1")

    assert filled_in(ada.get(answer.headers["Location"]), "next") == "/chatroom/1"


@pytest.mark.parametrize(
    ("taken", "tried"),
    [
        ("ada{}", "ada{}"),
        ("ada{}", "ADA{}"),
        ("ada{}", "  ada{}  "),
        ("ada{}", "\uff41\uff44\uff41{}"),
        ("stra\u00dfe{}", "STRASSE{}"),
        ("zo\u00eb{}", "zoe\u0308{}"),
        ("\ufb01ona{}", "fiona{}"),
    ],
)
def test_a_name_is_taken_whatever_its_case_and_unicode_form(visitor: Visitor, taken: str, tried: str) -> None:
    number = secrets.token_hex(4)
    first = visitor("first").submit("/register", username=taken.format(number), password=PASSWORD)
    assert first.status_code == 302

    answer = visitor("second").submit("/register", username=tried.format(number), password=PASSWORD)

    assert answer.status_code == 409
    assert field_error(answer, "username") == "This username is taken."
    assert filled_in(answer, "username") == tried.format(number).strip()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "x" * 33,
        "a b",
        "a/b",
        "..",
        "<b>",
        "a\x00b",
        "a\r\nb",
        "\u3164\u3164",
        "ada\ufe0f",
        "\ufdfa" * 8,
        "😀😀",
    ],
)
def test_a_name_that_breaks_the_rule_is_refused_beside_its_field(visitor: Visitor, name: str) -> None:
    answer = visitor("ada").submit("/register", username=name, password=PASSWORD)

    assert answer.status_code == 422
    assert "letter" in field_error(answer, "username")
    assert not field_error(answer, "password")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "8 to 256"),
        ("x7$kQw!", "8 to 256"),
        ("z" * 257, "8 to 256"),
        ("password1", "most common"),
        ("PASSWORD", "most common"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field(visitor: Visitor, password: str, why: str) -> None:
    name = unique()

    answer = visitor("ada").submit("/register", username=name, password=password)

    assert answer.status_code == 422
    assert why in field_error(answer, "password")
    assert not field_error(answer, "username")
    assert filled_in(answer, "username") == name


def test_the_username_is_no_password(visitor: Visitor) -> None:
    name = unique("ada-lovelace")

    answer = visitor("ada").submit("/register", username=name, password=name.upper())

    assert answer.status_code == 422
    assert "username" in field_error(answer, "password")


def test_a_password_is_never_written_back_or_logged(visitor: Visitor, server: Server) -> None:
    secret = "swordfish-" + secrets.token_hex(4)
    ada = visitor("ada")

    refused = ada.submit("/register", username="?", password=secret)
    assert refused.status_code == 422
    ada.password = secret
    ada.register().log_in()

    assert secret not in refused.text
    assert filled_in(refused, "password") == ""
    assert secret not in server.log()


def test_a_password_is_taken_to_the_letter(visitor: Visitor) -> None:
    ada = visitor("ada")
    ada.password = "  Sp\u00e4ces around, \U0001f600 and \x01 inside  "
    ada.register()

    stripped = ada.submit("/login", username=ada.username, password=ada.password.strip())

    assert stripped.status_code == 401
    ada.log_in()


def test_fields_that_are_missing_are_named(visitor: Visitor) -> None:
    assert field_error(visitor("ada").submit("/register", password=PASSWORD), "username")
    assert field_error(visitor("ada").submit("/register", username=unique()), "password")


def test_what_was_typed_comes_back_as_text(visitor: Visitor) -> None:
    typed = '"><script>alert(1)</script>'

    answer = visitor("ada").submit("/register", username=typed, password=PASSWORD)

    assert filled_in(answer, "username") == typed
    assert typed not in answer.text


def test_of_many_who_want_one_name_at_once_one_gets_it(visitor: Visitor) -> None:
    name = unique()
    people = [visitor("somebody") for _ in range(8)]
    tokens = [person.csrf_token() for person in people]

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(
            pool.map(
                lambda person, token: person.submit(
                    "/register", username=name, password=PASSWORD, csrf_token=token
                ),
                people,
                tokens,
            )
        )

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7


def test_a_form_that_is_too_large_is_refused(visitor: Visitor) -> None:
    answer = visitor("ada").submit("/register", username=unique(), password="x" * 300_000)

    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"username=%ff%fe&password=%80", b"\x80\xff=\xfe", b"&&&==", b"username"])
def test_a_form_that_is_no_text_is_refused(visitor: Visitor, body: bytes) -> None:
    ada = visitor("ada")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": ada.csrf_token(),
    }

    answer = ada.http.post(ada.url + "/register", data=body, headers=headers, allow_redirects=False)

    assert answer.status_code == 422
