"""Search over the socket: the same as over HTTP, and live."""

import secrets
from typing import Any

import pytest

from chatroom.domain import limits
from chatroom.domain.payloads.search import SearchPayload
from tests.cast import Person, made
from tests.realtime.clients import Client, send
from tests.realtime.conftest import Connect


@pytest.fixture
def word() -> str:
    return f"w{secrets.token_hex(6)}"


def connected(connect: Connect, person: Person) -> Client:
    client = connect(person)
    client.inbox.wait("welcome")
    return client


def search(client: Client, q: str, **more: Any) -> dict[str, Any]:
    """What a search that must succeed answers."""
    answer = client.call("search", {"q": q, **more})
    assert answer.pop("ok"), answer
    SearchPayload.model_validate(answer)
    return answer


def found(client: Client, q: str, **more: Any) -> list[str]:
    return [result["message"]["body"] for result in search(client, q, **more)["results"]]


def test_the_socket_finds_what_http_finds(ada: Person, connect: Connect, word: str) -> None:
    client = connected(connect, ada)
    for turn in range(5):
        send(client, f"{word} 天气 {turn}")

    for parameters in ({"q": word}, {"q": f"{word} 气", "limit": 2}, {"q": word, "order": "best"}):
        over_http = made(ada.api("GET", "/search", params=parameters))
        assert search(client, **parameters) == over_http
    assert found(client, f'"{word} 天气" from:me in:general', room=1, limit=1) == [f"{word} 天气 4"]


def test_a_message_is_found_once_it_is_acknowledged(ada: Person, connect: Connect, word: str) -> None:
    client = connected(connect, ada)

    for turn in range(10):
        message = send(client, f"{word} {turn}")
        assert [result["message"] for result in search(client, f"{word} {turn}")["results"]] == [message]


def test_who_is_removed_finds_nothing_from_then_on(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect, word: str
) -> None:
    owner, guest = connected(connect, ada), connected(connect_other, ben)
    room = ada.make_room(members=[ben])["id"]
    send(owner, word, room=room)
    assert found(guest, word) == [word]

    assert owner.call("room:remove", {"room": room, "user": ben.id})["ok"]

    assert found(guest, word) == []
    assert guest.call("search", {"q": word, "room": room})["error"]["code"] == "not_found"
    assert found(owner, word) == [word]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"q": ""},
        {"q": 1},
        {"q": "q" * (limits.SEARCH_QUERY_MAX + 1)},
        {"q": "word", "limit": "20"},
        {"q": "word", "limit": 0},
        {"q": "word", "room": 0},
        {"q": "word", "before": 5},
        {"q": "word", "before": "x"},
        {"q": "word", "order": None},
        {"q": "word", "more": True},
        {"q": "has:foo"},
    ],
)
def test_what_is_malformed_is_refused(ada: Person, connect: Connect, data: Any) -> None:
    client = connected(connect, ada)
    search(client, "word", limit=20, room=1, before="5-1-1", order="newest")

    assert client.call("search", data)["error"]["code"] == "invalid"
