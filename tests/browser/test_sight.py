"""What is new in rooms beyond the edges of the list is hinted at."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import room_link
from tests.cast import Person

Chat = Callable[..., Page]
LOW = {"viewport": {"width": 1280, "height": 500}}


def hint(page: Page, way: str) -> Locator:
    return page.get_by_role("button", name=f"further {way}")


def scroll(page: Page, where: str) -> None:
    page.locator(".rooms").evaluate(f"list => list.scrollTop = {where}")


def test_rooms_out_of_sight_are_counted_and_led_to(ada: Person, ben: Person, chat: Chat) -> None:
    rooms = [ada.make_room(f"{place:02}", members=[ben]) for place in range(20)]
    page = chat(ada, **LOW)
    # The open room stands at the end.
    scroll(page, "0")
    expect(hint(page, "down")).to_have_count(0)

    ben.post("news", room=rooms[10]["id"])
    ben.post(f"@{ada.username}", room=rooms[18]["id"])

    expect(hint(page, "down")).to_have_accessible_name("2 unread rooms further down, 1 mention of you")
    expect(hint(page, "down").locator(".unread-mentions")).to_have_text("@1")
    hint(page, "down").press("Enter")
    expect(room_link(page, rooms[10]["name"])).to_be_focused()
    expect(room_link(page, rooms[10]["name"])).to_be_in_viewport(ratio=1)
    expect(hint(page, "down")).to_have_accessible_name("1 unread room further down, 1 mention of you")
    hint(page, "down").click()
    expect(room_link(page, rooms[18]["name"])).to_be_in_viewport(ratio=1)
    expect(hint(page, "down")).to_have_count(0)
    expect(hint(page, "up")).to_have_accessible_name("1 unread room further up")
    hint(page, "up").click()
    expect(room_link(page, rooms[10]["name"])).to_be_in_viewport(ratio=1)
    expect(hint(page, "up")).to_have_count(0)


def test_a_leap_over_a_room_changes_its_side(ada: Person, ben: Person, chat: Chat) -> None:
    rooms = [ada.make_room(f"{place:02}", members=[ben]) for place in range(30)]
    page = chat(ada, **LOW)
    # The open room stands at the end.
    scroll(page, "0")
    ben.post("news", room=rooms[15]["id"])
    expect(hint(page, "down")).to_have_accessible_name("1 unread room further down")
    scroll(page, "list.scrollHeight")
    expect(hint(page, "up")).to_have_accessible_name("1 unread room further up")
    expect(hint(page, "down")).to_have_count(0)
    scroll(page, "0")
    expect(hint(page, "down")).to_be_visible()
    expect(hint(page, "up")).to_have_count(0)
    ada.read_everything()
    expect(hint(page, "down")).to_have_count(0)


def test_at_the_ends_of_the_list_nothing_is_out_of_sight(ada: Person, ben: Person, chat: Chat) -> None:
    rooms = [ada.make_room(f"{place:02}", members=[ben]) for place in range(20)]
    page = chat(ada, **LOW)
    # The open room stands at the end.
    scroll(page, "0")
    ben.post("first", room=rooms[0]["id"])
    ben.post("last", room=rooms[-1]["id"])
    expect(hint(page, "down")).to_have_accessible_name("1 unread room further down")
    scroll(page, "list.scrollHeight")
    expect(hint(page, "up")).to_have_accessible_name("1 unread room further up")
    expect(hint(page, "down")).to_have_count(0)
    scroll(page, "0")
    expect(hint(page, "up")).to_have_count(0)


def test_what_one_has_saved_is_reached_from_anywhere_in_the_list(ada: Person, chat: Chat) -> None:
    for place in range(20):
        ada.make_room(f"{place:02}")
    page = chat(ada, **LOW)
    scroll(page, "list.scrollHeight")
    page.get_by_role("button", name="Saved messages").click()
    expect(page.get_by_role("complementary", name="Saved messages")).to_be_visible()
