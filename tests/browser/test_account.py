"""The page of one's own account, reached from the chatroom."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, composer, row, say
from tests.cast import PASSWORD, Person
from tests.server import Server

NEW = "another fine password"
Chat = Callable[[Person], Page]
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604"


@pytest.fixture
def phone(ada: Person) -> Person:
    """Another browser in which Ada is signed in."""
    other = Person(ada.url, "phone")
    other.username = ada.username
    other.http.headers["User-Agent"] = IPHONE
    return other.log_in()


def change_password(page: Page, current: str, new: str) -> None:
    page.get_by_label("Current password").fill(current)
    page.get_by_label("New password").fill(new)
    page.get_by_role("button", name="Change password").click()


def device(page: Page, name: str) -> Locator:
    devices = page.get_by_role("region", name="Signed-in devices")
    return devices.get_by_role("listitem").filter(has_text=name)


def test_a_new_password_ends_the_other_browser_and_this_one_goes_on(
    ada: Person, phone: Person, chat: Chat
) -> None:
    page, elsewhere = chat(ada), chat(phone)
    other_tab = page.context.new_page()
    other_tab.goto(f"{ada.url}/chatroom")
    composer(other_tab).wait_for()
    page.get_by_role("button", name="Your status and account").click()
    page.get_by_role("menuitem", name="Your account").click()
    expect(page).to_have_url(f"{ada.url}/account")

    change_password(page, PASSWORD, NEW)

    expect(page.get_by_role("status")).to_contain_text("Your password is changed.")
    expect(page).to_have_title(re.compile("^Your password is changed"))
    expect(elsewhere).to_have_url(re.compile("/login.*ended=1"))
    say(other_tab, "Still here")
    expect(row(other_tab, "Still here")).to_have_attribute("data-state", "sent")
    page.get_by_role("link", name="Back to the chatroom").click()
    composer(page).wait_for()


def test_mistakes_are_told_beside_the_field(server: Server, open_page: Open, ada: Person) -> None:
    page = open_page(f"{server.url}/account", ada)
    current, new = page.get_by_label("Current password"), page.get_by_label("New password")
    expect(current).to_have_attribute("autocomplete", "current-password")
    expect(new).to_have_attribute("autocomplete", "new-password")

    change_password(page, "not the password", NEW)
    expect(current).to_have_accessible_description("This is not your current password.")
    expect(current).to_have_attribute("aria-invalid", "true")
    expect(current).to_be_focused()
    expect(current).to_have_value("")
    expect(page).to_have_title(re.compile("^Error: "))

    change_password(page, PASSWORD, "password")
    expect(new).to_have_accessible_description(re.compile("^This password is among the most common"))
    expect(new).to_be_focused()
    expect(current).not_to_have_attribute("aria-invalid", "true")


def test_a_device_is_signed_out_by_its_name(ada: Person, phone: Person, chat: Chat, open_page: Open) -> None:
    elsewhere = chat(phone)
    page = open_page(f"{ada.url}/account", ada)
    expect(device(page, "This device")).to_have_count(1)
    button = device(page, "Safari on iPhone").get_by_role("button", name="Sign out")
    expect(button).to_have_accessible_description(re.compile("^Safari on iPhone Signed in .* open there now"))

    button.click()

    expect(page.get_by_role("status")).to_contain_text("That device is signed out.")
    expect(device(page, "Safari on iPhone")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)
    expect(elsewhere).to_have_url(re.compile("/login.*ended=1"))


def test_signing_out_everywhere_else(ada: Person, phone: Person, chat: Chat, open_page: Open) -> None:
    elsewhere = chat(phone)
    page = open_page(f"{ada.url}/account", ada)

    page.get_by_role("button", name="Sign out everywhere else").click()

    expect(page.get_by_role("status")).to_contain_text("signed out everywhere else")
    expect(elsewhere).to_have_url(re.compile("/login.*ended=1"))
    device(page, "This device").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{ada.url}/")


def test_it_needs_no_javascript(ada: Person, phone: Person, open_page: Open) -> None:
    page = open_page(f"{ada.url}/chatroom", ada, java_script_enabled=False)
    page.get_by_role("link", name="Your account").click()

    device(page, "Safari on iPhone").get_by_role("button", name="Sign out").click()
    expect(device(page, "Safari on iPhone")).to_have_count(0)
    change_password(page, PASSWORD, NEW)
    expect(page.get_by_role("status")).to_contain_text("Your password is changed.")


def test_targets_are_large_enough_for_a_thumb(ada: Person, phone: Person, open_page: Open) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"{ada.url}/account", ada, viewport=size, has_touch=True, is_mobile=True)
    controls = page.locator("main :is(button, a, input:not([type=hidden], [hidden]))")

    heights = [box["height"] for control in controls.all() if (box := control.bounding_box())]

    assert len(heights) >= 6
    assert min(heights) >= 44
