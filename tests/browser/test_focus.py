"""Where the focus goes, for those who use the keyboard or listen."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import UPLOADS, act, attach, composer, row, say
from tests.cast import Person

Chat = Callable[..., Page]


def said(page: Page, text: str) -> str:
    text = f"{text} {uuid4()}"
    say(page, text)
    expect(row(page, text)).to_have_attribute("data-state", "sent")
    return text


def test_it_is_in_the_composer_after_a_message_was_deleted(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    text = said(page, "typo")
    message = row(page, text)
    act(page, text, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(message).to_have_count(0)
    expect(composer(page)).to_be_focused()


def test_it_is_back_on_the_button_when_deleting_was_called_off(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    text = said(page, "kept")
    message = row(page, text)
    act(page, text, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(message.get_by_role("button", name="More actions")).to_be_focused()


def test_it_goes_to_the_next_file_and_from_the_last_to_the_composer(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    attach(page, "one.txt", "two.txt", "three.txt")
    page.get_by_role("button", name="Remove two.txt").click()
    expect(page.get_by_role("button", name="Remove three.txt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove one.txt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()


def test_it_is_in_the_composer_after_an_upload_was_cancelled(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    page.route(UPLOADS, lambda _: None)  # They do not end.
    attach(page, "one.txt")
    page.get_by_role("button", name="Cancel one.txt").click()
    expect(composer(page)).to_be_focused()


def test_it_is_in_the_composer_after_jumping_to_the_latest(ada: Person, ben: Person, chat: Chat) -> None:
    for turn in range(40):
        ben.post(f"filling {turn} {uuid4()}")
    ada.read_everything()
    page = chat(ada)
    page.locator("li[data-client-id]").first.scroll_into_view_if_needed()
    page.get_by_role("button", name="Jump to latest").click()
    expect(composer(page)).to_be_focused()


def test_messages_are_one_stop_before_the_composer(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    texts = [said(page, f"message {turn}") for turn in range(5)]
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("region", name="Messages in general")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(row(page, texts[4])).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(row(page, texts[2])).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(row(page, texts[3])).to_be_focused()
    page.keyboard.press("Tab")
    expect(row(page, texts[3]).get_by_role("button", name="React")).to_be_focused()
    page.keyboard.press("Escape")
    expect(composer(page)).to_be_focused()
