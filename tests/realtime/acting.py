"""What people of the real-time tests do again and again."""

from typing import Any
from uuid import uuid4

from tests.cast import Person
from tests.realtime.clients import Client
from tests.realtime.conftest import Connect


def connected(connect: Connect, person: Person) -> Client:
    client = connect(person)
    client.inbox.wait("welcome")
    return client


def ask(client: Client, event: str, **data: Any) -> dict[str, Any]:
    """What the server answers to a request that must succeed."""
    answer = client.call(event, data)
    assert answer["ok"], answer
    return answer


def room_made(client: Client, kind: str = "private", *members: Person) -> int:
    room: int = ask(client, "room:create", name=f"room {uuid4()}", kind=kind)["room"]["id"]
    for person in members:
        ask(client, "room:invite", room=room, user=person.id)
    return room
