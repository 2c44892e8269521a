"""Connections are for signed-in people, from our own pages, for as long as they are signed in."""

import socket
from uuid import uuid4

import pytest

from tests.cast import Person, error_of
from tests.realtime.clients import send
from tests.realtime.conftest import Connect
from tests.transport.client import PING, TEXT, frame

UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}
PATH = "/socket.io/?EIO=4&transport=websocket"


def upgrade(person: Person, **headers: str) -> tuple[int, str]:
    """The status and the rest of what the server answers to a request for a WebSocket."""
    host = person.url.removeprefix("http://")
    fields = {"Host": host, "Cookie": person.cookie, **UPGRADE, **headers}
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), timeout=10) as connection:
        lines = "".join(f"{field}: {value}\r\n" for field, value in fields.items())
        connection.sendall(f"GET {PATH} HTTP/1.1\r\n{lines}\r\n".encode())
        # Refusals are plain answers, behind which the server would wait for the next request.
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65536)
        if not answer.startswith(b"HTTP/1.1 101"):
            while more := connection.recv(65536):
                answer += more
    return int(answer.split()[1]), answer.decode(errors="replace")


def test_anonymous_visitors_are_refused_before_any_websocket_exists(ada: Person, anonymous: Person) -> None:
    assert upgrade(ada)[0] == 101
    status, answer = upgrade(anonymous)
    assert status == 401
    assert '"unauthorized"' in answer


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_other_sites_cannot_use_the_cookie(ada: Person, origin: str) -> None:
    assert upgrade(ada, Origin=ada.url)[0] == 101
    status, answer = upgrade(ada, Origin=origin)
    assert status == 403
    assert '"forbidden"' in answer


def test_polling_is_refused_and_says_why(ada: Person) -> None:
    answer = ada.get("/socket.io/?EIO=4&transport=polling")
    assert answer.status_code == 400
    assert "WebSocket" in error_of(answer)["message"]


def test_logging_out_closes_the_live_connection(ada: Person, ben: Person, connect: Connect) -> None:
    leaving, staying = connect(ada), connect(ben)
    leaving.inbox.wait("welcome")
    staying.inbox.wait("welcome")
    ada.log_out()
    leaving.inbox.wait("disconnected")
    send(staying, f"still here, {uuid4()}")


def test_logging_out_in_one_browser_leaves_the_other_alone(ada: Person, connect: Connect) -> None:
    elsewhere = Person(ada.url, "ada")
    elsewhere.username = ada.username
    elsewhere.log_in()
    here, there = connect(ada), connect(elsewhere)
    here.inbox.wait("welcome")
    there.inbox.wait("welcome")
    ada.log_out()
    here.inbox.wait("disconnected")
    send(there, f"still signed in, {uuid4()}")


def test_a_dead_cookie_opens_nothing(ada: Person) -> None:
    cookie = ada.cookie
    assert upgrade(ada)[0] == 101
    ada.log_out()
    ada.http.cookies.clear()
    ada.http.headers["Cookie"] = cookie
    assert upgrade(ada, Cookie=cookie)[0] == 401


def test_an_outsider_hears_nothing_and_says_nothing(ada: Person, outsider: Person, connect: Connect) -> None:
    member, stranger = connect(ada), connect(outsider)
    assert stranger.inbox.wait("welcome")["rooms"] == []
    said = send(member, f"for members, {uuid4()}")
    member.inbox.message(said["body"])
    for event, data in (
        ("message:send", {"room": 1, "client_id": str(uuid4()), "body": "let me in"}),
        ("message:edit", {"room": 1, "number": said["number"], "body": "mine now"}),
        ("message:delete", {"room": 1, "number": said["number"]}),
        ("sync", {"room": 1, "since": 0}),
    ):
        there = stranger.call(event, data)
        nowhere = stranger.call(event, {**data, "room": 999})
        assert there["error"] == nowhere["error"], event
        assert there["error"]["code"] == "not_found"
    assert stranger.call("heads", {})["rooms"] == {}
    assert stranger.inbox.all("message") == []


def test_whoever_leaves_as_soon_as_they_come_hears_nothing_more(
    ada: Person, ben: Person, connect: Connect
) -> None:
    """The Socket.IO connect and the leaving in one segment, so that the welcome comes too late."""
    host, port = ada.url.removeprefix("http://").split(":")
    listener = connect(ben)
    listener.inbox.wait("welcome")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        lines = "".join(
            f"{field}: {value}\r\n"
            for field, value in {"Host": f"{host}:{port}", "Cookie": ada.cookie, **UPGRADE}.items()
        )
        connection.sendall(f"GET {PATH} HTTP/1.1\r\n{lines}\r\n".encode())
        received = connection.recv(65536)
        connection.sendall(frame(TEXT, b"40") + frame(TEXT, b"41"))
        while b"40{" not in received:
            received += connection.recv(65536)
        said = send(listener, f"after they left {uuid4()}")["body"]
        listener.inbox.message(said)
        # Asked and answered after the message was delivered: what was meant for it would be there.
        connection.sendall(frame(PING, b"still there?"))
        while b"still there?" not in received:
            received += connection.recv(65536)
    assert said.encode() not in received
