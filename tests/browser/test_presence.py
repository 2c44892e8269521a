"""Who is there, what they say of themselves, and who is writing."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from chatroom.domain import limits
from tests.browser.conftest import composer, go, row, say
from tests.cast import Person, made

Chat = Callable[..., Page]
GONE_MS = 1000 * (limits.OFFLINE_SECONDS + 15)


@pytest.fixture
def room(ada: Person, ben: Person) -> dict[str, Any]:
    return ada.make_room("presence", members=[ben])


def dot(page: Page, text: str) -> Locator:
    """Beside the author of a message."""
    found: Locator = row(page, text).locator(".presence-dot")
    return found


def own_status(page: Page) -> Locator:
    return page.locator(".account-status")


def choose(page: Page, item: str) -> None:
    page.get_by_role("button", name="Your status").click()
    page.get_by_role("menuitem", name=item).click()


def test_who_comes_and_goes_is_seen(ada: Person, ben: Person, room: dict[str, Any], chat: Chat) -> None:
    ben.post("hello", room=room["id"])
    ada_page = chat(ada)
    go(ada_page, room)
    expect(dot(ada_page, "hello")).to_have_text("offline")
    ben_page = chat(ben)
    expect(dot(ada_page, "hello")).to_have_text("online")
    choose(ben_page, "Set yourself as away")
    expect(dot(ada_page, "hello")).to_have_text("away")
    expect(own_status(ben_page)).to_have_text("away")
    choose(ben_page, "Set yourself as online")
    expect(dot(ada_page, "hello")).to_have_text("online")
    ben_page.context.close()
    expect(dot(ada_page, "hello")).to_have_text("offline", timeout=GONE_MS)


def test_the_other_one_of_a_direct_conversation_is_seen_in_the_list(
    ada: Person, ben: Person, chat: Chat
) -> None:
    made(ada.api("POST", "/rooms/direct", json={"users": [ben.id]}))
    chat(ben)
    page = chat(ada)
    link = page.get_by_role("navigation", name="Rooms").get_by_role("link", name=ben.username)
    expect(link).to_contain_text("online")


def test_a_status_is_set_seen_and_cleared(ada: Person, ben: Person, room: dict[str, Any], chat: Chat) -> None:
    ben.post("hello", room=room["id"])
    ada_page, ben_page = chat(ada), chat(ben)
    go(ada_page, room)
    choose(ben_page, "Set a status")
    dialog = ben_page.get_by_role("dialog", name="Your status")
    dialog.get_by_role("button", name="In a meeting").click()
    expect(dialog.get_by_label("Clear after")).to_have_value("hour")
    dialog.get_by_label("What are you doing?").fill("In a long meeting")
    dialog.get_by_label("Clear after").select_option("4 hours")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(own_status(ben_page)).to_contain_text("📅 In a long meeting, until ")
    mark = row(ada_page, "hello").locator(".status-mark")
    expect(mark).to_have_text("📅")
    assert "In a long meeting, until" in (mark.get_attribute("title") or "")
    choose(ben_page, "Clear your status")
    expect(mark).to_have_count(0)
    expect(own_status(ben_page)).to_have_text("online")


def test_a_status_that_is_too_much_is_not_taken(ben: Person, chat: Chat) -> None:
    page = chat(ben)
    choose(page, "Set a status")
    dialog = page.get_by_role("dialog", name="Your status")
    dialog.get_by_label("Emoji").fill("no emoji")
    dialog.get_by_label("What are you doing?").fill("x" * (limits.STATUS_MAX + 1))
    expect(dialog).to_contain_text("Too long by 1.")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_status_may_end_at_a_chosen_time(ben: Person, chat: Chat) -> None:
    page = chat(ben)
    choose(page, "Set a status")
    dialog = page.get_by_role("dialog", name="Your status")
    dialog.get_by_label("What are you doing?").fill("Away on a boat")
    dialog.get_by_label("Clear after").select_option("Choose date and time")
    dialog.get_by_label("Clear at").fill("2020-01-01T10:00")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert").or_(dialog.locator(".field-error"))).to_be_visible()
    later = page.evaluate("new Date(Date.now() + 90 * 60_000).toISOString().slice(0, 16)")
    dialog.get_by_label("Clear at").fill(later)
    dialog.get_by_role("button", name="Save").click()
    expect(own_status(page)).to_contain_text("Away on a boat, until")


def test_who_writes_is_named_until_they_have_written(
    ada: Person, ben: Person, room: dict[str, Any], chat: Chat
) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    for page in (ada_page, ben_page):
        go(page, room)
    line = ada_page.get_by_test_id("typing")
    height = line.bounding_box()
    composer(ben_page).press_sequentially("/me")
    composer(ben_page).fill("")
    expect(line).to_be_empty()
    composer(ben_page).press_sequentially("I thi")
    expect(line).to_have_text(f"{ben.username} is typing…")
    assert line.bounding_box() == height
    expect(ben_page.get_by_test_id("typing")).to_be_empty()
    say(ben_page, "I think so")
    expect(row(ada_page, "I think so")).to_be_visible()
    expect(row(ben_page, "I think so")).to_have_attribute("data-state", "sent")
    expect(line).to_be_empty()
    composer(ben_page).press_sequentially("or")
    expect(line).to_have_text(f"{ben.username} is typing…")
    expect(line).to_be_empty()


def test_who_writes_in_a_thread_is_named_there_alone(
    ada: Person, ben: Person, room: dict[str, Any], chat: Chat
) -> None:
    root = ada.post("Who brings the lamp?", room=room["id"])
    ben.post("Let me see", room=room["id"], reply_to=root["number"])
    ada_page, ben_page = chat(ada), chat(ben)
    for page in (ada_page, ben_page):
        go(page, room)
        page.get_by_role("button", name="1 reply").click()
    threads = [page.get_by_role("complementary", name="Thread") for page in (ada_page, ben_page)]
    writing = threads[1].get_by_role("textbox", name="Reply in the thread")
    line = threads[0].get_by_test_id("typing")
    in_room = ada_page.get_by_role("main").get_by_test_id("typing")
    writing.press_sequentially("I have o")
    expect(line).to_have_text(f"{ben.username} is typing…")
    expect(in_room).to_be_empty()
    writing.fill("I have one")
    writing.press("Enter")
    expect(threads[0].locator(".message-body").last).to_have_text("I have one")
    expect(line).to_be_empty()
    composer(ben_page).press_sequentially("By the way")
    expect(in_room).to_have_text(f"{ben.username} is typing…")
    expect(line).to_be_empty()
