"""Rooms and who is in them, over HTTP: made, found, joined, changed, archived and left."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from chatroom.domain import limits
from chatroom.domain.payloads.rooms import ListedRoomPayload, MemberPayload, OwnRoomPayload
from tests.cast import Person, error_of, made
from tests.server import Server

ABSENT = 999_999


@pytest.fixture(scope="module")
def cleo(server: Server) -> Person:
    return Person(server.url, "cleo").register().log_in()


def room_of(person: Person, room: dict[str, Any]) -> dict[str, Any]:
    """A room as somebody has it now."""
    found: dict[str, Any] = made(person.api("GET", f"/rooms/{room['id']}"))["room"]
    return found


def rooms_of(person: Person) -> list[int]:
    return [room["id"] for room in made(person.api("GET", "/rooms"))["rooms"]]


def change(person: Person, room: dict[str, Any], **changes: Any) -> requests.Response:
    return person.api("PATCH", f"/rooms/{room['id']}", json=changes)


def join(person: Person, room: dict[str, Any]) -> requests.Response:
    return person.api("POST", f"/rooms/{room['id']}/join")


def leave(person: Person, room: dict[str, Any]) -> requests.Response:
    return person.api("POST", f"/rooms/{room['id']}/leave")


def invite(person: Person, room: dict[str, Any], other: Person) -> requests.Response:
    return person.api("POST", f"/rooms/{room['id']}/members", json={"user": other.id})


def remove(person: Person, room: dict[str, Any], other: Person) -> requests.Response:
    return person.api("DELETE", f"/rooms/{room['id']}/members/{other.id}")


def give_role(person: Person, room: dict[str, Any], other: Person, role: str) -> requests.Response:
    return person.api("PATCH", f"/rooms/{room['id']}/members/{other.id}", json={"role": role})


def direct(person: Person, *others: Person) -> dict[str, Any]:
    ids = [other.id for other in others]
    found: dict[str, Any] = made(person.api("POST", "/rooms/direct", json={"users": ids}))["room"]
    return found


def browse(person: Person, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = made(person.api("GET", "/rooms/browse", params=query))["rooms"]
    return found


def roles(person: Person, room: dict[str, Any]) -> dict[str, str]:
    members = made(person.api("GET", f"/rooms/{room['id']}/members"))["members"]
    return {member["user"]["username"]: member["role"] for member in members}


def code(answer: requests.Response) -> str:
    return str(error_of(answer)["code"])


# Making and finding -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["public", "private"])
def test_a_new_room_is_its_makers_and_nobody_elses(ada: Person, ben: Person, kind: str) -> None:
    room = ada.make_room("Design", kind, topic=" Colours\nand shapes ")

    OwnRoomPayload.model_validate(room)
    assert (room["kind"], room["topic"], room["members"]) == (kind, "Colours and shapes", None)
    assert room["membership"] == {"role": "owner", "read_number": 0, "mentions": 0, "muted": False}
    assert room_of(ada, room) == room
    assert room["id"] in rooms_of(ada)
    assert room["id"] not in rooms_of(ben)
    assert code(ben.api("GET", f"/rooms/{room['id']}")) == "not_found"


def test_only_general_is_everybodys_from_the_beginning(server: Server, ada: Person) -> None:
    ada.make_room(kind="public")

    newcomer = Person(server.url, "newcomer").register().log_in()

    assert rooms_of(newcomer) == [1]
    assert room_of(newcomer, {"id": 1})["membership"]["role"] == "member"


def test_a_name_of_a_public_room_is_taken_once_however_it_is_written(ada: Person, ben: Person) -> None:
    room = ada.make_room("Design", "public")
    again = {"name": f"  {room['name'].upper()} ", "kind": "public"}

    refused = ben.api("POST", "/rooms", json=again)

    assert code(refused) == "conflict"
    assert "name" in error_of(refused)["fields"]
    made(change(ada, room, name=f"Renamed {secrets.token_hex(4)}"))
    made(ben.api("POST", "/rooms", json=again))


def test_the_name_of_a_private_room_is_taken_for_its_members_alone(ada: Person, ben: Person) -> None:
    name = ada.make_room("Plans")["name"]
    chens = made(ben.api("POST", "/rooms", json={"name": "Chen's", "kind": "private"}))["room"]

    for kind in ("public", "private"):
        assert code(ada.api("POST", "/rooms", json={"name": name.upper(), "kind": kind})) == "conflict"
    made(change(ben, chens, name=name))
    made(change(ben, chens, name="Chen's"))
    made(ben.api("POST", "/rooms", json={"name": name, "kind": "public"}))


@pytest.mark.parametrize("name", ["", "  ", "...", "a\u200bb", "x" * (limits.ROOM_NAME_MAX + 1)])
def test_a_name_that_is_none_is_refused(ada: Person, name: str) -> None:
    answer = ada.api("POST", "/rooms", json={"name": name, "kind": "private"})

    assert code(answer) == "invalid"
    assert "name" in error_of(answer)["fields"]


def test_public_rooms_are_listed_with_whether_one_is_in_them(ada: Person, ben: Person) -> None:
    word = secrets.token_hex(6)
    public, private = ada.make_room(f"{word} public", "public"), ada.make_room(f"{word} private")

    [listed] = browse(ben, q=word.upper())

    ListedRoomPayload.model_validate(listed)
    assert (listed["id"], listed["member_count"], listed["joined"]) == (public["id"], 1, False)
    made(join(ben, public))
    [listed] = browse(ben, q=word)
    assert (listed["member_count"], listed["joined"]) == (2, True)
    assert private["id"] not in [room["id"] for room in browse(ada, q=word)]


def test_the_list_comes_in_pages_in_the_order_of_names(ada: Person) -> None:
    word = secrets.token_hex(6)
    names = sorted(ada.make_room(f"{word} {letter}", "public")["name"] for letter in "cab")

    first = browse(ada, q=word, limit=2)
    rest = browse(ada, q=word, limit=2, after=first[-1]["name"])

    assert [room["name"] for room in [*first, *rest]] == names
    assert [len(first), len(rest)] == [2, 1]


@pytest.mark.parametrize("path", ["/rooms/browse", "/users", "/rooms/1/members"])
@pytest.mark.parametrize("limit", ["0", "-1", "x", str(limits.LISTING_MAX + 1)])
def test_a_list_is_bounded(ada: Person, path: str, limit: str) -> None:
    assert len(next(iter(made(ada.api("GET", path, params={"limit": "1"})).values()))) == 1
    assert code(ada.api("GET", path, params={"limit": limit})) == "invalid"


def test_people_are_found_by_the_beginning_of_their_name(ada: Person, ben: Person) -> None:
    def found(q: str) -> list[str]:
        users = made(ada.api("GET", "/users", params={"q": q}))["users"]
        return [user["username"] for user in users]

    assert found(ben.username) == found(ben.username.upper()) == [ben.username]
    assert ben.username in found("be")
    assert ada.username not in found("be")
    assert found("%") == found("_") == found("nobody is called that") == []


def test_members_are_found_by_the_beginning_of_their_name(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])
    stranger = Person(ada.url, "ben").register().log_in()

    def found(**query: str) -> list[str]:
        members = made(ada.api("GET", f"/rooms/{room['id']}/members", params=query))["members"]
        return [member["user"]["username"] for member in members]

    assert found() == [ada.username, ben.username]
    assert found(q="") == found()
    assert found(q=ben.username) == found(q=ben.username.upper()) == [ben.username]
    assert found(q="be") == [ben.username]
    assert found(q=stranger.username) == found(q="%") == found(q="_") == []
    made(invite(ada, room, stranger))
    assert found(q="ben") == sorted([ben.username, stranger.username])
    assert found(q="ben", limit="1") == sorted([ben.username, stranger.username])[:1]


def test_members_by_name_come_in_one_page_and_to_members_alone(ada: Person, ben: Person) -> None:
    room = ada.make_room()
    place = f"/rooms/{room['id']}/members"
    assert code(ada.api("GET", place, params={"q": "a", "after": "1"})) == "invalid"
    assert code(ada.api("GET", place, params={"q": "a\0"})) == "invalid"
    assert code(ben.api("GET", place, params={"q": "a"})) == "not_found"


# Coming -------------------------------------------------------------------------------------------


def test_a_public_room_is_read_by_those_who_join(ada: Person, ben: Person) -> None:
    room = ada.make_room(kind="public")
    said = ada.post("before", room=room["id"])
    place = f"/rooms/{room['id']}"
    for path in (place, f"{place}/messages", f"{place}/changes?since=0", f"{place}/members"):
        assert code(ben.api("GET", path)) == "not_found"
    assert code(ben.try_to_post(room=room["id"])) == "not_found"

    joined = made(join(ben, room))["room"]

    assert joined["membership"] == {
        "role": "member",
        "read_number": said["number"],
        "mentions": 0,
        "muted": False,
    }
    assert ben.api("GET", f"{place}/messages").json()["messages"] == [said]
    assert made(join(ben, room))["room"] == joined, "once more does no harm"
    assert roles(ben, room) == {ada.username: "owner", ben.username: "member"}


def test_a_private_room_is_not_there_for_whoever_is_not_invited(ada: Person, ben: Person) -> None:
    room = ada.make_room()

    assert join(ben, room).json() == join(ben, {"id": ABSENT}).json()
    assert code(join(ben, room)) == "not_found"
    assert code(invite(ben, room, ben)) == "not_found"


def test_any_member_invites(ada: Person, ben: Person, cleo: Person) -> None:
    room = ada.make_room(members=[ben])

    invited = made(invite(ben, room, cleo))["member"]

    MemberPayload.model_validate(invited)
    assert (invited["user"]["username"], invited["role"]) == (cleo.username, "member")
    assert room_of(cleo, room)["membership"]["role"] == "member"
    assert made(invite(ben, room, ada))["member"]["role"] == "owner", "who is there stays what they are"
    assert code(ada.api("POST", f"/rooms/{room['id']}/members", json={"user": ABSENT})) == "not_found"


def test_members_come_in_pages(ada: Person, ben: Person, cleo: Person) -> None:
    room = ada.make_room(members=[ben, cleo])
    path = f"/rooms/{room['id']}/members"

    first = made(ada.api("GET", path, params={"limit": 2}))["members"]
    rest = made(ada.api("GET", path, params={"limit": 2, "after": first[-1]["user"]["id"]}))["members"]

    assert [member["user"]["id"] for member in [*first, *rest]] == sorted([ada.id, ben.id, cleo.id])


# Changing -----------------------------------------------------------------------------------------


def test_an_owner_changes_a_room_and_a_member_its_topic(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])
    name = f"Renamed {secrets.token_hex(4)}"

    assert made(change(ada, room, name=name))["room"]["name"] == name
    assert made(change(ben, room, topic="Shapes"))["room"]["topic"] == "Shapes"

    for changes in ({"name": "Mine"}, {"archived": True}, {"topic": "Mine", "archived": False}):
        assert code(change(ben, room, **changes)) == "forbidden"
    found = room_of(ada, room)
    assert (found["name"], found["topic"], found["archived"]) == (name, "Shapes", False)
    assert code(change(ada, room)) == "invalid"


def test_an_archived_room_is_read_and_not_written(ada: Person, ben: Person, cleo: Person) -> None:
    room = ada.make_room(kind="public", members=[ben])
    said = ada.post("before", room=room["id"])
    message = f"/rooms/{room['id']}/messages/{said['number']}"
    assert made(change(ada, room, archived=True))["room"]["archived"]

    assert ben.api("GET", f"/rooms/{room['id']}/messages").json()["messages"] == [said]
    refused = [
        ada.try_to_post(room=room["id"]),
        ada.api("PATCH", message, json={"body": "after"}),
        ada.api("DELETE", message),
        change(ada, room, topic="after"),
        invite(ada, room, cleo),
        join(cleo, room),
    ]
    assert {code(answer) for answer in refused} == {"conflict"}
    assert all("archived" in error_of(answer)["message"] for answer in refused)
    assert code(cleo.try_to_post(room=room["id"])) == "not_found", "as before"
    assert room["id"] not in [listed["id"] for listed in browse(ada, q=room["name"])]

    made(change(ada, room, archived=False, topic="again"))
    assert ada.post("after", room=room["id"])["number"] == said["number"] + 1


def test_nobody_owns_general(ada: Person, ben: Person) -> None:
    general = {"id": 1}

    assert code(change(ada, general, name="Mine")) == "forbidden"
    assert code(remove(ada, general, ben)) == "forbidden"
    assert code(give_role(ada, general, ada, "owner")) == "forbidden"


# Going --------------------------------------------------------------------------------------------


def test_who_leaves_is_out(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])
    assert room["id"] in rooms_of(ben)

    assert leave(ben, room).status_code == 204

    assert room["id"] not in rooms_of(ben)
    assert code(leave(ben, room)) == "not_found"


def test_the_last_owner_stays_until_there_is_another(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])
    for refused in (leave(ada, room), give_role(ada, room, ada, "member")):
        assert code(refused) == "conflict"
        assert "owner" in error_of(refused)["message"]

    assert made(give_role(ada, room, ben, "owner"))["member"]["role"] == "owner"
    made(leave(ada, room))

    assert roles(ben, room) == {ben.username: "owner"}


def test_an_owner_can_become_a_member_again(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])
    made(give_role(ada, room, ben, "owner"))

    made(give_role(ben, room, ada, "member"))

    assert code(change(ada, room, name="Mine")) == "forbidden"


def test_the_last_of_all_may_leave_and_the_name_is_free(ada: Person, ben: Person) -> None:
    room = ada.make_room()

    made(leave(ada, room))

    assert code(join(ada, room)) == "not_found"
    made(ben.api("POST", "/rooms", json={"name": room["name"], "kind": "private"}))


def test_the_first_in_a_public_room_that_all_have_left_owns_it(ada: Person, ben: Person) -> None:
    room = ada.make_room(kind="public")
    made(leave(ada, room))

    assert made(join(ben, room))["room"]["membership"]["role"] == "owner"
    assert made(join(ada, room))["room"]["membership"]["role"] == "member"


def test_who_is_removed_sees_nothing_any_more(ada: Person, ben: Person) -> None:
    room = ada.make_room(members=[ben])
    file = ada.upload(b"hello")
    ada.post("with a file", room=room["id"], files=[file["id"]])
    mine = ben.post("mine", room=room["id"])
    assert ben.get(file["url"]).status_code == 200

    assert remove(ada, room, ben).status_code == 204

    place = f"/rooms/{room['id']}"
    for path in (place, f"{place}/messages", f"{place}/changes?since=0", f"{place}/members"):
        assert code(ben.api("GET", path)) == "not_found"
    assert ben.get(file["url"]).status_code == 404
    assert code(ben.try_to_post(room=room["id"])) == "not_found"
    assert code(ben.try_to_post("mine", room=room["id"], client_id=mine["client_id"])) == "not_found"
    assert code(ben.api("DELETE", f"{place}/messages/{mine['number']}")) == "not_found"
    assert code(remove(ada, room, ben)) == "not_found"
    made(invite(ada, room, ben))
    assert ben.post("again", room=room["id"])["number"] == 3


def test_only_owners_remove_and_never_themselves(ada: Person, ben: Person, cleo: Person) -> None:
    room = ada.make_room(members=[ben, cleo])

    assert code(remove(ben, room, cleo)) == "forbidden"
    assert code(remove(ada, room, ada)) == "conflict"
    assert len(roles(ada, room)) == 3


# Direct conversations -----------------------------------------------------------------------------


def test_a_direct_conversation_is_found_by_its_people(ada: Person, ben: Person, cleo: Person) -> None:
    room = direct(ada, ben)

    OwnRoomPayload.model_validate(room)
    assert (room["kind"], room["name"]) == ("direct", "")
    assert [user["username"] for user in room["members"]] == [ada.username, ben.username]
    assert direct(ada, ben, ada, ben)["id"] == direct(ben, ada)["id"] == room["id"]
    group = direct(cleo, ben, ada)
    assert group["id"] == direct(ada, cleo, ben)["id"] != room["id"]
    in_list = [found for found in made(ben.api("GET", "/rooms"))["rooms"] if found["id"] == group["id"]]
    assert in_list == [room_of(ben, group)]
    assert [user["id"] for user in in_list[0]["members"]] == [ada.id, ben.id, cleo.id]
    assert ben.post("hello", room=room["id"])["number"] == 1
    assert code(cleo.try_to_post(room=room["id"])) == "not_found"


def test_two_who_begin_a_conversation_at_once_are_in_the_same(server: Server) -> None:
    people = [Person(server.url, name).register().log_in() for name in ("dora", "emil")]
    ids = [person.id for person in people]
    tokens = [person.csrf_token() for person in people]

    def begin(turn: int) -> int:
        person, other, token = people[turn % 2], ids[1 - turn % 2], tokens[turn % 2]
        answer = requests.post(
            f"{person.url}/api/v1/rooms/direct",
            json={"users": [other]},
            headers={"Cookie": person.cookie, "X-CSRFToken": token},
            timeout=30,
        )
        room: int = made(answer)["room"]["id"]
        return room

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(begin, range(16)))

    assert len(found) == 1
    assert rooms_of(people[0]) == rooms_of(people[1]) == [1, *found]


def test_a_direct_conversation_keeps_its_people(ada: Person, ben: Person, cleo: Person) -> None:
    room = direct(ada, ben)

    assert code(leave(ada, room)) == "conflict"
    assert code(invite(ada, room, cleo)) == "conflict"
    assert code(remove(ada, room, ben)) == "forbidden"
    assert code(give_role(ada, room, ben, "owner")) == "forbidden"
    assert code(change(ada, room, name="Ours")) == "forbidden"
    assert code(join(cleo, room)) == "not_found"
    assert made(change(ada, room, topic="Lunch"))["room"]["topic"] == "Lunch"
    assert len(room_of(ben, room)["members"]) == 2


def test_a_direct_conversation_has_two_to_ten_people_who_are_there(ada: Person, ben: Person) -> None:
    def refused(*users: int) -> str:
        return code(ada.api("POST", "/rooms/direct", json={"users": users}))

    assert refused() == refused(ada.id) == "invalid"
    assert refused(*range(ABSENT, ABSENT + limits.DIRECT_MEMBERS_MAX)) == "invalid"
    assert refused(ben.id, ABSENT) == "not_found"
