"""What the composer does while somebody writes, and with the files that go along."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import UPLOADS, attach, bodies, composer, row, say
from tests.cast import Person

Chat = Callable[..., Page]


def attachment(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("list", name="Attached files").get_by_role("listitem").filter(has_text=name)


def test_the_newest_message_stays_in_view_while_the_composer_grows_and_shrinks(
    ada: Person, ben: Person, chat: Chat
) -> None:
    for turn in range(40):
        ben.post(f"filling {turn} {uuid4()}")
    ada.read_everything()
    page = chat(ada)
    newest = page.locator("li[data-client-id]").last
    height = page.locator(".composer").bounding_box()
    for _ in range(8):
        page.keyboard.type("one more line")
        page.keyboard.press("Shift+Enter")
        expect(newest).to_be_in_viewport(ratio=0.99)
    grown = page.locator(".composer").bounding_box()
    assert height
    assert grown
    assert grown["height"] > height["height"] + 100
    said = ben.post(f"While you write {uuid4()}")["body"]
    expect(row(page, said)).to_be_in_viewport(ratio=0.99)
    expect(page.get_by_role("button", name="Jump to latest")).to_have_count(0)
    composer(page).fill("")
    expect(row(page, said)).to_be_in_viewport(ratio=0.99)
    say(page, "\n".join(f"{said} and {line}" for line in range(9)))
    expect(newest).to_contain_text("and 8")
    expect(newest).to_be_in_viewport(ratio=0.99)
    after = ben.post(f"Afterwards {uuid4()}")["body"]
    expect(row(page, after)).to_be_in_viewport(ratio=0.99)


def test_the_text_area_is_as_tall_as_its_text(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    for text in ("one line", "\n" * 3, "word " * 90, "x" * 250):
        composer(page).fill(text)
        page.wait_for_function(
            "area => area.scrollHeight <= area.clientHeight", arg=composer(page).element_handle()
        )


def test_what_is_written_runs_in_its_own_direction(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    composer(page).fill("שלום")
    assert composer(page).evaluate("area => getComputedStyle(area).direction") == "rtl"
    composer(page).fill("hello")
    assert composer(page).evaluate("area => getComputedStyle(area).direction") == "ltr"


def test_cancelling_an_upload_makes_the_waiting_message_a_draft_again(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    page.route(UPLOADS, lambda _: None)  # They do not end.
    attach(page, "notes.txt")
    text = f"With notes {uuid4()}"
    say(page, text)
    expect(page.get_by_text("Sending when the upload is finished")).to_be_visible()
    page.get_by_role("button", name="Cancel notes.txt").click()
    expect(page.get_by_text("Sending when the upload is finished")).to_be_hidden()
    expect(attachment(page, "notes.txt")).to_have_count(0)
    expect(composer(page)).to_have_value(text)
    say(page, f"{text} left out")
    expect(row(page, "left out")).to_have_attribute("data-state", "sent")
    assert [body for body in bodies(page) if text in body] == [f"{text} left out"]


def test_a_file_attached_offline_is_uploaded_once_there_is_a_connection(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    expect(page.get_by_test_id("connection")).to_be_hidden()
    page.context.set_offline(True)
    expect(page.get_by_test_id("connection")).to_be_visible()
    attach(page, "notes.txt")
    expect(attachment(page, "notes.txt")).to_have_attribute("data-state", "failed")
    page.context.set_offline(False)
    expect(attachment(page, "notes.txt")).to_have_attribute("data-state", "done")
    text = f"From the train {uuid4()}"
    say(page, text)
    expect(row(page, text).get_by_role("link", name="notes.txt")).to_be_visible()


def test_a_damaged_picture_is_listed_as_a_file(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    page.get_by_test_id("file-input").set_input_files(
        FilePayload(name="broken.png", mimeType="image/png", buffer=b"not a picture")
    )
    expect(attachment(page, "broken.png").locator("svg").first).to_be_visible()
    expect(attachment(page, "broken.png").locator("img")).to_have_count(0)


def test_a_long_file_name_keeps_its_extension_in_view(ada: Person, chat: Chat) -> None:
    page = chat(ada, viewport={"width": 320, "height": 568})
    name = f"{'minutes of the meeting ' * 6}(final).pdf"
    attach(page, name)
    expect(page.get_by_text("inal).pdf", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name=f"Remove {name}")).to_be_in_viewport(ratio=1)


def test_text_and_files_leave_room_for_the_conversation_on_a_small_screen(ada: Person, chat: Chat) -> None:
    page = chat(ada, viewport={"width": 320, "height": 568})
    attach(page, *(f"notes {turn}.txt" for turn in range(5)))
    composer(page).fill("\n".join("abcdefgh"))
    box = page.locator(".scroller").bounding_box()
    assert box
    assert box["height"] >= 160


@pytest.mark.parametrize("wide", [True, False])
def test_the_hint_is_there_where_there_is_a_keyboard(ada: Person, chat: Chat, *, wide: bool) -> None:
    page = chat(ada, viewport={"width": 1280 if wide else 390, "height": 800}, has_touch=not wide)
    hint = page.get_by_text("Shift+Enter")
    expect(hint).to_be_visible() if wide else expect(hint).to_be_hidden()
