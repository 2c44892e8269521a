"""What is seen of a message's text: code in colours, tables, tasks, actions."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import composer, row, say
from tests.cast import Person

Chat = Callable[..., Page]

WORKER = "**/highlight-worker-*.js"
CODE = '```python\nif name:\n    return "hello"  # a comment\n```'
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def wide_table(mark: str) -> str:
    return f"|{mark}|{'column|' * 30}\n{'|-' * 31}\n|{'value|' * 31}"


def test_code_of_a_known_language_is_coloured(ada: Person, chat: Chat) -> None:
    mark = str(uuid4())
    ada.post(f"{mark}\n{CODE}")
    code = row(chat(ada), mark).locator("pre")
    expect(code.locator(".code-keyword").first).to_have_text("if")
    expect(code.locator(".code-string")).to_have_text('"hello"')
    assert code.inner_text() == 'if name:\n    return "hello"  # a comment'


def room_without_code(person: Person, page: Page) -> int:
    """A room of one's own, open on a page that has seen no code yet."""
    number: int = person.make_room("code")["id"]
    page.goto(f"{person.url}/chatroom/{number}")
    composer(page).wait_for()
    return number


def test_what_colours_code_is_loaded_with_the_first_of_it(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    room_without_code(ada, page)
    say(page, "```nonsense\nno language\n```\n:-) 10:30:45")
    expect(page.locator("pre")).to_have_text("no language")
    assert {url.rsplit("/")[-1] for url in asked if "/static/app/" in url} == {"main.js", "main.css"}
    with page.expect_request(WORKER):
        say(page, CODE)
    expect(page.locator(".code-keyword").first).to_be_visible()


def test_colours_move_nothing(ada: Person, chat: Chat) -> None:
    mark = str(uuid4())
    page = chat(ada)
    room = room_without_code(ada, page)
    ada.post(f"before\n{CODE}\n{CODE}", room=room)
    ada.post(mark, room=room)
    held = list[Route]()
    page.route(WORKER, lambda route: held.append(route))
    with page.expect_request(WORKER):
        page.reload()
    message = row(page, mark)
    expect(message).to_be_visible()
    expect(page.locator(".code-keyword")).to_have_count(0)
    place = message.bounding_box()
    for route in held:
        route.continue_()
    expect(page.locator(".code-keyword").first).to_be_visible()
    assert message.bounding_box() == place


def test_without_colours_code_is_still_code(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    room_without_code(ada, page)
    page.route(WORKER, lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "highlight" in request.url):
        say(page, CODE)
    expect(page.locator("pre")).to_contain_text("return")
    # The next one tries again.
    page.unroute(WORKER)
    say(page, "```js\nlet x;\n```")
    expect(page.locator(".code-keyword")).to_have_text("let")


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_code_is_copied(ada: Person, chat: Chat, how: str) -> None:
    mark = str(uuid4())
    ada.post(f"```\n{mark}\n  <b>\n```")
    page = chat(ada, permissions=["clipboard-read", "clipboard-write"])
    button = row(page, mark).get_by_role("button", name="Copy code")
    if how == "mouse":
        button.hover()
        button.click()
    else:
        row(page, mark).locator("pre").focus()
        page.keyboard.press("Tab")
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
    expect(row(page, mark).get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{mark}\n  <b>"
    expect(button).to_be_visible()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_wide_table_scrolls_within_itself(ada: Person, chat: Chat, options: dict[str, object]) -> None:
    mark = str(uuid4())
    ada.post(wide_table(mark))
    page = chat(ada, **options)
    table = row(page, mark).get_by_role("region", name="Table")
    expect(table).to_be_visible()
    assert table.evaluate("element => element.scrollWidth > element.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=table.element_handle())


def test_tasks_are_shown_as_boxes(ada: Person, chat: Chat) -> None:
    mark = str(uuid4())
    ada.post(f"{mark}\n- [x] written\n- [ ] tested")
    message = row(chat(ada), mark)
    expect(message.get_by_role("img", name="Done:")).to_have_count(1)
    expect(message.get_by_role("img", name="To do:")).to_have_count(1)


def test_an_action_names_its_author(ada: Person, ben: Person, chat: Chat) -> None:
    mark = str(uuid4())
    ben.post(f"/me waves {mark}")
    body = row(chat(ada), mark).locator(".message-body")
    expect(body).to_have_text(f"{ben.username} waves {mark}")
    expect(body.locator("p")).to_have_css("font-style", "italic")


def test_shortcodes_are_shown_as_emoji(ada: Person, chat: Chat) -> None:
    mark = str(uuid4())
    ada.post(f"{mark} :tada: at 10:30:45 `:tada:`")
    expect(row(chat(ada), mark).locator(".message-body")).to_have_text(f"{mark} 🎉 at 10:30:45 :tada:")
