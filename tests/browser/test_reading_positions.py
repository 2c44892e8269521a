"""Where one has read a room: counts, the line above what is new, and all of it on every device."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import composer, room_link, row, say
from tests.cast import Person, made
from tests.waiting import eventually

Chat = Callable[..., Page]
Room = dict[str, Any]


@pytest.fixture
def room(ada: Person, ben: Person) -> Room:
    """A room of the two of them, in which Ben has said something that Ada has read."""
    room = ada.make_room("reading", members=[ben])
    ben.post("the beginning", room=room["id"])
    read(ada, room, 1)
    return room


def read(person: Person, room: Room, number: int) -> None:
    made(person.api("PUT", f"/rooms/{room['id']}/read", json={"number": number}))


def read_number(person: Person, room: Room) -> int:
    rooms = made(person.api("GET", "/rooms"))["rooms"]
    return int(next(each for each in rooms if each["id"] == room["id"])["membership"]["read_number"])


def unread(page: Page, room: Room) -> Locator:
    return room_link(page, room["name"]).locator(".room-unread")


def line(page: Page) -> Locator:
    return page.locator(".separator-new")


def bar(page: Page) -> Locator:
    return page.locator(".unread-bar")


def latest(page: Page) -> Locator:
    return page.locator(".latest")


def test_what_is_unread_is_counted_and_read_on_all_devices(
    ada: Person, ben: Person, room: Room, chat: Chat
) -> None:
    desk, phone = chat(ada), chat(ada)
    for text in ("one", "two"):
        ben.post(text, room=room["id"])
    for page in (desk, phone):
        expect(unread(page, room)).to_contain_text("2 new messages")
    room_link(desk, room["name"]).click()
    for page in (desk, phone):
        expect(unread(page, room)).to_have_count(0)
    eventually(lambda: read_number(ada, room) == 3)
    phone.reload()
    composer(phone).wait_for()
    expect(room_link(phone, room["name"])).to_be_visible()
    expect(unread(phone, room)).to_have_count(0)


def test_what_is_unread_is_there_after_a_reload_and_has_a_line_above_it(
    ada: Person, ben: Person, room: Room, chat: Chat
) -> None:
    page = chat(ada)
    texts = [ben.post(f"{uuid4()}", room=room["id"])["body"] for _ in range(2)]
    expect(unread(page, room)).to_contain_text("2 new messages")
    page.reload()
    expect(unread(page, room)).to_contain_text("2 new messages")
    room_link(page, room["name"]).click()
    expect(line(page)).to_have_text("New messages")
    assert line(page).evaluate("line => line.nextElementSibling.textContent").find(texts[0]) >= 0
    expect(unread(page, room)).to_have_count(0)
    # It stays while one reads, and another message does not move it.
    ben.post("three", room=room["id"])
    expect(row(page, "three")).to_be_visible()
    expect(line(page)).to_be_visible()
    say(page, "I see")
    expect(line(page)).to_have_count(0)


def test_a_room_begins_with_what_is_unread_however_much_that_is(
    ada: Person, ben: Person, room: Room, chat: Chat
) -> None:
    for number in range(70):
        ben.post(f"unread {number}.", room=room["id"])
    page = chat(ada)
    room_link(page, room["name"]).click()
    expect(line(page)).to_be_in_viewport()
    expect(row(page, "unread 0.")).to_be_in_viewport()
    expect(bar(page)).to_contain_text("70 new messages since")
    expect(unread(page, room)).to_contain_text("70 new messages")
    assert read_number(ada, room) == 1
    expect(latest(page)).to_contain_text("70 new messages")
    latest(page).click()
    expect(row(page, "unread 69.")).to_be_in_viewport()
    expect(bar(page)).to_have_count(0)
    eventually(lambda: read_number(ada, room) == 71)


def test_a_room_opened_by_its_address_begins_with_what_is_unread(
    ada: Person, ben: Person, room: Room, chat: Chat
) -> None:
    for number in range(70):
        ben.post(f"unread {number}.", room=room["id"])
    page = chat(ada)
    page.goto(f"{ada.url}/chatroom/{room['id']}")
    expect(row(page, "unread 0.")).to_be_in_viewport()
    bar(page).get_by_role("button", name="Mark as read").click()
    expect(bar(page)).to_have_count(0)
    expect(line(page)).to_have_count(0)
    expect(row(page, "unread 69.")).to_be_in_viewport()
    eventually(lambda: read_number(ada, room) == 71)


def test_what_was_marked_as_unread_stays_so_until_the_room_is_opened_anew(
    ada: Person, ben: Person, room: Room, chat: Chat
) -> None:
    for text in ("one", "two"):
        ben.post(text, room=room["id"])
    page, other = chat(ada), chat(ada)
    room_link(page, room["name"]).click()
    expect(unread(other, room)).to_have_count(0)
    eventually(lambda: read_number(ada, room) == 3)
    made(ada.api("PUT", f"/rooms/{room['id']}/unread", json={"number": 2}))
    for each in (page, other):
        expect(unread(each, room)).to_contain_text("2 new messages")
    expect(bar(page)).to_contain_text("2 new messages since")
    expect(line(page)).to_be_visible()
    ben.post("three", room=room["id"])
    expect(row(page, "three")).to_be_visible()
    expect(unread(page, room)).to_contain_text("3 new messages")
    assert read_number(ada, room) == 1
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name="general").click()
    expect(unread(page, room)).to_contain_text("3 new messages")
    room_link(page, room["name"]).click()
    for each in (page, other):
        expect(unread(each, room)).to_have_count(0)
    eventually(lambda: read_number(ada, room) == 4)


def test_escape_marks_the_room_as_read(ada: Person, ben: Person, room: Room, chat: Chat) -> None:
    for number in range(70):
        ben.post(f"unread {number}.", room=room["id"])
    page = chat(ada)
    room_link(page, room["name"]).click()
    expect(bar(page)).to_be_visible()
    composer(page).press("Escape")
    expect(bar(page)).to_have_count(0)
    expect(unread(page, room)).to_have_count(0)
    eventually(lambda: read_number(ada, room) == 71)


def test_everything_is_marked_as_read_at_once(ada: Person, ben: Person, room: Room, chat: Chat) -> None:
    other = ada.make_room("other", members=[ben])
    page = chat(ada)
    button = page.get_by_role("button", name="Mark all rooms as read")
    for each in (room, other):
        ben.post("hello", room=each["id"])
        expect(unread(page, each)).to_contain_text("1 new message")
    button.click()
    for each in (room, other):
        expect(unread(page, each)).to_have_count(0)
    expect(button).to_have_count(0)
    ben.post("hello again", room=other["id"])
    expect(unread(page, other)).to_contain_text("1 new message")
    page.keyboard.press("Shift+Escape")
    expect(unread(page, other)).to_have_count(0)
    assert read_number(ada, other) == 2


def test_what_comes_while_one_reads_older_messages_is_unread(
    ada: Person, ben: Person, room: Room, chat: Chat
) -> None:
    for number in range(40):
        last = ben.post(f"old {number}.", room=room["id"])["number"]
    read(ada, room, last)
    page = chat(ada)
    room_link(page, room["name"]).click()
    expect(row(page, "old 39.")).to_be_in_viewport()
    page.locator(".scroller").evaluate("view => view.scrollTo(0, view.scrollHeight / 2)")
    expect(latest(page)).to_be_visible()
    ben.post("news", room=room["id"])
    expect(bar(page)).to_contain_text("1 new message since")
    assert read_number(ada, room) == last
    latest(page).click()
    eventually(lambda: read_number(ada, room) == last + 1)
