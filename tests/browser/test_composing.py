"""The composer: words that are completed, commands, and drafts on every device."""

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import bodies, composer, go, row, say
from tests.cast import Person

Chat = Callable[..., Page]


def options(page: Page) -> Locator:
    return page.locator(".composer-dock").get_by_role("option")


def problem(page: Page) -> Locator:
    return page.locator(".composer-problem")


def command(page: Page, text: str) -> None:
    """Type a command and give it; a command that is complete needs no other Enter."""
    composer(page).fill(text)
    expect(composer(page)).to_have_value(text)
    composer(page).press("Escape")
    composer(page).press("Enter")


# Completion ---------------------------------------------------------------------------------------


def test_a_name_is_completed_by_keyboard(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    here, there = chat(ada), chat(ben)
    go(here, room)
    go(there, room)

    composer(here).press_sequentially("hello @be")
    expect(options(here)).to_have_text([re.compile(ben.username)])
    expect(composer(here)).to_have_attribute("aria-activedescendant", options(here).get_attribute("id") or "")
    composer(here).press("Enter")
    expect(composer(here)).to_have_value(f"hello @{ben.username} ")
    expect(options(here)).to_have_count(0)
    composer(here).press("Enter")

    expect(row(there, f"hello @{ben.username}")).to_be_visible()


def test_who_is_mentioned_sees_it(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    here, there = chat(ada), chat(ben)
    go(here, room)
    go(there, room)

    say(here, f"hello @{ben.username}")

    called = row(there, "hello")
    expect(called).to_have_attribute("data-mentions-me", "")
    expect(called).to_contain_text("Mentions you")
    expect(row(here, "hello")).not_to_have_attribute("data-mentions-me", "")


def test_everybody_is_offered_and_the_arrow_keys_choose(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    page = chat(ada)
    go(page, room)

    composer(page).press_sequentially("@")
    expect(options(page)).to_have_count(3)
    expect(options(page).nth(0)).to_have_attribute("aria-selected", "true")
    composer(page).press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    composer(page).press("ArrowUp")
    composer(page).press("ArrowUp")
    expect(options(page).nth(2)).to_contain_text("@here")
    composer(page).press("Tab")
    expect(composer(page)).to_have_value("@here ")


def test_escape_closes_until_another_word_begins(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    page = chat(ada)
    go(page, room)

    composer(page).press_sequentially("@be")
    expect(options(page)).to_have_count(1)
    composer(page).press("Escape")
    expect(options(page)).to_have_count(0)
    composer(page).press_sequentially("n")
    expect(options(page)).to_have_count(0)
    composer(page).press_sequentially(" @be")
    expect(options(page)).to_have_count(1)
    composer(page).press("Escape")
    composer(page).press("Enter")
    expect(row(page, "@ben @be")).to_be_visible()


def test_a_click_chooses_and_the_text_keeps_the_focus(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    page = chat(ada)
    go(page, room)

    composer(page).press_sequentially("@b")
    options(page).first.click()
    composer(page).press_sequentially("hi")
    expect(composer(page)).to_have_value(f"@{ben.username} hi")


def test_a_finger_chooses(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    page = chat(ada, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{ada.url}/chatroom/{room['id']}")
    composer(page).tap()
    composer(page).press_sequentially("@b")
    option = options(page).first.bounding_box()
    assert option
    assert option["height"] >= 44
    options(page).first.tap()
    expect(composer(page)).to_have_value(f"@{ben.username} ")
    expect(composer(page)).to_be_focused()


def test_a_name_is_completed_in_an_old_message(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    page = chat(ada)
    go(page, room)
    say(page, "hello")
    expect(row(page, "hello")).to_have_attribute("data-state", "sent")

    composer(page).press("ArrowUp")
    expect(composer(page)).to_have_value("hello")
    composer(page).press_sequentially(" @be")
    expect(options(page)).to_have_count(1)
    composer(page).press("Tab")
    composer(page).press("Enter")

    expect(row(page, f"hello @{ben.username}")).to_contain_text("edited")


def test_a_key_that_ends_a_composition_chooses_and_sends_nothing(
    ada: Person, ben: Person, chat: Chat
) -> None:
    room = ada.make_room(members=[ben])
    page = chat(ada)
    go(page, room)
    composer(page).press_sequentially("@be")
    expect(options(page)).to_have_count(1)

    for key in ("Enter", "Tab", "ArrowDown", "Escape"):
        composer(page).dispatch_event("keydown", {"key": key, "isComposing": True, "bubbles": True})

    expect(options(page)).to_have_count(1)
    expect(composer(page)).to_have_value("@be")
    assert bodies(page) == []


def test_an_emoji_is_completed(ada: Person, ben: Person, chat: Chat) -> None:
    here, there = chat(ada), chat(ben)
    word = secrets.token_hex(4)

    composer(here).press_sequentially(f"{word} :tada")
    expect(options(here).first).to_contain_text(":tada:")
    composer(here).press("Enter")
    expect(composer(here)).to_have_value(f"{word} 🎉 ")
    composer(here).press("Enter")

    expect(row(there, word)).to_contain_text("🎉")


def test_a_room_is_pointed_to_by_a_link_that_opens_it(ada: Person, ben: Person, chat: Chat) -> None:
    word = secrets.token_hex(4)
    room = ada.make_room(f"{word} [draft]", members=[ben])
    here, there = chat(ada), chat(ben)

    composer(here).press_sequentially(f"see #{word}")
    expect(options(here)).to_have_count(1)
    composer(here).press("Enter")
    composer(here).press("Enter")

    link = row(there, f"#{word}").get_by_role("link")
    expect(link).to_have_text(f"#{room['name']}")
    link.click()
    expect(there.get_by_role("heading", level=1)).to_contain_text(str(room["name"]))
    assert there.url.endswith(f"/chatroom/{room['id']}")


def test_no_request_is_made_for_what_is_known(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    page = chat(ada)
    go(page, room)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/members" in request.url else None)

    composer(page).press_sequentially("@")
    expect(options(page)).to_have_count(3)
    composer(page).press_sequentially("be")
    expect(options(page)).to_have_count(1)
    composer(page).press("Backspace")
    composer(page).press_sequentially("e")

    expect(options(page)).to_have_count(1)
    assert len(asked) == 1


def test_the_list_fits_a_small_screen(ada: Person, chat: Chat) -> None:
    page = chat(ada, viewport={"width": 320, "height": 480})
    composer(page).press_sequentially("/")
    box = page.get_by_role("listbox", name="Commands").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 320
    field = composer(page).bounding_box()
    assert field
    assert box["y"] + box["height"] <= field["y"]


# Commands -----------------------------------------------------------------------------------------


def test_commands_are_offered_with_what_they_do(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    composer(page).press_sequentially("/to")
    expect(options(page)).to_contain_text("Say what this room is about")
    composer(page).press("Enter")
    expect(composer(page)).to_have_value("/topic ")


def test_me_and_shrug_are_messages(ada: Person, ben: Person, chat: Chat) -> None:
    here, there = chat(ada), chat(ben)
    word = secrets.token_hex(4)

    command(here, f"/me waves {word}")
    command(here, f"/shrug who knows {word}")

    expect(row(there, f"{ada.username} waves {word}")).to_be_visible()
    expect(row(there, f"who knows {word} ¯\\_(ツ)_/¯")).to_be_visible()


def test_the_topic_is_changed_for_everybody(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(members=[ben])
    here, there = chat(ada), chat(ben)
    go(here, room)
    go(there, room)

    command(here, "/topic Colours and shapes")

    expect(there.locator(".room-title")).to_contain_text("Colours and shapes")
    expect(here.locator(".composer-note")).to_have_text("The topic is changed.")
    expect(composer(here)).to_have_value("")


def test_somebody_is_invited_by_name(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room()
    here, there = chat(ada), chat(ben)
    go(here, room)

    command(here, f"/invite @{ben.username}")

    expect(there.locator(".room-link").filter(has_text=str(room["name"]))).to_be_visible()
    command(here, f"/invite {ben.username[:-1]}")
    expect(problem(here)).to_have_text(re.compile(f"Nobody here is called .* Did you mean @{ben.username}"))
    expect(composer(here)).to_have_value(f"/invite {ben.username[:-1]}")
    composer(here).press("End")
    composer(here).press_sequentially("x")
    expect(problem(here)).to_have_count(0)


def test_a_public_room_is_joined_and_left(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room(kind="public")
    page = chat(ben)

    composer(page).press_sequentially(f"/join #{room['name']}"[:-2])
    expect(options(page)).to_have_count(1)
    composer(page).press("Tab")
    composer(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(room["name"]))

    command(page, "/leave")
    page.get_by_role("dialog").get_by_role("button", name="Leave room").click()
    expect(page.locator(".room-link").filter(has_text=str(room["name"]))).to_have_count(0)


def test_a_word_in_private(ada: Person, ben: Person, chat: Chat) -> None:
    here, there = chat(ada), chat(ben)

    composer(here).press_sequentially("/msg ")
    composer(here).press_sequentially(ben.username[:-1])
    expect(options(here)).to_have_count(1)
    composer(here).press("Enter")
    composer(here).press_sequentially("just between us")
    composer(here).press("Enter")

    expect(here.get_by_role("heading", level=1)).to_contain_text(ben.username)
    expect(row(here, "just between us")).to_have_attribute("data-state", "sent")
    there.locator(".room-link").filter(has_text=ada.username).click()
    expect(row(there, "just between us")).to_be_visible()


def test_away_and_back(ada: Person, chat: Chat) -> None:
    page = chat(ada)

    def mine() -> dict[str, object]:
        presence: dict[str, object] = ada.api("GET", "/presence", params={"user": ada.id}).json()["users"][0]
        return presence

    command(page, "/away at lunch")
    expect(page.locator(".composer-note")).to_contain_text("You are shown as away.")
    assert mine() == {
        "user": ada.id,
        "state": "away",
        "status": {"emoji": "", "text": "at lunch", "expires_at": None},
    }
    command(page, "/back")
    expect(page.locator(".composer-note")).to_contain_text("here again")
    assert (mine()["state"], mine()["status"]) == ("online", None)
    command(page, "/away")
    expect(page.locator(".composer-note")).to_contain_text("away")
    command(page, "/away")
    expect(page.locator(".composer-note")).to_contain_text("here again")


def test_help_lists_the_commands(ada: Person, chat: Chat) -> None:
    page = chat(ada)
    command(page, "/help")
    help_ = page.get_by_role("region", name="Commands")
    expect(help_).to_contain_text("/msg @name text")
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)


@pytest.mark.parametrize("text", ["/nonsense", "/usr/bin/env", "/ hello"])
def test_what_is_no_command_is_not_sent(ada: Person, chat: Chat, text: str) -> None:
    page = chat(ada)
    before = bodies(page)
    command(page, text)
    expect(problem(page)).to_contain_text("There is no")
    expect(problem(page)).to_contain_text("two slashes")
    expect(composer(page)).to_have_value(text)
    assert bodies(page) == before


def test_two_slashes_begin_a_text(ada: Person, ben: Person, chat: Chat) -> None:
    here, there = chat(ada), chat(ben)
    word = secrets.token_hex(4)
    say(here, f"//usr/bin/{word}")
    expect(row(there, word).locator(".message-body")).to_have_text(f"/usr/bin/{word}")


def test_what_the_server_refuses_is_said_and_kept(ada: Person, ben: Person, chat: Chat) -> None:
    ada.api("POST", "/rooms/direct", json={"users": [ben.id]})
    page = chat(ada)
    page.locator(".room-link").filter(has_text=ben.username).click()
    command(page, "/leave")
    expect(problem(page)).to_have_text("A direct conversation cannot be left.")
    expect(composer(page)).to_have_value("/leave")


# Drafts -------------------------------------------------------------------------------------------


def test_a_draft_is_on_every_device(ada: Person, chat: Chat) -> None:
    room = ada.make_room()
    desk, phone = chat(ada), chat(ada)
    go(desk, room)

    composer(desk).press_sequentially("half a thought")

    link = phone.locator(".room-link").filter(has_text=str(room["name"]))
    expect(link.locator(".draft-mark")).to_be_visible()
    go(phone, room)
    expect(composer(phone)).to_have_value("half a thought")
    composer(phone).press("End")
    composer(phone).press_sequentially(", finished")
    expect(composer(desk)).to_have_value("half a thought, finished")
    composer(phone).press("Enter")
    expect(row(phone, "half a thought, finished")).to_be_visible()
    expect(composer(desk)).to_have_value("")

    another = chat(ada)
    expect(another.locator(".draft-mark")).to_have_count(0)


def test_a_draft_written_offline_is_saved_later(ada: Person, chat: Chat) -> None:
    room = ada.make_room()
    desk, phone = chat(ada), chat(ada)
    go(desk, room)
    go(phone, room)

    desk.context.set_offline(True)
    expect(desk.locator(".connection")).to_be_visible()
    composer(desk).press_sequentially("written in a tunnel")
    expect(composer(phone)).to_have_value("")
    desk.context.set_offline(False)

    expect(composer(phone)).to_have_value("written in a tunnel")
