"""What one can do with a message, and what others see of it."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import act, composer, row, say
from tests.cast import Person, made
from tests.server import Server

Chat = Callable[..., Page]
Open = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def said(person: Person, text: str = "said", **content: Any) -> tuple[str, int]:
    """Something new that somebody has said: its text and its number."""
    message = person.post(f"{text} {uuid4()}", **content)
    return str(message["body"]), int(message["number"])


def in_timeline(page: Page, text: str) -> Locator:
    """The row of a message in the conversation: not its quote, and not in the panel."""
    body = page.locator(".message-body").filter(has_text=text)
    return page.locator(".scroller li[data-client-id]").filter(has=body)


def react(page: Page, text: str, emoji: str) -> None:
    row(page, text).hover()
    row(page, text).get_by_role("button", name="React", exact=True).click()
    page.get_by_role("button", name=f"React with {emoji}").click()


def reply(page: Page, text: str, answer: str) -> None:
    in_timeline(page, text).hover()
    in_timeline(page, text).get_by_role("button", name="Reply", exact=True).click()
    expect(composer(page)).to_be_focused()
    say(page, answer)


def test_an_answer_quotes_what_it_answers_and_leads_there(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    question, _ = said(ben, "**Where** do we meet?")
    answer = f"At the door {uuid4()}"
    in_timeline(ada_page, question[-36:]).hover()
    in_timeline(ada_page, question[-36:]).get_by_role("button", name="Reply", exact=True).click()
    replying = ada_page.locator(".composer-replying")
    expect(replying).to_contain_text(f"Replying to {ben.username}Where do we meet?")
    expect(composer(ada_page)).to_be_focused()
    say(ada_page, answer)
    expect(replying).to_have_count(0)
    quote = in_timeline(ben_page, answer).locator(".quote")
    expect(quote).to_contain_text("Where do we meet?")
    for turn in range(60):
        ada.post(f"filling {turn} {uuid4()}")
    expect(row(ben_page, "filling 59")).to_be_in_viewport()
    in_timeline(ben_page, answer).scroll_into_view_if_needed()
    quote.click()
    expect(in_timeline(ben_page, question[-36:])).to_have_attribute("data-aimed", "")
    expect(in_timeline(ben_page, question[-36:])).to_be_in_viewport(ratio=1)


def test_a_quote_changes_and_goes_with_what_it_quotes(ada: Person, ben: Person, chat: Chat) -> None:
    question, number = said(ben, "first")
    for turn in range(120):
        ben.post(f"filling {turn}")
    answer, _ = said(ada, "answer", reply_to=number)
    ada.read_everything()
    page = chat(ada)
    quote = in_timeline(page, answer).locator(".quote")
    expect(quote).to_contain_text(question)
    made(ben.api("PATCH", f"/rooms/1/messages/{number}", json={"body": "changed far above"}))
    expect(quote).to_contain_text("changed far above")
    made(ben.api("DELETE", f"/rooms/1/messages/{number}"))
    expect(quote).to_have_text(re.compile("Message deleted"))
    quote.click()
    expect(page.locator("li[data-aimed]")).to_have_attribute("data-number", str(number))
    page.get_by_role("button", name="Jump to latest").click()
    expect(in_timeline(page, answer)).to_be_in_viewport()


def test_answering_can_be_called_off(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada)
    text, _ = said(ben)
    in_timeline(page, text).hover()
    in_timeline(page, text).get_by_role("button", name="Reply", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    expect(composer(page)).to_be_focused()
    plain = f"no answer {uuid4()}"
    say(page, plain)
    expect(in_timeline(page, plain)).to_have_attribute("data-state", "sent")
    expect(in_timeline(page, plain).locator(".quote")).to_have_count(0)


def test_answering_what_is_deleted_meanwhile_says_so(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada)
    text, number = said(ben)
    in_timeline(page, text).hover()
    in_timeline(page, text).get_by_role("button", name="Reply", exact=True).click()
    composer(page).fill("yes")
    made(ben.api("DELETE", f"/rooms/1/messages/{number}"))
    expect(page.get_by_text("The message you were replying to was deleted.")).to_be_visible()
    expect(page.locator(".composer-replying")).to_have_count(0)
    expect(composer(page)).to_have_value("yes")


def test_a_thread_is_live_beside_the_conversation(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    root, number = said(ben, "root")
    first, _ = said(ada, "first", reply_to=number)
    in_timeline(ada_page, root).get_by_role("button", name="1 reply").click()
    thread = ada_page.get_by_role("complementary", name="Thread")
    inside = thread.locator("li[data-client-id] .message-body")
    expect(inside).to_have_text([root, first])
    second, second_number = said(ben, "second", reply_to=number)
    expect(inside).to_have_text([root, first, second])
    expect(in_timeline(ada_page, root).get_by_role("button", name="2 replies")).to_be_visible()
    elsewhere, _ = said(ben, "elsewhere")
    expect(in_timeline(ada_page, elsewhere)).to_be_visible()
    made(ben.api("PATCH", f"/rooms/1/messages/{second_number}", json={"body": f"{second} changed"}))
    expect(inside).to_have_text([root, first, f"{second} changed"])
    third = f"third {uuid4()}"
    answering = thread.get_by_label("Reply in the thread", exact=True).get_by_role("textbox")
    answering.fill(third)
    answering.press("Enter")
    expect(inside.last).to_have_text(third)
    expect(in_timeline(ben_page, third).locator(".quote")).to_contain_text(root)
    made(ben.api("DELETE", f"/rooms/1/messages/{second_number}"))
    expect(inside.nth(2)).to_have_text("Message deleted")
    thread.get_by_role("button", name="Close thread").click()
    expect(composer(ada_page)).to_be_focused()


def test_a_thread_can_be_begun_and_a_message_in_it_answered(ada: Person, ben: Person, chat: Chat) -> None:
    page, ben_page = chat(ada), chat(ben)
    root, _ = said(ben, "root")
    act(page, root, "Reply in thread")
    thread = page.get_by_role("complementary", name="Thread")
    answering = thread.get_by_label("Reply in the thread", exact=True).get_by_role("textbox")
    expect(answering).to_be_focused()
    first, second = f"first {uuid4()}", f"second {uuid4()}"
    for text in (first, second):
        answering.fill(text)
        answering.press("Enter")
        expect(thread.locator("li[data-client-id]").last).to_contain_text(text)
        message = thread.locator("li[data-client-id]").last
        expect(message).to_have_attribute("data-state", "sent")
        message.hover()
        message.get_by_role("button", name="Reply", exact=True).click()
        expect(thread.locator(".composer-replying")).to_contain_text(text)
        expect(answering).to_be_focused()
    expect(in_timeline(ben_page, second).locator(".quote")).to_contain_text(first)


def test_reactions_are_joined_and_taken_back(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    text, _ = said(ben)
    react(ada_page, text, "👍")
    chip = row(ben_page, text).get_by_role("button", name="👍")
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(chip).to_contain_text("1")
    chip.hover()
    expect(ben_page.get_by_role("tooltip")).to_have_text(f"{ada.username} reacted with 👍")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    theirs = row(ada_page, text).get_by_role("button", name="👍 2 reactions")
    expect(theirs).to_have_attribute("aria-pressed", "true")
    theirs.click()
    expect(row(ada_page, text).get_by_role("button", name="👍 1 reaction")).to_have_attribute(
        "aria-pressed", "false"
    )
    chip.click()
    expect(chip).to_have_count(0)


def test_any_emoji_can_be_a_reaction(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada)
    text, _ = said(ben)
    react(page, text, "🎉")
    row(page, text).get_by_role("button", name="Add reaction").click()
    page.get_by_role("button", name="More emoji").click()
    picker = page.get_by_role("dialog", name="Choose an emoji")
    picker.get_by_role("searchbox").fill("rocket")
    picker.get_by_role("searchbox").press("Enter")
    expect(row(page, text).get_by_role("button", name="🚀 1 reaction")).to_be_visible()


def test_what_is_pinned_is_found_by_everybody(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    text, number = said(ben)
    act(ada_page, text, "Pin")
    expect(row(ben_page, text).get_by_text("Pinned", exact=True)).to_be_attached()
    for turn in range(60):
        ada.post(f"filling {turn}")
    ben_page.get_by_role("button", name=re.compile(r"pinned messages?$")).click()
    pins = ben_page.get_by_role("complementary", name="Pinned messages")
    pins.get_by_role("button", name=text).click()
    expect(ben_page.locator(f".scroller li[data-number='{number}']")).to_be_in_viewport(ratio=1)
    pins.get_by_role("listitem").filter(has_text=text).get_by_role("button", name="Unpin").click()
    expect(pins.get_by_role("listitem").filter(has_text=text)).to_have_count(0)
    expect(in_timeline(ada_page, text).get_by_text("Pinned", exact=True)).to_have_count(0)


def test_what_is_saved_is_found_from_another_room(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("design", members=[ben])
    text, number = said(ben, room=room["id"])
    page, other = chat(ada), chat(ada)
    page.get_by_role("link", name=room["name"]).click()
    act(page, text, "Save")
    expect(row(page, text).get_by_text("Saved", exact=True)).to_be_attached()
    other.get_by_role("button", name="Saved messages").click()
    saved = other.get_by_role("complementary", name="Saved messages")
    expect(saved.get_by_role("listitem")).to_contain_text(room["name"])
    saved.get_by_role("button", name=text).click()
    expect(other.get_by_role("heading", level=1)).to_contain_text(room["name"])
    expect(in_timeline(other, text)).to_be_in_viewport()
    assert other.url.endswith(f"/chatroom/{room['id']}/{number}")
    other.go_back()
    expect(other.get_by_role("heading", level=1)).to_contain_text("general")
    saved.get_by_role("button", name="Unsave").click()
    expect(saved.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(row(page, text).get_by_text("Saved", exact=True)).to_have_count(0)


def test_a_link_opens_an_old_message_in_a_fresh_page(own_server: Server, chat: Chat, open_page: Open) -> None:
    ada = Person(own_server.url, "ada").register().log_in()
    for number in range(1, 301):
        ada.post(f"message {number}")
    page = open_page(f"{ada.url}/chatroom/1/100", ada)
    target = page.locator("li[data-number='100']")
    expect(target).to_have_attribute("data-aimed", "")
    expect(target).to_be_in_viewport(ratio=1)
    expect(page.locator("li[data-number='299']")).to_have_count(0)
    expect(page.locator("li[data-aimed]")).to_have_count(0)
    ada.post(f"Look at {ada.url}/chatroom/1/100 and {ada.url}/chatroom/1/9999")
    page.get_by_role("button", name=re.compile("new message|Jump to latest")).click()
    newest = page.locator("li[data-number='301']")
    expect(newest).to_be_in_viewport()
    newest.get_by_role("link").first.click()
    expect(target).to_be_in_viewport(ratio=1)
    assert len(page.context.pages) == 1
    page.get_by_role("button", name="Jump to latest").click()
    newest.get_by_role("link").last.click()
    expect(page.get_by_text("There is no such message here.")).to_be_visible()
    page.go_back()
    expect(target).to_be_in_viewport(ratio=1)


def test_a_link_leads_on_after_logging_in(ada: Person, ben: Person, open_page: Open) -> None:
    text, number = said(ben)
    page = open_page(f"{ada.url}/chatroom/1/{number}")
    page.get_by_label("Username").fill(ada.username)
    page.get_by_label("Password", exact=True).fill(ada.password)
    page.get_by_role("button", name="Log in").click()
    expect(row(page, text)).to_have_attribute("data-aimed", "")


def test_the_link_of_a_message_can_be_copied(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada, permissions=["clipboard-read", "clipboard-write"])
    text, number = said(ben)
    act(page, text, "Copy link")
    expect(page.get_by_text("Link copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{ada.url}/chatroom/1/{number}"


def test_an_owner_deletes_what_another_said(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("own", members=[ben])
    text, _ = said(ben, room=room["id"])
    ada_page, ben_page = chat(ada), chat(ben)
    for page in (ada_page, ben_page):
        page.get_by_role("link", name=room["name"]).click()
        expect(row(page, text)).to_be_visible()
    act(ada_page, text, "Delete")
    ada_page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(ben_page, text)).to_have_count(0)
    expect(row(ben_page, "Message deleted")).to_be_visible()


def test_what_a_message_said_before_can_be_read(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada)
    text, number = said(ben, "one")
    for word in ("two", "three"):
        made(ben.api("PATCH", f"/rooms/1/messages/{number}", json={"body": f"{word} {text[-36:]}"}))
    expect(row(page, f"three {text[-36:]}")).to_be_visible()
    act(page, text[-36:], "Show edits")
    edits = page.get_by_role("complementary", name="Edits")
    expect(edits.locator(".message-body")).to_have_text([f"two {text[-36:]}", text])
    made(ben.api("PATCH", f"/rooms/1/messages/{number}", json={"body": f"four {text[-36:]}"}))
    expect(edits.locator(".message-body")).to_have_count(3)


def test_the_menu_is_there_for_the_keyboard_alone(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada)
    text, _ = said(ben)
    expect(row(page, text)).to_be_in_viewport()
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(row(page, text)).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    more = row(page, text).get_by_role("button", name="More actions")
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    page.keyboard.press("End")
    expect(items.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == "Pin":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(row(page, text).get_by_text("Pinned", exact=True)).to_be_attached()
    expect(more).to_be_focused()


def test_a_thread_is_there_for_the_keyboard_alone(ada: Person, ben: Person, chat: Chat) -> None:
    text, number = said(ben)
    answer, _ = said(ada, "answer", reply_to=number)
    made(ben.api("PUT", f"/rooms/1/messages/{number}/reactions/👍"))
    page = chat(ada)
    expect(in_timeline(page, answer)).to_be_in_viewport()
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("region", name="Messages in general")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(in_timeline(page, text)).to_be_focused()
    page.keyboard.press("Tab")
    expect(in_timeline(page, text).get_by_role("button", name="👍 1 reaction")).to_be_focused()
    page.keyboard.press("Enter")
    expect(in_timeline(page, text).get_by_role("button", name="👍 2 reactions")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(in_timeline(page, text).get_by_role("button", name="1 reply")).to_be_focused()
    page.keyboard.press("Enter")
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_label("Reply in the thread", exact=True).get_by_role("textbox")).to_be_focused()
    page.keyboard.type("heard")
    page.keyboard.press("Enter")
    expect(thread.locator(".message-body").last).to_have_text("heard")
    page.keyboard.press("Escape")
    expect(thread).to_have_count(0)
    expect(composer(page)).to_be_focused()


@pytest.mark.parametrize("size", [(320, 480), (1280, 360)])
def test_a_menu_is_within_the_window(ada: Person, chat: Chat, size: tuple[int, int]) -> None:
    page = chat(ada, viewport={"width": size[0], "height": size[1]})
    text = f"low {uuid4()}"
    say(page, text)
    expect(row(page, text)).to_have_attribute("data-state", "sent")
    row(page, text).hover()
    row(page, text).get_by_role("button", name="More actions").click()
    for item in page.get_by_role("menuitem").all():
        expect(item).to_be_in_viewport(ratio=1)


def test_under_a_finger_everything_is_within_reach(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada, **PHONE)
    text, number = said(ben)
    answer, _ = said(ada, "answer", reply_to=number)
    in_timeline(page, answer).locator(".message-content").tap()
    in_timeline(page, answer).get_by_role("button", name="More actions").tap()
    for item in page.get_by_role("menuitem").all():
        box = item.bounding_box()
        assert box
        assert box["height"] >= 44
        expect(item).to_be_in_viewport(ratio=1)
    page.get_by_role("menuitem", name="Pin").tap()
    expect(in_timeline(page, answer).get_by_text("Pinned", exact=True)).to_be_attached()
    # Another message is touched while the actions of this one are open.
    in_timeline(page, text).get_by_role("button", name="1 reply").tap()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator("li[data-client-id]")).to_have_count(2)
    thread.locator("li[data-client-id]").last.locator(".message-content").tap()
    thread.locator("li[data-client-id]").last.get_by_role("button", name="React").tap()
    page.get_by_role("button", name="React with 👍").tap()
    expect(thread.get_by_role("button", name="👍 1 reaction")).to_be_visible()
    thread.get_by_role("button", name="Close thread").tap()
    expect(in_timeline(page, answer).get_by_role("button", name="👍 1 reaction")).to_be_visible()
