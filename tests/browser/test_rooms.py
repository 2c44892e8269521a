"""Rooms in the browser: how they come, change and go while people look at them."""

import secrets
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import composer, go, room_link, row, say
from tests.cast import Person, made

Chat = Callable[..., Page]
Member = Callable[[str], Person]


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, level=1)


def unique(name: str) -> str:
    return f"{name} {secrets.token_hex(4)}"


def open_room(chat: Chat, person: Person, room: dict[str, object], **options: object) -> Page:
    page = chat(person, **options)
    go(page, room)
    return page


def from_room_menu(page: Page, item: str) -> None:
    page.get_by_role("button", name="Room menu").click()
    page.get_by_role("menuitem", name=item).click()


def add_person(page: Page, person: Person) -> None:
    """Type a name into the people finder, and take the one that is found."""
    page.get_by_role("combobox", name="Find people").fill(person.username)
    expect(page.get_by_role("option", name=person.username)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Remove {person.username}")).to_be_visible()


def test_a_private_room_is_made_and_others_are_invited_without_reloading(
    ada: Person, ben: Person, chat: Chat
) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    ben_tab = ben_page.context.new_page()
    ben_tab.goto(ben_page.url)
    expect(room_link(ben_tab, "general")).to_be_visible()
    name, text = unique("Design"), str(uuid4())
    ada_page.get_by_role("button", name="New room").click()
    ada_page.get_by_label("Name").fill(name)
    ada_page.get_by_label("Private").check()
    ada_page.get_by_label("Topic").fill("Colours")
    ada_page.keyboard.press("Enter")
    expect(heading(ada_page, f"{name} (private)")).to_be_visible()
    expect(ada_page).to_have_title(f"{name} · Chatroom")
    expect(composer(ada_page)).to_be_focused()
    say(ada_page, text)
    from_room_menu(ada_page, "Invite people")
    add_person(ada_page, ben)
    ada_page.get_by_role("button", name="Invite", exact=True).click()
    expect(ada_page.get_by_role("dialog")).to_have_count(0)
    for page in ben_page, ben_tab:
        room_link(page, name).click()
        expect(row(page, text)).to_be_visible()
    expect(ben_page.get_by_text("Colours")).to_be_visible()


def test_a_name_that_is_taken_or_too_long_is_told_beside_it(ada: Person, chat: Chat) -> None:
    taken = ada.make_room("Books", "public")["name"]
    page = chat(ada)
    page.get_by_role("button", name="New room").click()
    dialog, name = page.get_by_role("dialog"), page.get_by_label("Name")
    expect(name).to_be_focused()
    name.fill(taken)
    dialog.get_by_role("button", name="Create room").click()
    expect(name).to_have_accessible_description("There is a room of this name.")
    name.fill("x" * 70)
    expect(name).to_have_accessible_description("Too long by 6. The limit is 64 characters.")
    expect(dialog.get_by_role("button", name="Create room")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="New room")).to_be_focused()


def test_whoever_is_removed_sees_the_room_go_and_keeps_what_they_wrote(
    ada: Person, ben: Person, chat: Chat
) -> None:
    room = ada.make_room("Design", members=[ben])
    page = open_room(chat, ben, room)
    composer(page).fill("Half a thought")
    owner = open_room(chat, ada, room)
    owner.get_by_role("button", name="Members").click()
    members = owner.get_by_role("complementary", name="Members")
    members.get_by_role("button", name=f"Change {ben.username}").click()
    owner.get_by_role("menuitem", name="Remove from room").click()
    owner.keyboard.press("Escape")
    expect(owner.get_by_role("dialog")).to_have_count(0)
    expect(members.get_by_role("button", name=f"Change {ben.username}")).to_be_focused()
    owner.keyboard.press("Enter")
    owner.keyboard.press("ArrowUp")
    owner.keyboard.press("Enter")
    owner.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(members.get_by_text(ben.username)).to_have_count(0)
    expect(members.get_by_role("button", name=f"Change {ada.username}")).to_be_focused()
    # Not by what is asked for every eight seconds.
    expect(heading(page, room["name"])).to_have_count(0, timeout=4_000)
    expect(room_link(page, room["name"])).to_have_count(0)
    expect(page.get_by_text(f"You are not in {room['name']} any more.")).to_be_visible()
    expect(page.get_by_text("Half a thought")).to_be_visible()
    expect(composer(page)).to_have_value("")
    assert not page.url.endswith(f"/{room['id']}")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(composer(page)).to_be_focused()


def test_a_message_that_waited_for_a_room_that_is_gone_is_handed_back(
    ada: Person, ben: Person, chat: Chat
) -> None:
    room = ada.make_room("Design", members=[ben])
    page = open_room(chat, ben, room)
    page.context.set_offline(True)
    expect(page.get_by_test_id("connection")).to_contain_text("Offline")
    say(page, "Too late")
    expect(row(page, "Too late")).to_have_attribute("data-state", "pending")
    ada.api("DELETE", f"/rooms/{room['id']}/members/{ben.id}")
    page.context.set_offline(False)
    expect(room_link(page, room["name"])).to_have_count(0)
    expect(page.get_by_text("What you wrote there was not sent.")).to_be_visible()
    expect(page.get_by_text("Too late")).to_be_visible()


def test_two_people_have_one_direct_conversation(ada: Person, ben: Person, chat: Chat) -> None:
    ada_page, ben_page = chat(ada), chat(ben)
    for page, other in (ada_page, ben), (ben_page, ada):
        page.get_by_role("button", name="New direct message").click()
        add_person(page, other)
        page.get_by_role("button", name="Open conversation").click()
        expect(heading(page, other.username)).to_be_visible()
        expect(composer(page)).to_have_attribute("placeholder", f"Message {other.username}")
    assert ada_page.url == ben_page.url
    text = str(uuid4())
    say(ada_page, text)
    expect(row(ben_page, text)).to_be_visible()


def test_a_conversation_of_three_appears_for_all_and_is_named_after_the_others(
    ada: Person, ben: Person, member: Member, chat: Chat
) -> None:
    chen = member("chen")
    ada_page, ben_page = chat(ada), chat(ben)
    ada_page.get_by_role("button", name="New direct message").click()
    add_person(ada_page, ben)
    add_person(ada_page, chen)
    ada_page.get_by_role("button", name="Open conversation").click()
    expect(heading(ada_page, f"{ben.username}, {chen.username}")).to_be_visible()
    room_link(ben_page, f"{ada.username}, {chen.username}").click()
    ben_page.get_by_role("button", name="People").click()
    people = ben_page.get_by_role("complementary", name="People")
    expect(people.get_by_role("listitem")).to_have_count(3)
    people.get_by_role("button", name=f"Message {chen.username}").click()
    expect(heading(ben_page, chen.username)).to_be_visible()


def test_a_public_room_is_found_and_joined(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Garden", "public", topic="Everything that grows")
    page = chat(ben)
    page.get_by_role("button", name="Browse rooms").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(room["name"].upper())
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    expect(dialog.get_by_role("listitem")).to_contain_text("1 member · Everything that grows")
    dialog.get_by_role("button", name=f"Join {room['name']}").click()
    expect(heading(page, room["name"])).to_be_visible()
    expect(room_link(page, room["name"])).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Browse rooms").click()
    dialog.get_by_role("searchbox").fill(room["name"])
    expect(dialog.get_by_role("button", name=f"Open {room['name']}")).to_be_visible()
    dialog.get_by_role("searchbox").fill("no room of this name")
    expect(dialog.get_by_role("status")).to_have_text("No public room\u2019s name begins so.")


def test_more_rooms_than_a_page_can_be_browsed(member: Member, chat: Chat) -> None:
    prefix = unique("Many")
    maker = member("maker")
    for turn in range(60):
        made(maker.api("POST", "/rooms", json={"name": f"{prefix} {turn:02}", "kind": "public"}))
    page = chat(member("ada"))
    page.get_by_role("button", name="Browse rooms").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(prefix)
    expect(dialog.get_by_role("status")).to_have_text("50 rooms, and more")
    dialog.get_by_role("button", name="Show more").click()
    expect(dialog.get_by_role("status")).to_have_text("60 rooms")
    expect(dialog.get_by_role("listitem")).to_have_count(60)


def test_another_name_and_topic_show_at_once(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Design", members=[ben])
    ada_page, ben_page = open_room(chat, ada, room), open_room(chat, ben, room)
    name = unique("Colours")
    from_room_menu(ada_page, "Room settings")
    ada_page.get_by_label("Name").fill(name)
    ada_page.get_by_label("Topic").fill("Mostly blue")
    ada_page.get_by_role("button", name="Save", exact=True).click()
    expect(heading(ben_page, name)).to_be_visible()
    expect(ben_page.get_by_text("Mostly blue")).to_be_visible()
    expect(room_link(ben_page, name)).to_be_visible()
    expect(ben_page).to_have_title(f"{name} · Chatroom")


def test_who_does_not_own_a_room_changes_its_topic_alone(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Design", members=[ben])
    page = open_room(chat, ben, room)
    from_room_menu(page, "Room settings")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_be_disabled()
    expect(dialog.get_by_role("button", name="Archive")).to_have_count(0)
    dialog.get_by_label("Topic").fill("Blue")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Blue")).to_be_visible()
    page.get_by_role("button", name="Members").click()
    panel = page.get_by_role("complementary", name="Members")
    expect(panel.get_by_role("button", name=f"Message {ada.username}")).to_be_visible()
    expect(panel.get_by_role("button", name=f"Change {ada.username}")).to_have_count(0)


def test_an_archived_room_can_be_read_and_taken_up_again(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Design", members=[ben])
    ada_page, ben_page = open_room(chat, ada, room), open_room(chat, ben, room)
    text = f"before {uuid4()}"
    say(ada_page, text)
    from_room_menu(ada_page, "Room settings")
    ada_page.get_by_role("button", name="Archive").click()
    for page in ada_page, ben_page:
        expect(page.get_by_text("This room is archived.")).to_be_visible()
        expect(composer(page)).to_have_count(0)
        expect(row(page, text)).to_be_visible()
        expect(page.get_by_text("Archived (1)")).to_be_visible()
    expect(ben_page.get_by_role("button", name="Unarchive")).to_have_count(0)
    ada_page.get_by_role("button", name="Unarchive").click()
    expect(composer(ben_page)).to_be_visible()
    expect(room_link(ben_page, room["name"])).to_be_visible()


def test_the_last_owner_names_another_before_leaving(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Design", members=[ben])
    page, ben_page = open_room(chat, ada, room), open_room(chat, ben, room)
    ben_page.get_by_role("button", name="Members").click()
    from_room_menu(page, "Leave room")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Leave room").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Make somebody else one first.")
    dialog.get_by_role("button", name="Show the members").click()
    page.get_by_role("button", name=f"Change {ben.username}").click()
    page.get_by_role("menuitem", name="Make owner").click()
    # Ben sees at once what he can do now.
    expect(ben_page.get_by_role("button", name=f"Change {ada.username}")).to_be_visible()
    from_room_menu(page, "Leave room")
    dialog.get_by_role("button", name="Leave room").click()
    expect(room_link(page, room["name"])).to_have_count(0)
    expect(heading(page, "general")).to_be_visible()
    expect(page.get_by_text("any more")).to_have_count(0)


def test_jumping_by_keyboard(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Zebra")
    page = chat(ada)
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Jump to")
    expect(field).to_be_focused()
    page.keyboard.type(room["name"][:8])
    expect(page.get_by_role("option", selected=True)).to_contain_text(room["name"])
    page.keyboard.press("Enter")
    expect(heading(page, room["name"])).to_be_visible()
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("e")
    first = page.get_by_role("option", selected=True).inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).not_to_have_text(first)
    page.keyboard.press("Escape")
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type(ben.username)
    expect(page.get_by_role("option", name=ben.username)).to_be_visible()
    page.keyboard.press("Enter")
    expect(heading(page, ben.username)).to_be_visible()
    page.go_back()
    expect(heading(page, room["name"])).to_be_visible()


def test_an_archived_room_offers_nothing_that_it_would_refuse(ada: Person, chat: Chat) -> None:
    room = ada.make_room("Harbour")
    root = ada.post("the last question", room=room["id"])["number"]
    ada.post("the last answer", room=room["id"], reply_to=root)
    for what in "pin", "reactions/👍":
        made(ada.api("PUT", f"/rooms/{room['id']}/messages/{root}/{what}"))
    page = open_room(chat, ada, room)
    page.get_by_role("button", name="1 pinned message").click()
    unpin = page.get_by_role("button", name="Unpin")
    add = page.get_by_role("button", name="Add reaction")
    expect(unpin).to_be_visible()
    expect(add).to_be_visible()
    made(ada.api("PATCH", f"/rooms/{room['id']}", json={"archived": True}))
    expect(unpin).to_have_count(0)
    expect(add).to_have_count(0)
    expect(page.get_by_role("button", name="👍 1 reaction")).to_be_disabled()
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("the last answer")).to_be_visible()
    expect(thread.get_by_role("textbox")).to_have_count(0)


def test_the_members_follow_into_the_next_room(ada: Person, ben: Person, chat: Chat) -> None:
    with_ben, alone = ada.make_room("With", members=[ben]), ada.make_room("Alone")
    page = open_room(chat, ada, with_ben)
    page.get_by_role("button", name="Members").click()
    panel = page.get_by_role("complementary", name="Members")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    room_link(page, alone["name"]).click()
    expect(panel.get_by_role("listitem")).to_have_count(1)
    panel.get_by_role("button", name="Invite people").click()
    add_person(page, ben)
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(panel.get_by_role("listitem")).to_have_count(2)


def test_the_longest_names_leave_a_phone_its_width(ada: Person, chat: Chat) -> None:
    room = ada.make_room("Design")
    ada.api("PATCH", f"/rooms/{room['id']}", json={"name": unique("W" * 55)[:64], "topic": "Topic " * 83})
    page = chat(ada, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page.goto(f"{ada.url}/chatroom/{room['id']}")
    expect(page.get_by_role("button", name="Room menu")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Open the list of rooms").click()
    expect(page.get_by_role("button", name="Log out")).to_be_in_viewport(ratio=1)
    expect(page.locator(".room-link[aria-current]")).to_be_in_viewport()
    page.get_by_role("button", name="Jump to").click()
    expect(page.get_by_role("option", selected=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_long_topic_takes_nothing_from_the_name(ada: Person, chat: Chat) -> None:
    room = ada.make_room("Design", "public", topic="Topic " * 40)
    page = open_room(chat, ada, room, viewport={"width": 1280, "height": 800})
    assert heading(page, room["name"]).evaluate("title => title.scrollWidth <= title.clientWidth")
    expect(page.locator(".room-title p")).to_be_visible()


def test_on_a_phone_all_of_it_is_in_reach(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Design", members=[ben])
    page = chat(ada, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Open the list of rooms").click()
    sidebar = page.get_by_role("complementary", name="Rooms and account")
    for name in "Browse rooms", "New room", "New direct message":
        box = sidebar.get_by_role("button", name=name).bounding_box()
        assert box
        assert round(min(box["width"], box["height"]), 2) >= 44, name
    room_link(page, room["name"]).click()
    expect(sidebar).not_to_be_in_viewport()
    from_room_menu(page, "Members")
    panel = page.get_by_role("complementary", name="Members")
    panel.get_by_role("button", name=f"Message {ben.username}").click()
    expect(heading(page, ben.username)).to_be_in_viewport()
    expect(panel).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Open the list of rooms").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open the list of rooms")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Browse rooms").click()
    page.get_by_role("dialog").get_by_role("button", name="Open general").click()
    expect(heading(page, "general")).to_be_in_viewport()


def test_somebody_in_no_room_finds_one(outsider: Person, ada: Person, open_page: Callable[..., Page]) -> None:
    room = ada.make_room("Garden", "public")
    page = open_page(f"{outsider.url}/chatroom", outsider)
    expect(page.get_by_role("heading", name="You are in no room yet")).to_be_visible()
    expect(page.get_by_role("button", name="Saved messages")).to_have_count(0)
    page.get_by_role("main").get_by_role("button", name="Browse rooms").click()
    page.get_by_role("searchbox").fill(room["name"])
    page.get_by_role("button", name=f"Join {room['name']}").click()
    expect(heading(page, room["name"])).to_be_visible()
    from_room_menu(page, "Leave room")
    page.get_by_role("dialog").get_by_role("button", name="Leave room").click()
    expect(page.get_by_role("heading", name="You are in no room yet")).to_be_visible()


def test_a_link_to_a_public_room_leads_into_it(ada: Person, ben: Person, chat: Chat) -> None:
    room = ada.make_room("Books", "public")
    hint = f"look at {room['id']}"
    ada.post(f"{hint}: {ada.url}/chatroom/{room['id']}")
    page = chat(ben)
    row(page, hint).get_by_role("link", name="/chatroom/").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(room["name"])
    page.get_by_role("button", name="Join").click()
    expect(heading(page, room["name"])).to_be_visible()
    expect(room_link(page, room["name"])).to_be_visible()
    assert len(page.context.pages) == 1
