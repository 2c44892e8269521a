"""The picker of emoji, in the composer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import composer
from tests.cast import Person

Chat = Callable[..., Page]

PHONE = {"viewport": {"width": 320, "height": 600}, "has_touch": True, "is_mobile": True}


def open_picker(page: Page) -> Locator:
    page.get_by_role("button", name="Insert an emoji").click()
    picker = page.get_by_role("dialog", name="Choose an emoji")
    expect(picker.get_by_role("searchbox")).to_be_visible()
    return picker


def test_an_emoji_is_inserted_where_the_writer_is(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    composer(page).fill("before after")
    composer(page).evaluate("area => area.setSelectionRange(7, 7)")
    picker = open_picker(page)
    picker.get_by_role("searchbox").fill("party popper")
    picker.get_by_role("button", name="party popper").click()
    expect(picker).to_have_count(0)
    expect(composer(page)).to_have_value("before 🎉after")
    expect(composer(page)).to_be_focused()
    page.keyboard.type("!")
    expect(composer(page)).to_have_value("before 🎉!after")


def test_the_keyboard_is_enough(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    composer(page).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Insert an emoji")).to_be_focused()
    page.keyboard.press("Enter")
    picker = page.get_by_role("dialog", name="Choose an emoji")
    expect(picker.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("rocket")
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("🚀")


def test_arrow_keys_go_through_groups_and_emoji(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    picker = open_picker(page)
    search = picker.get_by_role("searchbox")
    search.press("ArrowDown")
    expect(picker.get_by_role("button", name="grinning face", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(picker.get_by_role("button", name="grinning face with big eyes")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(picker.get_by_role("button", name="grinning face with big eyes")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    page.keyboard.press("Tab")
    expect(picker.get_by_role("tab", name="Smileys & Emotion")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(picker.get_by_role("tab", name="People & Body")).to_have_attribute("aria-selected", "true")
    expect(picker.get_by_role("tabpanel", name="People & Body")).to_be_visible()
    page.keyboard.press("Tab")
    expect(picker.get_by_role("button", name="waving hand")).to_be_focused()
    page.keyboard.type("cat")
    expect(search).to_have_value("cat")


@pytest.mark.parametrize("how", ["Escape", "outside"])
def test_it_closes_without_a_choice(ada: Person, chat: Chat, how: str) -> None:
    page = chat(ada)
    picker = open_picker(page)
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        page.mouse.click(5, 5)
    expect(picker).to_have_count(0)
    expect(composer(page)).to_have_value("")
    expect(page.get_by_role("button", name="Insert an emoji")).to_be_focused()


def test_the_last_ones_and_the_skin_tone_are_remembered(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    picker = open_picker(page)
    picker.get_by_label("Skin tone").select_option(label="👋🏽 Medium")
    picker.get_by_role("searchbox").fill("thumbs up")
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("👍🏽")
    page.reload()
    picker = open_picker(page)
    expect(picker.get_by_role("tab", name="Recently used")).to_have_attribute("aria-selected", "true")
    expect(picker.get_by_role("tabpanel").get_by_role("button")).to_have_text(["👍🏽"])


def test_it_says_when_nothing_is_found_and_when_nothing_could_be_loaded(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    picker = open_picker(page)
    picker.get_by_role("searchbox").fill("zzzz")
    expect(picker.get_by_text("No emoji found.")).to_be_visible()
    page.route("**/emoji-panel-*.js", lambda route: route.abort())
    page.reload()
    page.get_by_role("button", name="Insert an emoji").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")


def test_on_a_phone_it_comes_up_from_below_and_fits(ada: Person, chat: Chat) -> None:
    page = chat(ada, **PHONE)
    picker = open_picker(page)
    box = picker.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 320, 600)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = picker.get_by_role("tabpanel").get_by_role("button").first
    size = first.bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44
    first.tap()
    expect(composer(page)).to_have_value("😀")
    # The keyboard of the phone stays where it was: down.
    expect(composer(page)).not_to_be_focused()
