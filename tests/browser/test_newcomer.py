"""What somebody sees who has just been given the address."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, composer, row, say
from tests.cast import PASSWORD, Person
from tests.server import Server


def test_register_log_in_chat_and_log_out(server: Server, open_page: Open, ben: Person) -> None:
    page = open_page(server.url)
    page.get_by_role("link", name="Create an account").first.click()
    page.get_by_label("Username").fill("Zoë.42")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create").click()
    expect(page).to_have_url(f"{server.url}/login?username=Zo%C3%AB.42&registered=1")
    expect(page.get_by_label("Username")).to_have_value("Zoë.42")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{server.url}/chatroom")
    say(page, "Hello everybody")
    expect(row(page, "Hello everybody")).to_have_attribute("data-state", "sent")
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{server.url}/")
    page.goto(f"{server.url}/chatroom")
    expect(page).to_have_url(f"{server.url}/login?next=/chatroom")


def test_mistakes_are_told_beside_the_field(server: Server, open_page: Open, ada: Person) -> None:
    page = open_page(f"{server.url}/register")
    page.get_by_label("Username").fill(ada.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create").click()
    field = page.get_by_label("Username")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("^This username is taken"))
    expect(field).to_have_value(ada.username)
    expect(page.get_by_label("Password")).to_have_value("")


def test_a_wrong_password_says_so_and_keeps_the_name(server: Server, open_page: Open, ada: Person) -> None:
    page = open_page(f"{server.url}/login")
    page.get_by_label("Username").fill(ada.username)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("Wrong username or password")
    expect(page.get_by_label("Username")).to_have_value(ada.username)


def test_a_deep_link_survives_the_login(server: Server, open_page: Open, ada: Person) -> None:
    page = open_page(f"{server.url}/chatroom/1")
    page.get_by_label("Username").fill(ada.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{server.url}/chatroom/1")


@pytest.mark.parametrize("path", ["/login", "/register"])
def test_somebody_who_is_signed_in_goes_on_to_the_chatroom(
    server: Server, open_page: Open, ada: Person, path: str
) -> None:
    page = open_page(server.url + path, ada)
    expect(page).to_have_url(f"{server.url}/chatroom")
    page.goto(f"{server.url}{path}?next=/chatroom/1")
    expect(page).to_have_url(f"{server.url}/chatroom/1")


def test_a_page_that_is_not_there_offers_the_way_out(server: Server, open_page: Open, ada: Person) -> None:
    page = open_page(f"{server.url}/nowhere")
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    expect(page.get_by_role("button", name="Log out")).to_have_count(0)
    page = open_page(f"{server.url}/nowhere", ada)
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{server.url}/")


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2560])
@pytest.mark.parametrize("path", ["/", "/login", "/register", "/nowhere", "/chatroom", "/account"])
def test_every_page_fits_every_screen(
    server: Server, open_page: Open, ada: Person, path: str, width: int
) -> None:
    page = open_page(
        server.url + path,
        ada if path in {"/chatroom", "/account"} else None,
        viewport={"width": width, "height": 700},
    )
    if path == "/chatroom":
        composer(page).wait_for()
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


def test_the_chat_can_be_used_with_the_keyboard_alone(ada: Person, chat: Callable[[Person], Page]) -> None:
    page = chat(ada)
    expect(composer(page)).to_be_focused()
    page.keyboard.type("From the keyboard")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("on two lines")
    page.keyboard.press("Enter")
    expect(row(page, "From the keyboard")).to_contain_text("on two lines")
