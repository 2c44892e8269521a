"""Muting a room: what it still shows, on every device of one person, and to nobody else."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import composer, go, room_link, row, say
from tests.cast import Person, made

Chat = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def choose(page: Page, item: str, menu: str = "Room menu") -> None:
    page.get_by_role("button", name=menu).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def drawer_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Open the list of rooms")


def test_a_muted_room_keeps_quiet_on_every_device_until_one_is_mentioned(
    ada: Person, ben: Person, chat: Chat
) -> None:
    muted, other = (ada.make_room(name, members=[ben]) for name in ("Chatter", "Plans"))
    desk, phone, bens = chat(ada), chat(ada, **PHONE), chat(ben)
    go(desk, muted)
    go(bens, muted)
    choose(desk, "Mute")
    expect(desk.get_by_role("status").filter(has_text="This room is muted")).to_be_visible()
    expect(desk.locator(".room-header .muted-mark")).to_be_visible()
    go(desk, {"name": "general"})
    here, there = room_link(desk, muted["name"]), phone.locator(".room-link", has_text=muted["name"])
    for link in (here, there):
        expect(link).to_contain_text("muted")
    expect(bens.locator(".muted-mark")).to_have_count(0)

    say(bens, "only chatter")
    drawn = drawer_button(phone)
    expect(drawn).not_to_have_attribute("data-unread", "")
    ben.post("to be read", room=other["id"])
    expect(room_link(desk, other["name"])).to_contain_text("1 new message")
    expect(drawn).to_have_attribute("data-unread", "")
    for link in (here, there):
        expect(link.locator(".unread")).to_have_count(0)
        expect(link).not_to_have_attribute("data-unread", "")

    say(bens, f"@{ada.username} look here")
    for link in (here, there):
        expect(link.locator(".unread")).to_have_text("@11 mention of you")
        expect(link).to_have_attribute("data-unread", "")
    go(desk, muted)
    expect(row(desk, "only chatter")).to_be_visible()
    expect(here.locator(".unread")).to_have_count(0)

    go(desk, {"name": "general"})
    say(bens, "more of it")
    drawn.click()
    phone.locator(".room-link", has_text=muted["name"]).click()
    choose(phone, "Unmute")
    expect(here.locator(".muted-mark")).to_have_count(0)
    expect(row(phone, "more of it")).to_be_visible()


def test_a_direct_conversation_is_muted_by_its_menu_and_by_a_command(
    ada: Person, ben: Person, chat: Chat
) -> None:
    made(ada.api("POST", "/rooms/direct", json={"users": [ben.id]}))
    page = chat(ada)
    room_link(page, ben.username).click()
    mark = page.locator(".room-header .muted-mark")

    choose(page, "Mute", menu="Conversation menu")
    expect(mark).to_have_text("muted")
    composer(page).fill("/mu")
    expect(page.get_by_role("option", name="/mute")).to_be_visible()
    composer(page).fill("")
    say(page, "/mute")
    expect(mark).to_have_count(0)


def test_in_a_muted_room_that_is_not_read_the_count_comes_back(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Chatter", members=[ben])
    made(ada.api("PUT", f"/rooms/{room['id']}/mute", json={"muted": True}))
    for text in ("one", "two"):
        ben.post(text, room=room["id"])
    page = chat(ada)
    link = room_link(page, room["name"])
    expect(link).to_contain_text("muted")
    expect(link.locator(".unread")).to_have_count(0)

    made(ada.api("PUT", f"/rooms/{room['id']}/mute", json={"muted": False}))

    expect(link).to_contain_text("2 new messages")
