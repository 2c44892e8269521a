"""Losing the connection, and getting it back with nothing lost and nothing twice."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import bodies, composer, row, say
from tests.cast import PASSWORD, Person
from tests.server import Server

Chat = Callable[..., Page]


def newcomer(server: Server, name: str) -> Person:
    return Person(server.url, name).register().log_in()


def test_both_browsers_are_complete_again_after_the_server_was_killed(own_server: Server, chat: Chat) -> None:
    ada, ben = chat(newcomer(own_server, "ada")), chat(newcomer(own_server, "ben"))
    say(ada, "before")
    expect(row(ben, "before")).to_be_visible()
    own_server.kill()
    expect(ada.get_by_test_id("connection")).to_contain_text("Reconnecting")
    say(ada, "while it was down")
    expect(row(ada, "while it was down")).to_have_attribute("data-state", "pending")
    own_server.start()
    expect(row(ben, "while it was down")).to_be_visible()
    expect(row(ada, "while it was down")).to_have_attribute("data-state", "sent")
    say(ben, "after")
    expect(row(ada, "after")).to_be_visible()
    assert bodies(ada) == bodies(ben) == ["before", "while it was down", "after"]


def test_messages_written_offline_survive_a_reload_and_arrive_once_in_order(
    own_server: Server, chat: Chat
) -> None:
    ada, ben = chat(newcomer(own_server, "ada")), chat(newcomer(own_server, "ben"))
    expect(ada.get_by_test_id("connection")).to_be_hidden()
    own_server.kill()
    expect(ada.get_by_test_id("connection")).to_be_visible()
    written = [f"offline {turn}" for turn in range(5)]
    for text in written:
        say(ada, text)
        expect(row(ada, text)).to_have_attribute("data-state", "pending")
    own_server.start()
    ada.reload()
    expect(row(ben, written[-1])).to_be_visible()
    expect(row(ada, written[-1])).to_have_attribute("data-state", "sent")
    assert bodies(ada) == bodies(ben) == written


def test_offline_is_said_and_ends_by_itself(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    page.context.set_offline(True)
    expect(page.get_by_test_id("connection")).to_contain_text("Offline")
    text = f"from the tunnel {uuid4()}"
    say(page, text)
    expect(row(page, text)).to_have_attribute("data-state", "pending")
    page.context.set_offline(False)
    expect(row(page, text)).to_have_attribute("data-state", "sent")
    expect(page.get_by_test_id("connection")).to_be_hidden()


def test_what_happened_during_an_absence_is_there_on_return(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada)
    old = ben.post(f"typo {uuid4()}")
    expect(row(page, old["body"])).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_test_id("connection")).to_be_visible()
    corrected = f"corrected {uuid4()}"
    ben.api("PATCH", f"/rooms/1/messages/{old['number']}", json={"body": corrected})
    missed = [ben.post(f"missed {turn} {uuid4()}")["body"] for turn in range(3)]
    page.context.set_offline(False)
    expect(row(page, corrected)).to_be_visible()
    for text in missed:
        expect(row(page, text)).to_be_visible()
    expect(row(page, old["body"])).to_have_count(0)


def test_unsent_text_survives_a_reload(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    composer(page).fill("half a thought")
    page.wait_for_function(
        """async () => (await indexedDB.databases()).length > 0 || Object.keys(localStorage).length > 0"""
    )
    page.reload()
    expect(composer(page)).to_have_value("half a thought")


def test_two_tabs_send_each_message_once(own_server: Server, chat: Chat) -> None:
    person = newcomer(own_server, "ada")
    first = chat(person)
    second = first.context.new_page()
    second.goto(f"{own_server.url}/chatroom")
    composer(second).wait_for()
    own_server.kill()
    expect(first.get_by_test_id("connection")).to_be_visible()
    expect(second.get_by_test_id("connection")).to_be_visible()
    say(first, "from the first tab")
    say(second, "from the second tab")
    own_server.start()
    for page in (first, second):
        for text in ("from the first tab", "from the second tab"):
            expect(row(page, text)).to_have_attribute("data-state", "sent")
    assert sorted(bodies(first)) == ["from the first tab", "from the second tab"]
    assert bodies(first) == bodies(second)


def test_logging_out_elsewhere_leads_to_the_login_page(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    expect(page.get_by_test_id("connection")).to_be_hidden()
    ada.log_out()
    expect(page).to_have_url(f"{ada.url}/login?next=%2Fchatroom&ended=1")
    expect(page.get_by_text("You have been logged out. Log in to go on.")).to_be_visible()
    page.get_by_label("Username").fill(ada.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{ada.url}/chatroom")


def test_logging_out_takes_unsent_text_off_the_machine(ada: Person, ben: Person, chat: Chat) -> None:
    page = chat(ada)
    composer(page).fill("between you and me")
    page.wait_for_function("Object.keys(localStorage).length > 0")
    # The page is there until the server has answered, and what happens in it meanwhile is not kept.
    composer(page).evaluate(
        """text => addEventListener("submit", () => {
            text.value = "and one more thing";
            text.dispatchEvent(new InputEvent("input", { bubbles: true }));
        })"""
    )
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{ada.url}/")
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize(
    ("path", "button"), [("/account", "Sign out"), ("/nowhere", "Log out")], ids=["account", "error"]
)
def test_logging_out_on_another_page_does_as_well(ada: Person, chat: Chat, path: str, button: str) -> None:
    page = chat(ada)
    composer(page).fill("between you and me")
    page.wait_for_function("Object.keys(localStorage).length > 0")
    page.evaluate("localStorage.setItem('something:else', 'kept')")
    page.goto(f"{ada.url}{path}")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page).to_have_url(f"{ada.url}/")
    assert page.evaluate("Object.keys(localStorage)") == ["something:else"]


def test_the_next_on_the_machine_does_not_find_what_the_one_before_left_unsent(
    ada: Person, ben: Person, chat: Chat
) -> None:
    page = chat(ada)
    composer(page).fill("between you and me")
    page.wait_for_function("Object.keys(localStorage).length > 0")
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": c.name, "value": c.value or "", "url": ben.url} for c in ben.http.cookies]
    )
    page.goto(f"{ben.url}/chatroom")
    expect(composer(page)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []
