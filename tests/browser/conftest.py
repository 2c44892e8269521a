"""Browsers for the tests: each person gets one of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.browser.chromium import chromium
from tests.cast import Person
from tests.server import Server

SECONDS = 15
UPLOADS = "**/api/v1/files?*"
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=SECONDS * 1000)
    with chromium() as running:
        yield running


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server for one test alone, which it may stop and start."""
    with Server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a browser of its own at a page: a person's, or a stranger's with no cookies.

    Whatever the page's scripts complain about fails the test.
    """
    contexts, complaints = [], list[str]()

    def open_page(url: str, person: Person | None = None, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        if person is not None:
            context.add_cookies(
                [{"name": c.name, "value": c.value or "", "url": person.url} for c in person.http.cookies]
            )
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None,
        )
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def chat(open_page: Open) -> Callable[[Person], Page]:
    """Opens the chatroom as a person, and waits until it is connected."""

    def chat(person: Person, **options: object) -> Page:
        page = open_page(f"{person.url}/chatroom", person, **options)
        composer(page).wait_for()
        return page

    return chat


def composer(page: Page) -> Locator:
    return page.get_by_label("Message", exact=True)


def room_link(page: Page, name: str) -> Locator:
    """A room in the list of rooms."""
    return page.get_by_role("navigation", name="Rooms").get_by_role("link", name=name)


def go(page: Page, room: dict[str, Any]) -> None:
    """Open a room from the list."""
    room_link(page, room["name"]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(room["name"])


def say(page: Page, text: str) -> None:
    """Type a message and send it with Enter."""
    composer(page).fill(text)
    composer(page).press("Enter")


def attach(page: Page, *names: str) -> None:
    """Choose small text files."""
    page.get_by_test_id("file-input").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=b"notes") for name in names]
    )


def row(page: Page, text: str) -> Locator:
    """The row of the message that contains a text."""
    return page.locator("li[data-client-id]").filter(has_text=text)


def act(page: Page, text: str, action: str) -> None:
    """Choose an action from the menu of the message that contains a text."""
    row(page, text).hover()
    row(page, text).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=action, exact=True).click()


def bodies(page: Page) -> list[str]:
    """What the messages on the page say, from top to bottom."""
    return page.locator("li[data-client-id] .message-body").all_inner_texts()
