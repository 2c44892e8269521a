"""One's own account: changing the password, and ending sessions."""

from collections.abc import Callable

import pytest
import requests

from tests.api.forms import field_error, filled_in, form_message
from tests.cast import PASSWORD, Person, error_of, without_token
from tests.conftest import database
from tests.server import Server

NEW = "another fine password"
COOKIE = "chatroom_session"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
Change = Callable[..., requests.Response]


@pytest.fixture
def ada(member: Callable[[str], Person]) -> Person:
    """A person for each test: sessions end here."""
    return member("ada")


@pytest.fixture
def ben(member: Callable[[str], Person]) -> Person:
    return member("ben")


@pytest.fixture
def phone(ada: Person) -> Person:
    """Another browser in which Ada is signed in."""
    return another_browser(ada)


def another_browser(person: Person, user_agent: str | None = None) -> Person:
    other = Person(person.url, "phone")
    other.username = person.username
    if user_agent:
        other.http.headers["User-Agent"] = user_agent
    return other.log_in()


def by_form(person: Person, current: str, new: str, **more: str) -> requests.Response:
    return person.submit("/account", current_password=current, new_password=new, **more)


def by_api(person: Person, current: str, new: str, **more: str) -> requests.Response:
    content = {"current_password": current, "new_password": new, **more}
    return person.api("PUT", "/me/password", json=content)


both = pytest.mark.parametrize("change", [by_form, by_api])


def signed_in(person: Person) -> bool:
    return person.api("GET", "/me").status_code == 200


def with_cookie(person: Person, value: str) -> bool:
    """Whether somebody with this cookie, and nothing else, is signed in."""
    answer = requests.get(person.url + "/api/v1/me", headers={"Cookie": f"{COOKIE}={value}"})
    return answer.status_code == 200


def logs_in_with(person: Person, password: str) -> bool:
    stranger = Person(person.url, "stranger")
    answer = stranger.submit("/login", username=person.username, password=password)
    return answer.status_code == 302


def told(answer: requests.Response, field: str) -> str:
    """What is said about a field, on the page or in the API's answer."""
    if answer.headers["Content-Type"].startswith("application/json"):
        return str(error_of(answer).get("fields", {}).get(field, ""))
    return field_error(answer, field)


# The password -------------------------------------------------------------------------------------


@both
def test_a_new_password_takes_the_place_of_the_old_one(ada: Person, change: Change) -> None:
    assert change(ada, PASSWORD, NEW).ok

    assert logs_in_with(ada, NEW)
    assert not logs_in_with(ada, PASSWORD)


def test_the_page_says_that_it_is_changed(ada: Person) -> None:
    answer = by_form(ada, PASSWORD, NEW)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account?done=password")
    page = ada.get(answer.headers["Location"])
    assert form_message(page).startswith("Your password is changed.")
    assert 'role="status"' in page.text


@both
def test_every_other_session_ends_and_this_browser_stays_signed_in(
    ada: Person, phone: Person, ben: Person, change: Change
) -> None:
    assert signed_in(phone)

    change(ada, PASSWORD, NEW)

    assert signed_in(ada)
    assert not signed_in(phone)
    assert signed_in(ben)


@both
def test_this_browser_gets_another_token_and_a_copy_of_the_old_one_is_dead(
    ada: Person, change: Change
) -> None:
    before = str(ada.http.cookies[COOKIE])
    assert with_cookie(ada, before)

    change(ada, PASSWORD, NEW)

    assert ada.http.cookies[COOKIE] != before
    assert not with_cookie(ada, before)


def test_pages_that_are_open_in_this_browser_go_on_with_the_tokens_they_have(ada: Person) -> None:
    token = ada.csrf_token()
    by_form(ada, PASSWORD, NEW)

    answer = ada.http.post(f"{ada.url}/api/v1/read-all", headers={"X-CSRFToken": token})

    assert answer.status_code == 204


@both
@pytest.mark.parametrize("wrong", ["not the password", "", PASSWORD + " ", "x" * 100_000, "\x00"])
def test_a_wrong_current_password_is_told_beside_its_field_and_changes_nothing(
    ada: Person, phone: Person, change: Change, wrong: str
) -> None:
    answer = change(ada, wrong, NEW)

    assert answer.status_code == 422
    assert told(answer, "current_password") == "This is not your current password."
    assert told(answer, "new_password") == ""
    assert signed_in(ada)
    assert signed_in(phone)
    assert logs_in_with(ada, PASSWORD)


@both
@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("", "8 to 256"),
        ("x7$kQw!", "8 to 256"),
        ("x7$kQw!2" * 33, "8 to 256"),
        ("password", "most common"),
        ("aaaaaaaaaa", "different characters"),
        ("NAME", "username"),
        (PASSWORD, "current one"),
    ],
)
def test_a_new_password_keeps_the_rules_of_registration(
    ada: Person, phone: Person, change: Change, new: str, why: str
) -> None:
    answer = change(ada, PASSWORD, ada.username if new == "NAME" else new)

    assert answer.status_code == 422
    assert why in told(answer, "new_password")
    assert signed_in(phone)
    assert logs_in_with(ada, PASSWORD)


def test_the_form_never_comes_back_with_a_password_in_it(ada: Person) -> None:
    answer = by_form(ada, "not the password", NEW)

    assert filled_in(answer, "current_password") == filled_in(answer, "new_password") == ""
    assert NEW not in answer.text


@both
def test_unknown_fields_are_refused(ada: Person, change: Change) -> None:
    answer = change(ada, PASSWORD, NEW, username="ben")

    assert answer.status_code == 422
    assert logs_in_with(ada, PASSWORD)


def test_fields_of_another_type_are_refused(ada: Person) -> None:
    for value in (None, 1, ["x"], {"x": 1}):
        content = {"current_password": PASSWORD, "new_password": value}
        assert ada.api("PUT", "/me/password", json=content).status_code == 422


def test_without_the_token_of_the_page_nothing_changes(ada: Person) -> None:
    answer = by_form(ada, PASSWORD, NEW, csrf_token="nonsense")

    assert answer.status_code == 400
    assert logs_in_with(ada, PASSWORD)


def test_who_is_not_signed_in_comes_back_to_the_page(anonymous: Person) -> None:
    for path in ("/account", "/account/sessions/1/end", "/account/sessions/end-others"):
        answer = anonymous.submit(path, current_password=PASSWORD, new_password=NEW)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/login?next=/account")


def test_the_password_is_in_no_log(ada: Person, server: Server) -> None:
    by_form(ada, "a very wrong password", NEW)

    assert "A change of password failed from 127.0.0.1" in server.log()
    assert "a very wrong password" not in server.log()
    assert ada.username not in server.log()


# Where one is signed in ---------------------------------------------------------------------------


def sessions(person: Person) -> list[dict[str, object]]:
    answer = person.api("GET", "/me/sessions").json()
    assert not answer["more"]
    found: list[dict[str, object]] = answer["sessions"]
    return found


def session_of(person: Person) -> object:
    return next(session["id"] for session in sessions(person) if session["current"])


def end_by_form(person: Person, session: object) -> requests.Response:
    return person.submit(f"/account/sessions/{session}/end")


def end_by_api(person: Person, session: object) -> requests.Response:
    return person.api("DELETE", f"/me/sessions/{session}")


either = pytest.mark.parametrize("end", [end_by_form, end_by_api])


def test_ones_own_sessions_are_listed_this_one_first_and_then_the_newest(ada: Person, ben: Person) -> None:
    older = another_browser(ada, FIREFOX)
    newer = another_browser(ada, "a program that nobody knows")

    found = sessions(ada)

    assert [session["id"] for session in found] == [session_of(p) for p in (ada, newer, older)]
    assert [session["current"] for session in found] == [True, False, False]
    assert [session["device"] for session in found] == ["Python", "", "Firefox on Linux"]
    assert [session["connected"] for session in found] == [False, False, False]
    assert session_of(ben) not in [session["id"] for session in found]


def test_the_page_names_them(ada: Person) -> None:
    another_browser(ada, FIREFOX)
    page = ada.get("/account")

    assert "Firefox on Linux" in page.text
    assert page.text.count("This device") == 1
    assert page.headers["Cache-Control"] == "no-store"


def test_nothing_of_what_a_browser_says_is_kept_but_its_name(ada: Person, server: Server) -> None:
    secret = "<script>alert(1)</script> tracker/12345"
    phone = another_browser(ada, f"{FIREFOX} {secret}")
    assert b"Firefox on Linux" in kept(server)

    assert secret.encode() not in kept(server)
    assert secret not in phone.get("/account").text


def kept(server: Server) -> bytes:
    return b"".join(path.read_bytes() for path in server.data.glob("chatroom.db*"))


@either
def test_a_device_is_signed_out(ada: Person, phone: Person, end: Change) -> None:
    assert signed_in(phone)

    assert end(ada, session_of(phone)).ok

    assert not signed_in(phone)
    assert signed_in(ada)
    assert len(sessions(ada)) == 1


def test_the_page_says_that_a_device_is_signed_out(ada: Person, phone: Person) -> None:
    answer = end_by_form(ada, session_of(phone))

    assert form_message(ada.get(answer.headers["Location"])) == "That device is signed out."


@either
def test_others_sessions_are_not_there(ada: Person, ben: Person, end: Change) -> None:
    theirs, missing = end(ben, session_of(ada)), end(ben, 2**40)

    assert (theirs.status_code, without_token(theirs)) == (missing.status_code, without_token(missing))
    assert theirs.status_code == 404
    assert signed_in(ada)


@either
@pytest.mark.parametrize("session", [0, -1, 2**53, 2**64, "x", "1 OR 1=1"])
def test_what_is_no_id_is_not_there(ada: Person, phone: Person, end: Change, session: object) -> None:
    assert end(ada, session).status_code in (404, 422)
    assert signed_in(phone)


@either
def test_a_session_ends_once(ada: Person, phone: Person, end: Change) -> None:
    session = session_of(phone)
    assert end(ada, session).ok

    assert end(ada, session).status_code == 404


def test_ending_ones_own_session_is_logging_out(ada: Person, phone: Person) -> None:
    assert end_by_api(ada, session_of(ada)).status_code == 204

    assert not signed_in(ada)
    assert signed_in(phone)


@pytest.mark.parametrize(
    "end_others",
    [
        lambda person: person.submit("/account/sessions/end-others"),
        lambda person: person.api("DELETE", "/me/sessions"),
    ],
)
def test_signing_out_everywhere_else_leaves_this_browser_and_other_people(
    ada: Person, phone: Person, ben: Person, end_others: Callable[[Person], requests.Response]
) -> None:
    tablet = another_browser(ada)

    assert end_others(ada).ok

    assert [signed_in(person) for person in (ada, phone, tablet, ben)] == [True, False, False, True]


def test_of_very_many_sessions_the_newest_are_listed_and_all_are_ended(ada: Person, server: Server) -> None:
    with database(server.data) as connection:
        connection.executemany(
            "INSERT INTO sessions (user_id, token_hash, created_at, expires_at)"
            " SELECT user_id, randomblob(32), created_at, expires_at FROM sessions WHERE id = ?",
            [(session_of(ada),)] * 120,
        )
    listed = ada.api("GET", "/me/sessions").json()
    assert (len(listed["sessions"]), listed["more"]) == (100, True)
    assert listed["sessions"][0]["current"]
    assert "Only the newest are listed" in ada.get("/account").text

    ada.api("DELETE", "/me/sessions")

    assert len(sessions(ada)) == 1
