"""What panels fetch comes in pages, and what changes meanwhile is in it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import act, go
from tests.cast import Person, made


def test_saved_messages_come_in_pages(ada: Person, chat: Callable[..., Page]) -> None:
    room = ada.make_room()
    for turn in range(52):
        number = ada.post(f"saved {turn}", room=room["id"])["number"]
        made(ada.api("PUT", f"/rooms/{room['id']}/messages/{number}/saved"))
    ada.post("not yet", room=room["id"])
    ada.read_everything()
    page = chat(ada)
    go(page, room)
    page.get_by_role("button", name="Saved messages").click()
    panel = page.get_by_role("complementary", name="Saved messages")
    rows = panel.get_by_role("listitem")
    expect(rows).to_have_count(50)
    panel.get_by_role("button", name="Unsave").first.click()
    expect(rows).to_have_count(49)
    panel.get_by_role("button", name="Show more").press("Enter")
    expect(rows).to_have_count(51)
    expect(panel.get_by_role("button", name="Close saved messages")).to_be_focused()
    expect(rows.last).to_contain_text("saved 0")
    expect(panel.get_by_role("button", name="Show more")).to_have_count(0)
    act(page, "not yet", "Save")
    expect(rows.first).to_contain_text("not yet")
