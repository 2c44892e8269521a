"""Two browsers that talk to each other."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from scripts.screenshots import picture
from tests.browser.conftest import act, bodies, composer, row, say
from tests.cast import Person

Chat = Callable[..., Page]


def test_two_people_talk_live(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    question, answer = f"How are you? {uuid4()}", f"Fine! {uuid4()}"
    say(ada_page, question)
    expect(row(ben_page, question)).to_be_visible()
    say(ben_page, answer)
    expect(row(ada_page, answer)).to_be_visible()
    expect(row(ada_page, question)).to_have_attribute("data-state", "sent")
    assert bodies(ada_page)[-2:] == bodies(ben_page)[-2:] == [question, answer]


def test_the_page_carries_the_conversation(ada: Person, ben: Person, chat: Chat) -> None:
    said = ben.post(f"Before you came {uuid4()}")
    page = chat(ada)
    expect(row(page, said["body"])).to_be_visible()


def test_files_are_sent_shown_and_downloaded(ada: Person, ben: Person, chat: Chat, tmp_path: Path) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    text = f"Two files {uuid4()}"
    ada_page.get_by_test_id("file-input").set_input_files(
        [
            FilePayload(name="harbour.png", mimeType="image/png", buffer=picture()),
            FilePayload(name="Plan für März.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 plan"),
        ]
    )
    say(ada_page, text)
    message = row(ben_page, text)
    image = message.get_by_role("img", name="harbour.png")
    expect(image).to_be_visible()
    ben_page.wait_for_function(
        "image => image.complete && image.naturalWidth === 960", arg=image.element_handle()
    )
    with ben_page.expect_download() as download:
        message.get_by_role("link", name="Plan für März.pdf").click()
    assert download.value.suggested_filename == "Plan für März.pdf"
    target = tmp_path / "downloaded"
    download.value.save_as(target)
    assert target.read_bytes() == b"%PDF-1.4 plan"


def test_a_picture_keeps_its_place_before_it_is_loaded(ada: Person, ben: Person, chat: Chat) -> None:
    text = f"A picture {uuid4()}"
    ben.post(text, files=[ben.upload(picture(), "harbour.png", "image/png")["id"]])
    page = chat(ada)
    box = row(page, text).get_by_role("img", name="harbour.png").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(960 / 540, rel=0.02)


def test_a_file_over_the_limit_is_refused_at_once(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    page.evaluate(
        """() => {
            const transfer = new DataTransfer();
            const file = new File(["x"], "film.mkv");
            Object.defineProperty(file, "size", { value: 130_000_000 });
            transfer.items.add(file);
            const input = document.querySelector('[data-testid="file-input"]');
            Object.defineProperty(input, "files", { value: [file], configurable: true });
            input.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    expect(page.get_by_text("File is 130 MB; the limit is 100 MB")).to_be_visible()


def test_markdown_is_rendered(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    mark = str(uuid4())
    say(page, f"{mark} **bold** *italic* `code` [link](https://example.org)")
    message = row(page, mark)
    expect(message.locator("strong")).to_have_text("bold")
    expect(message.locator("em")).to_have_text("italic")
    expect(message.locator("code")).to_have_text("code")
    expect(message.get_by_role("link", name="link")).to_have_attribute("rel", "noopener noreferrer nofollow")


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=x onerror=\"document.title='pwned'\">",
        "<script>document.title='pwned'</script>",
        "</script><script>document.title='pwned'</script>",
        "[click](javascript:document.title='pwned')",
        "![x](x\" onerror=\"document.title='pwned')",
        "<svg onload=\"document.title='pwned'\">",
        "[x](data:text/html,<script>document.title='pwned'</script>)",
    ],
)
def test_what_people_write_never_runs(ada: Person, ben: Person, chat: Chat, attack: str) -> None:
    mark = str(uuid4())
    ben.post(f"{mark} {attack}")
    page = chat(ada)
    message = row(page, mark)
    expect(message).to_be_visible()
    for link in message.locator(".message-body a").all():
        link.click(modifiers=["Control"])
    assert "pwned" not in page.title()
    assert message.locator(".message-body :is(script, svg, img, iframe)").count() == 0


def test_own_messages_can_be_edited_and_deleted(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    before, after = f"Helo {uuid4()}", f"Hello {uuid4()}"
    say(ada_page, before)
    expect(row(ben_page, before)).to_be_visible()
    row(ben_page, before).hover()
    row(ben_page, before).get_by_role("button", name="More actions").click()
    expect(ben_page.get_by_role("menuitem", name="Copy link")).to_be_visible()
    for action in ("Edit", "Delete"):
        expect(ben_page.get_by_role("menuitem", name=action)).to_have_count(0)
    act(ada_page, before, "Edit")
    expect(composer(ada_page)).to_have_value(before)
    say(ada_page, after)
    expect(row(ben_page, after)).to_contain_text("edited")
    act(ada_page, after, "Delete")
    ada_page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(ben_page, after)).to_have_count(0)
    expect(row(ada_page, after)).to_have_count(0)


def test_older_messages_come_on_scrolling_up_and_the_view_stays(ada: Person, ben: Person, chat: Chat) -> None:
    mark = str(uuid4())
    for turn in range(120):
        ben.post(f"{mark} {turn:03}")
    ada.read_everything()
    page = chat(ada)
    expect(row(page, f"{mark} 119")).to_be_in_viewport()
    assert row(page, f"{mark} 010").count() == 0
    first = page.locator("li[data-client-id]").first
    number = first.get_attribute("data-number")
    first.scroll_into_view_if_needed()
    expect(row(page, f"{mark} 030")).to_be_attached()
    expect(page.locator(f'li[data-number="{number}"]')).to_be_in_viewport()


def test_new_messages_do_not_move_somebody_who_reads_old_ones(ada: Person, ben: Person, chat: Chat) -> None:
    for turn in range(60):
        ben.post(f"filling {turn} {uuid4()}")
    ada.read_everything()
    page = chat(ada)
    newest = page.locator("li[data-client-id]").last
    expect(newest).to_be_in_viewport()
    page.locator("li[data-client-id]").nth(10).scroll_into_view_if_needed()
    expect(newest).not_to_be_in_viewport()
    said = ben.post(f"Anybody there? {uuid4()}")["body"]
    pill = page.get_by_role("button", name="new message")
    expect(pill).to_be_visible()
    expect(row(page, said)).not_to_be_in_viewport()
    pill.click()
    expect(row(page, said)).to_be_in_viewport()
