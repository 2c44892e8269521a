"""Who gets what from every event: a matrix, in which a new event must have an entry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest

from chatroom.realtime.handlers import Handlers
from tests.cast import Person, made
from tests.realtime.clients import PythonClient
from tests.server import Server

ROLES = ("owner", "member", "outsider")
OK, MISSING, FORBIDDEN, CONFLICT = "ok", "not_found", "forbidden", "conflict"
NOWHERE = 2**52


@dataclass(frozen=True)
class Scene:
    """A room of the owner and the member, with a message of the owner's, which has a file."""

    room: int
    number: int
    owner: int
    member: int
    outsider: int


def of_room(**more: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"room": scene.room, **more}


def of_message(**more: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"room": scene.room, "number": scene.number, **more}


def of_oneself(**data: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda _scene: data


# What each role is answered, in the order of ROLES, and what is asked.
EXPECTED: dict[str, tuple[tuple[str, str, str], Callable[[Scene], dict[str, Any]]]] = {
    "message:send": ((OK, OK, MISSING), of_room(body="hello")),
    "message:edit": ((OK, FORBIDDEN, MISSING), of_message(body="changed")),
    "message:delete": ((OK, FORBIDDEN, MISSING), of_message()),
    "message:get": ((OK, OK, MISSING), lambda scene: {"room": scene.room, "numbers": [scene.number]}),
    "message:history": ((OK, OK, MISSING), of_message()),
    "message:thread": ((OK, OK, MISSING), of_message()),
    "message:pin": ((OK, OK, MISSING), of_message()),
    "message:unpin": ((OK, OK, MISSING), of_message()),
    "message:save": ((OK, OK, MISSING), of_message()),
    "message:unsave": ((OK, OK, MISSING), of_message()),
    "saved:list": ((OK, OK, OK), of_oneself()),
    "reaction:add": ((OK, OK, MISSING), of_message(emoji="👍")),
    "reaction:remove": ((OK, OK, MISSING), of_message(emoji="👍")),
    "reaction:list": ((OK, OK, MISSING), of_message()),
    "sync": ((OK, OK, MISSING), of_room(since=0)),
    "heads": ((OK, OK, OK), of_oneself()),
    "read": ((OK, OK, MISSING), of_message()),
    "unread": ((OK, OK, MISSING), of_message()),
    "read:all": ((OK, OK, OK), of_oneself()),
    "draft:save": ((OK, OK, MISSING), of_room(body="I thi")),
    "draft:list": ((OK, OK, OK), of_oneself()),
    "file:upload": ((OK, OK, OK), of_oneself(name="notes.txt", type="text/plain", data=b"notes")),
    "typing": ((OK, OK, MISSING), of_room()),
    "presence:watch": ((OK, OK, OK), lambda scene: {"users": [scene.owner]}),
    "presence:idle": ((OK, OK, OK), of_oneself(idle=True)),
    "away:set": ((OK, OK, OK), of_oneself(away=True)),
    "status:set": ((OK, OK, OK), of_oneself(emoji="🌴", text="On holiday")),
    "search": ((OK, OK, MISSING), of_room(q="hello")),
    "room:create": ((OK, OK, OK), lambda _scene: {"name": f"made {uuid4()}", "kind": "private"}),
    "room:direct": ((OK, OK, OK), lambda scene: {"users": [scene.owner, scene.member]}),
    "room:update": ((OK, FORBIDDEN, MISSING), of_room(archived=True)),
    "room:join": ((OK, OK, MISSING), of_room()),
    "room:leave": ((CONFLICT, OK, MISSING), of_room()),
    "room:pins": ((OK, OK, MISSING), of_room()),
    "room:invite": ((OK, OK, MISSING), lambda scene: {"room": scene.room, "user": scene.outsider}),
    "room:remove": ((OK, FORBIDDEN, MISSING), lambda scene: {"room": scene.room, "user": scene.member}),
    "room:role": (
        (OK, FORBIDDEN, MISSING),
        lambda scene: {"room": scene.room, "user": scene.member, "role": "owner"},
    ),
    "room:mute": ((OK, OK, MISSING), of_room(muted=True)),
}

# Where a direct conversation is another matter: nobody owns it, and it keeps its people.
IN_DIRECT: dict[str, tuple[str, str, str]] = {
    "room:update": (FORBIDDEN, FORBIDDEN, MISSING),
    "room:leave": (CONFLICT, CONFLICT, MISSING),
    "room:invite": (CONFLICT, CONFLICT, MISSING),
    "room:remove": (FORBIDDEN, FORBIDDEN, MISSING),
    "room:role": (FORBIDDEN, FORBIDDEN, MISSING),
}


def events() -> set[str]:
    handlers = Handlers(**{field.name: Mock() for field in fields(Handlers)})
    return {*handlers.writes(), *handlers.questions(), *handlers.of_connections()}


def hidden() -> list[str]:
    """Events about a room that the outsider may not see."""
    return [event for event, (expected, _) in EXPECTED.items() if expected[2] == MISSING]


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, Person]:
    return {role: Person(server.url, role).register().log_in() for role in ROLES}


@pytest.fixture(scope="module")
def clients(people: dict[str, Person]) -> Iterator[dict[str, PythonClient]]:
    opened = {role: PythonClient(person) for role, person in people.items()}
    for client in opened.values():
        client.inbox.wait("welcome")
    yield opened
    for client in opened.values():
        client.close()


@pytest.fixture
def kind() -> str:
    return "private"


@pytest.fixture
def scene(people: dict[str, Person], kind: str) -> Scene:
    """A room with a new message: most events change one or the other, so a private one is new, too."""
    owner, member, outsider = (people[role] for role in ROLES)
    if kind == "direct":
        room = made(owner.api("POST", "/rooms/direct", json={"users": [member.id]}))["room"]["id"]
    else:
        room = owner.make_room(members=[member])["id"]
    number = owner.post("hello", room=room, files=[owner.upload(b"notes")["id"]])["number"]
    return Scene(room, number, owner.id, member.id, outsider.id)


def ask(client: PythonClient, event: str, scene: Scene) -> dict[str, Any]:
    data = EXPECTED[event][1](scene)
    if event == "message:send":
        data |= {"client_id": str(uuid4())}
    return client.call(event, data)


def test_every_event_is_in_the_matrix() -> None:
    assert set(EXPECTED) == events()


@pytest.mark.parametrize("kind", ["private", "direct"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("event", EXPECTED)
def test_everybody_gets_what_they_may(
    clients: dict[str, PythonClient], scene: Scene, kind: str, event: str, role: str
) -> None:
    expected = IN_DIRECT.get(event, EXPECTED[event][0]) if kind == "direct" else EXPECTED[event][0]

    answer = ask(clients[role], event, scene)

    assert (OK if answer["ok"] else answer["error"]["code"]) == expected[ROLES.index(role)]


@pytest.mark.parametrize("event", hidden())
def test_a_room_that_one_may_not_see_is_answered_like_one_that_is_not_there(
    clients: dict[str, PythonClient], scene: Scene, event: str
) -> None:
    nowhere = Scene(NOWHERE, 1, scene.owner, scene.member, scene.outsider)

    assert ask(clients["outsider"], event, scene) == ask(clients["outsider"], event, nowhere)


def test_who_is_not_signed_in_can_send_no_event_at_all(server: Server) -> None:
    client = PythonClient(Person(server.url, "anonymous"))

    assert client.inbox.wait("refused")
    assert client.inbox.all("welcome") == []
