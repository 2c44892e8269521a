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


def test_escape_steps_back_once(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    text = said(page, "to be answered")
    act(page, text, "Reply in thread")
    thread = page.get_by_role("complementary", name="Thread")
    writing = thread.get_by_role("textbox", name="Reply in the thread")
    writing.fill("/help")
    writing.press("Enter")
    help_panel = thread.get_by_role("region", name="Commands")
    expect(help_panel).to_be_visible()
    writing.press("Escape")
    expect(help_panel).to_have_count(0)
    expect(writing).to_be_focused()
    thread.locator("li[data-client-id]").hover()
    thread.get_by_role("button", name="Reply", exact=True).click()
    writing.fill("half an answer")
    replying = thread.locator(".composer-replying")
    expect(replying).to_be_visible()
    writing.press("Escape")
    expect(replying).to_have_count(0)
    expect(writing).to_have_value("half an answer")
    expect(writing).to_be_focused()
    writing.press("Escape")
    expect(thread).to_have_count(0)
    expect(composer(page)).to_be_focused()


def test_the_end_of_a_thread_stays_in_view_while_its_composer_grows(ada: Person, chat: Chat) -> None:
    page = chat(ada, viewport={"width": 1280, "height": 600})
    root = ada.post(f"long thread {uuid4()}")
    for turn in range(12):
        ada.post(f"turn {turn}", reply_to=root["number"])
    page.locator(f"li[data-number='{root['number']}']").get_by_role("button", name="12 replies").click()
    thread = page.get_by_role("complementary", name="Thread")
    last = thread.locator(".message-body").last
    expect(last).to_have_text("turn 11")
    expect(last).to_be_in_viewport(ratio=1)
    thread.get_by_role("textbox", name="Reply in the thread").fill("line\n" * 6)
    expect(last).to_be_in_viewport(ratio=1)
