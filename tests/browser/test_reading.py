"""How messages look, and how long ones, wide names and pictures are kept in their place."""

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from chatroom.domain import limits
from tests.browser.conftest import row, say
from tests.cast import Person
from tests.server import Server

Chat = Callable[..., Page]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_longest_name_leaves_logging_out_in_view(server: Server, chat: Chat, width: int) -> None:
    person = Person(server.url, "wide")
    person.username = (f"w{width}-" + "W" * 32)[:32]
    page = chat(
        person.register().log_in(),
        viewport={"width": width, "height": 700},
        reduced_motion="reduce",
    )
    if width < 832:
        page.get_by_role("button", name="Open the list of rooms").click()
    sidebar = page.get_by_role("complementary", name="Rooms and account")
    button = sidebar.get_by_role("button", name="Log out")
    expect(button).to_be_in_viewport(ratio=1)
    outer, inner = sidebar.bounding_box(), button.bounding_box()
    assert outer
    assert inner
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    assert sidebar.evaluate("element => element.scrollWidth - element.clientWidth") <= 0


def test_links_show_the_address_they_lead_to(ada: Person, ben: Person, chat: Chat) -> None:
    mark = str(uuid4())
    ben.post(f"{mark} https://xn--80ak6aa92e.com/ https://user:pw@evil.example/x")
    page = chat(ada)
    links = row(page, mark).locator(".message-body a")
    expect(links).to_have_text(["https://xn--80ak6aa92e.com/"])
    expect(links).to_have_attribute("href", "https://xn--80ak6aa92e.com/")
    expect(row(page, mark)).to_contain_text("https://user:pw@evil.example/x")


def test_each_paragraph_runs_in_its_own_direction(ada: Person, ben: Person, chat: Chat) -> None:
    mark = str(uuid4())
    ben.post(f"{mark} first\n\nזה נכתב מימין.\n\n- מרחבא")
    page = chat(ada)
    directions = row(page, mark).evaluate(
        "row => [...row.querySelector('.message-body').children].map((b) => getComputedStyle(b).direction)"
    )
    assert directions == ["ltr", "rtl", "rtl"]


def test_indentation_and_spaces_are_kept(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    mark = str(uuid4())
    text = f"for x in {mark}:\n    print(x,   x)\n\tdone"
    say(ada_page, text)
    shown = row(ben_page, mark).locator(".message-body")
    expect(shown).to_be_visible()
    assert shown.inner_text() == text
    indent = shown.evaluate(
        """body => {
            const [first, second] = [...body.firstChild.childNodes].filter((node) => node.data);
            const left = (text, from) => {
                const range = document.createRange();
                range.setStart(text, from);
                range.setEnd(text, from + 1);
                return range.getBoundingClientRect().left;
            };
            return left(second, 4) - left(first, 0);
        }"""
    )
    assert indent > 10


def test_a_long_message_is_folded_until_it_is_asked_for(ada: Person, ben: Person, chat: Chat) -> None:
    mark = str(uuid4())
    ben.post("\n".join(f"{mark} {line}" for line in range(60)))
    short = ben.post("\n".join(f"{uuid4()}" for _ in range(20)))["body"].split()[0]
    page = chat(ada)
    expect(row(page, short).get_by_role("button", name="Show more")).to_have_count(0)
    message = row(page, mark)
    folded = message.bounding_box()
    more = message.get_by_role("button", name="Show more")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    less = message.get_by_role("button", name="Show less")
    expect(less).to_have_attribute("aria-expanded", "true")
    opened = message.bounding_box()
    assert folded
    assert opened
    assert folded["height"] < 650 < opened["height"]
    less.click()
    expect(more).to_be_in_viewport()


def test_a_picture_is_shown_in_its_own_size_on_a_click(ada: Person, ben: Person, chat: Chat) -> None:
    encoded = io.BytesIO()
    Image.new("RGBA", (2400, 1800)).save(encoded, "PNG")
    text = f"A plan {uuid4()}"
    ben.post(text, files=[ben.upload(encoded.getvalue(), "plan.png", "image/png")["id"]])
    page = chat(ada)
    row(page, text).get_by_role("button", name="View plan.png").click()
    dialog = page.get_by_role("dialog")
    image = dialog.get_by_role("img", name="plan.png")
    expect(image).to_be_in_viewport(ratio=1)
    image.click(position={"x": 5, "y": 5})
    expect(dialog.get_by_role("button", name="actual size")).to_have_attribute("aria-pressed", "true")
    box = image.bounding_box()
    assert box
    assert box["width"] == 2400
    assert dialog.locator(".lightbox-view").evaluate("view => view.scrollLeft + view.scrollTop") < 100
    image.click()
    expect(image).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_messages_come_until_the_view_is_full(own_server: Server, chat: Chat) -> None:
    """Long ones may come a few at a time and still show as next to nothing; then nobody can scroll."""
    ben = Person(own_server.url, "ben").register().log_in()
    for number in range(24):
        ben.post(f"```\n{number} {'x' * (limits.BODY_MAX - 20)}\n```")
    ben.read_everything()
    page = chat(ben, viewport={"width": 1000, "height": 1400})
    expect(page.locator("li[data-client-id]")).to_have_count(24)
    expect(page.locator("li[data-client-id]").last).to_be_in_viewport()


def test_an_empty_room_says_welcome(own_server: Server, chat: Chat) -> None:
    page = chat(Person(own_server.url, "first").register().log_in())
    expect(page.get_by_role("heading", name="Welcome to #general")).to_be_visible()
    say(page, "hello")
    expect(page.get_by_role("heading", name="Welcome to #general")).to_have_count(0)
