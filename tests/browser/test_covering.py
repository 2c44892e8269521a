"""What stands over the room has the focus, and what is beneath cannot be reached until it is gone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import act, composer, go, row
from tests.cast import Person

Chat = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW = ViewportSize(width=1183, height=700)
WIDE = ViewportSize(width=1184, height=700)
TABLET = {"viewport": NARROW}


def main(page: Page) -> Locator:
    return page.locator("main.room")


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("complementary", name=name)


def tab_through(page: Page, steps: int = 30) -> set[str]:
    """In which parts of the page the focus is, as Tab goes round."""
    parts = set()
    for _ in range(steps):
        page.keyboard.press("Tab")
        parts.add(
            page.evaluate("document.activeElement.closest('main, #sidebar, .panel')?.className ?? 'none'")
        )
    return parts - {"none"}


def open_search(page: Page) -> Locator:
    page.get_by_role("button", name="Search messages").click()
    return panel(page, "Search")


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=["phone", "tablet"])
def test_beneath_a_panel_nothing_is_reached(ada: Person, chat: Chat, device: dict[str, Any]) -> None:
    page = chat(ada, **device)
    search = open_search(page)
    expect(main(page)).to_have_js_property("inert", True)
    expect(search.get_by_role("searchbox")).to_be_focused()
    assert "room" not in tab_through(page)
    search.get_by_role("searchbox").focus()

    page.keyboard.press("Escape")

    expect(search).to_have_count(0)
    expect(main(page)).to_have_js_property("inert", False)
    expect(page.get_by_role("button", name="Search messages")).to_be_focused()


def test_beside_a_panel_all_is_reached(ada: Person, chat: Chat) -> None:
    page = chat(ada, viewport=WIDE)
    search = open_search(page)
    expect(search.get_by_role("searchbox")).to_be_focused()
    expect(main(page)).to_have_js_property("inert", False)
    assert {"room", "panel", "sidebar"} <= tab_through(page, 45)

    page.set_viewport_size(NARROW)

    expect(main(page)).to_have_js_property("inert", True)
    page.set_viewport_size(WIDE)
    expect(main(page)).to_have_js_property("inert", False)
    expect(search).to_be_visible()


def test_a_thread_gives_the_focus_back_to_its_message(ada: Person, chat: Chat) -> None:
    room = ada.make_room()
    text = ada.post("to be answered", room=room["id"])["body"]
    page = chat(ada, **TABLET)
    go(page, room)
    act(page, text, "Reply in thread")
    thread = panel(page, "Thread")
    expect(thread.get_by_role("textbox", name="Reply in the thread")).to_be_focused()
    thread.get_by_role("button", name="Close thread").click()
    expect(row(page, text).get_by_role("button", name="More actions")).to_be_focused()


def test_one_panel_takes_over_from_another(ada: Person, chat: Chat) -> None:
    room = ada.make_room()
    message = ada.post("first", room=room["id"])
    ada.api("PATCH", f"/rooms/{room['id']}/messages/{message['number']}", json={"body": "second"})
    page = chat(ada, **TABLET)
    go(page, room)
    act(page, "second", "Reply in thread")
    thread = panel(page, "Thread")
    thread.locator("li[data-client-id]").hover()
    thread.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Show edits").click()
    edits = panel(page, "Edits")
    expect(edits.get_by_role("button", name="Close edits")).to_be_focused()
    expect(main(page)).to_have_js_property("inert", True)
    page.keyboard.press("Escape")
    expect(row(page, "second").get_by_role("button", name="More actions")).to_be_focused()


def test_a_click_beside_the_panel_closes_it_and_escape_marks_nothing_read(
    ada: Person, ben: Person, chat: Chat
) -> None:
    room = ada.make_room(members=[ben])
    for turn in range(5):
        ben.post(f"turn {turn}", room=room["id"])
    page = chat(ada, **TABLET)
    page.get_by_role("button", name="Search messages").focus()
    go(page, room)
    search = open_search(page)
    line = page.locator(".separator-new")
    expect(line).to_have_count(1)
    page.locator(".search-help").click(position={"x": 1, "y": 1})
    page.keyboard.press("Escape")
    expect(search).to_have_count(0)
    expect(line).to_have_count(1)
    open_search(page)
    page.locator(".panel-backdrop").click(position={"x": 40, "y": 300})
    expect(search).to_have_count(0)
    expect(page.get_by_role("button", name="Search messages")).to_be_focused()


def test_the_drawer_is_no_other_matter(ada: Person, chat: Chat) -> None:
    page = chat(ada, **PHONE)
    button = page.get_by_role("button", name="Open the list of rooms")
    button.click()
    drawer = page.get_by_role("complementary", name="Rooms and account")
    expect(drawer.get_by_role("link", name="general")).to_be_focused()
    expect(main(page)).to_have_js_property("inert", True)
    assert tab_through(page) == {"sidebar"}
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.locator("#sidebar")).to_have_js_property("inert", True)


def test_a_panel_from_the_drawer_gives_the_focus_to_the_button_of_the_drawer(ada: Person, chat: Chat) -> None:
    page = chat(ada, **PHONE)
    button = page.get_by_role("button", name="Open the list of rooms")
    button.click()
    page.get_by_role("button", name="Saved messages").click()
    saved = panel(page, "Saved messages")
    expect(saved.get_by_role("button", name="Close saved messages")).to_be_focused()
    expect(main(page)).to_have_js_property("inert", True)
    saved.get_by_role("button", name="Close saved messages").click()
    expect(button).to_be_focused()
    expect(composer(page)).to_be_visible()


def test_on_a_phone_the_first_tap_opens_the_thread(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    root = ada.post("Who brings the lamp?", room=room["id"])
    ben.post("Me", room=room["id"], reply_to=root["number"])
    page = chat(ada, **PHONE)
    page.get_by_role("button", name="Open the list of rooms").tap()
    go(page, room)
    replies = page.get_by_role("button", name="1 reply")
    replies.tap()
    expect(panel(page, "Thread").get_by_text("Me", exact=True)).to_be_visible()
    panel(page, "Thread").get_by_role("button", name="Close thread").tap()
    expect(replies).to_be_focused()


def test_a_lost_connection_shows_over_what_covers_the_room(ada: Person, chat: Chat) -> None:
    page = chat(ada, **PHONE)
    banner, search = page.get_by_test_id("connection"), open_search(page)
    close = search.get_by_role("button", name="Close search")
    page.context.set_offline(True)
    expect(banner).to_contain_text("Offline")
    expect(banner).to_be_in_viewport(ratio=1)
    assert banner.evaluate("banner => banner.closest('[inert]')") is None
    # Above the panel, not on its head.
    below = banner.evaluate("banner => banner.getBoundingClientRect().bottom")
    assert search.evaluate("panel => panel.getBoundingClientRect().top") == below
    close.tap()
    page.get_by_role("button", name="Open the list of rooms").tap()
    assert page.locator("#sidebar").evaluate("list => list.getBoundingClientRect().top") == below
    expect(banner).to_be_in_viewport(ratio=1)
    page.context.set_offline(False)
    expect(banner).to_be_hidden()


def test_search_by_its_keys_takes_the_place_of_the_drawer(ada: Person, chat: Chat) -> None:
    page = chat(ada, **PHONE)
    page.get_by_role("button", name="Open the list of rooms").click()
    page.keyboard.press("Control+Shift+F")
    expect(panel(page, "Search").get_by_role("searchbox")).to_be_focused()
    expect(page.locator("#sidebar")).to_have_js_property("inert", True)
