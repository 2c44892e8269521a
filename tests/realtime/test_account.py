"""A session that ends takes its live connections along, wherever its end was asked for."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.cast import PASSWORD, Person, made
from tests.realtime.clients import send
from tests.realtime.conftest import Connect, connected
from tests.waiting import eventually

NEW = {"current_password": PASSWORD, "new_password": "another fine password"}


@pytest.fixture
def phone(ada: Person) -> Person:
    """Another browser in which Ada is signed in."""
    other = Person(ada.url, "phone")
    other.username = ada.username
    return other.log_in()


def session_of(person: Person) -> int:
    listed = made(person.api("GET", "/me/sessions"))["sessions"]
    session_id: int = next(session["id"] for session in listed if session["current"])
    return session_id


@pytest.mark.parametrize(
    "end",
    [
        lambda ada, _: ada.api("PUT", "/me/password", json=NEW),
        lambda ada, _: ada.submit("/account", **NEW),
        lambda ada, _: ada.api("DELETE", "/me/sessions"),
        lambda ada, _: ada.submit("/account/sessions/end-others"),
        lambda ada, phone: ada.api("DELETE", f"/me/sessions/{session_of(phone)}"),
        lambda ada, phone: ada.submit(f"/account/sessions/{session_of(phone)}/end"),
    ],
)
def test_a_device_that_is_signed_out_is_cut_off_and_cannot_come_back(
    ada: Person, ben: Person, phone: Person, connect: Connect, end: Callable[[Person, Person], object]
) -> None:
    there, bens = connected(connect, phone), connected(connect, ben)

    end(ada, phone)

    there.inbox.wait("disconnected")
    said = send(bens, f"after they were signed out {uuid4()}")
    assert said["body"] not in there.inbox.bodies()
    connect(phone).inbox.wait("refused")
    connected(connect, ada)


def test_signing_out_elsewhere_leaves_this_browser_connected(
    ada: Person, phone: Person, connect: Connect
) -> None:
    here, there = connected(connect, ada), connected(connect, phone)

    made(ada.api("DELETE", "/me/sessions"))

    there.inbox.wait("disconnected")
    send(here, f"still here {uuid4()}")


def test_a_new_password_closes_what_is_open_with_a_copy_of_the_cookie_too(
    ada: Person, connect: Connect
) -> None:
    thief = Person(ada.url, "thief")
    thief.http.cookies.update(ada.http.cookies)
    stolen = connected(connect, thief)

    made(ada.api("PUT", "/me/password", json=NEW))

    stolen.inbox.wait("disconnected")
    connected(connect, ada)


def test_the_list_says_where_the_chatroom_is_open(ada: Person, phone: Person, connect: Connect) -> None:
    def open_at_the_phone() -> bool:
        listed = made(ada.api("GET", "/me/sessions"))["sessions"]
        return any(session["connected"] and not session["current"] for session in listed)

    assert not open_at_the_phone()
    client = connected(connect, phone)
    assert open_at_the_phone()
    client.close()
    eventually(lambda: not open_at_the_phone())
