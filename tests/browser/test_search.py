"""Searching messages in the panel beside the conversation."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import composer
from tests.cast import Person
from tests.server import Server

Chat = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On which nobody else says in `general` what is looked for here."""
    with Server(tmp_path_factory.mktemp("searched") / "data") as running:
        yield running


@pytest.fixture
def room(ada: Person, ben: Person) -> dict[str, Any]:
    room = ada.make_room("search", members=[ben])
    ben.post("A crème brûlée for everybody", room=room["id"])
    ben.post("The lamp in the kitchen", room=room["id"])
    ada.post("Lampposts are <b>not</b> lamps", room=room["id"])
    return room


def search(page: Page, text: str) -> None:
    field(page).fill(text)


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search messages")


def results(page: Page) -> Locator:
    return page.get_by_role("list", name="What was found").get_by_role("link")


def test_a_part_of_a_word_finds_and_is_marked(ada: Person, room: dict[str, Any], chat: Chat) -> None:
    page = chat(ada)
    page.get_by_role("button", name="Search messages").click()
    panel = page.get_by_role("complementary", name="Search")
    expect(field(page)).to_be_focused()
    expect(panel).to_contain_text("has:file")
    search(page, "AMP")
    expect(results(page)).to_have_count(2)
    expect(results(page).first.locator("mark")).to_have_text(["amp", "amp"])
    expect(results(page).first).to_contain_text("Lampposts are <b>not</b> lamps")
    expect(results(page).first).to_contain_text(room["name"])
    search(page, "creme BRULEE")
    expect(results(page)).to_have_count(1)
    expect(results(page).locator("mark")).to_have_text(["crème", "brûlée"])
    expect(results(page)).to_have_attribute("href", f"/chatroom/{room['id']}/1")
    search(page, "kerosene")
    expect(panel).to_contain_text("Nothing was found.")
    search(page, "")
    expect(panel).to_contain_text("has:file")


def test_filters_the_room_and_what_is_wrong_with_them(
    ada: Person, ben: Person, room: dict[str, Any], chat: Chat
) -> None:
    other = ada.make_room("other")
    ada.post("A lamp elsewhere", room=other["id"])
    page = chat(ada)
    page.goto(f"{ada.url}/chatroom/{room['id']}")
    composer(page).press("Control+Shift+F")
    search(page, f"lamp from:{ben.username}")
    expect(results(page)).to_have_count(1)
    search(page, "lamp")
    expect(results(page)).to_have_count(3)
    page.get_by_role("button", name="This room").click()
    expect(results(page)).to_have_count(2)
    page.get_by_role("button", name="Best").click()
    expect(page.get_by_role("button", name="Best")).to_have_attribute("aria-pressed", "true")
    expect(results(page)).to_have_count(2)
    search(page, "lamp has:wings")
    expect(field(page)).to_have_accessible_description(
        "There is no filter has:wings; use has:file, has:link or has:image."
    )
    expect(results(page)).to_have_count(0)


def test_what_is_found_reads_as_words(ada: Person, chat: Chat) -> None:
    room = ada.make_room("marks")
    ada.post("> **needle** in `a_b`, see [the page](https://example.org/x)", room=room["id"])
    page = chat(ada)
    page.keyboard.press("Control+Shift+F")
    search(page, "needle")
    text = results(page).locator(".search-result-text")
    expect(text).to_have_text("needle in a_b, see the page")
    expect(text.locator("mark")).to_have_text(["needle"])
    search(page, "example.org")
    expect(text).to_have_text("needle in a_b, see the page (https://example.org/x)")
    expect(text.locator("mark")).to_have_text(["example.org"])


def test_more_is_loaded_when_asked_for(ada: Person, chat: Chat) -> None:
    room = ada.make_room("many")
    for number in range(25):
        ada.post(f"needle {number}", room=room["id"])
    page = chat(ada)
    page.keyboard.press("Control+Shift+F")
    search(page, "needle")
    expect(results(page)).to_have_count(20)
    more = page.get_by_role("complementary", name="Search").get_by_role("button", name="Show more")
    more.click()
    expect(results(page)).to_have_count(25)
    expect(more).to_have_count(0)


def test_the_arrows_go_through_what_was_found_and_escape_closes(
    ada: Person, room: dict[str, Any], chat: Chat
) -> None:
    page = chat(ada)
    page.keyboard.press("Control+Shift+F")
    search(page, "lamp")
    expect(results(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).last).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name="Search")).to_have_count(0)
    expect(composer(page)).to_be_focused()
    # What was looked for is there again.
    page.keyboard.press("Control+Shift+F")
    expect(field(page)).to_have_value("lamp")
    expect(results(page)).to_have_count(2)


def test_on_a_phone_one_can_type_at_once(ada: Person, chat: Chat) -> None:
    page = chat(ada, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Search messages").tap()
    expect(field(page)).to_be_focused()
