"""How connections end, once each, and that nothing of them is left."""

import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatroom.realtime.transport.workers import IDLE_MAX
from tests.transport.client import CLOSE, TEXT, RawClient, frame
from tests.transport.server import AppServer

NOTHING_LEFT = {"sockets": 0, "environs": 0, "rooms": 0, "binary": 0, "pending": 0, "websockets": 0}
MANY = 200


def disconnects_of(name: str, state: Any) -> list[str]:
    return [reason for found, reason in state["disconnects"] if found == name]


def reset(client: RawClient) -> None:
    client.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def test_idle_connections_keep_no_greenlet(own_server: AppServer) -> None:
    before = own_server.state()

    def few(greenlets: int) -> bool:
        return greenlets - IDLE_MAX <= int(before["greenlets"])

    clients = [RawClient(own_server.port).join() for _ in range(MANY)]
    idle = own_server.until(sockets=MANY, websockets=MANY, greenlets=few)
    assert idle["files"] == before["files"] + MANY
    for client in clients:
        client.close()
    own_server.until(**NOTHING_LEFT, greenlets=few, files=before["files"])


def leave_half_a_frame(client: RawClient) -> None:
    client.raw(frame(TEXT, b"x", length=1000))
    client.close()


def leave_half_a_binary_event(client: RawClient) -> None:
    client.text('451-["echo",{"_placeholder":true,"num":0}]')
    client.close()


def leave_politely(client: RawClient) -> None:
    client.text("41")
    client.close()


ENDINGS: dict[str, tuple[Callable[[RawClient], object], str]] = {
    "end of stream": (lambda client: client.close(), "transport close"),
    "reset": (reset, "transport error"),
    "close frame": (lambda client: client.raw(frame(CLOSE, b"\x03\xe8")), "transport close"),
    "Engine.IO close": (lambda client: client.text("1"), "client disconnect"),
    "Socket.IO disconnect": (leave_politely, "client disconnect"),
    "broken rule": (lambda client: client.raw(frame(TEXT, b"x", mask=False)), "transport error"),
    "the server's close": (lambda client: client.event(1, "leave", 1000), "server disconnect"),
    "in the middle of a frame": (leave_half_a_frame, "transport close"),
    "in the middle of a binary event": (leave_half_a_binary_event, "transport close"),
}


@pytest.mark.parametrize(("end", "reason"), ENDINGS.values(), ids=ENDINGS.keys())
def test_every_ending_disconnects_once_and_leaves_nothing(
    app_server: AppServer, end: Callable[[RawClient], object], reason: str, request: pytest.FixtureRequest
) -> None:
    name = request.node.name
    client = RawClient(app_server.port).join(name=name)
    assert disconnects_of(name, app_server.until(sockets=1)) == []
    end(client)
    app_server.until(sockets=0)
    client.close()
    assert disconnects_of(name, app_server.until(**NOTHING_LEFT)) == [reason]


def test_client_that_never_joined_is_not_disconnected(app_server: AppServer) -> None:
    client = RawClient(app_server.port)
    client.open_packet()
    before = app_server.until(sockets=1)["disconnects"]
    client.close()
    assert app_server.until(**NOTHING_LEFT)["disconnects"] == before


def test_client_that_is_refused_leaves_nothing(own_server: AppServer) -> None:
    with RawClient(own_server.port) as client:
        client.open_packet()
        client.text('40{"refuse":true}')
        assert client.next_text().startswith("44")
    state = own_server.until(**NOTHING_LEFT)
    assert state["connects"] == ["nobody"]
    assert state["disconnects"] == []


def test_connect_handler_that_fails_closes_and_leaves_nothing(own_server: AppServer) -> None:
    with RawClient(own_server.port) as client:
        client.open_packet()
        client.text('40{"fail":true}')
        assert client.close_code() == 1011
    assert own_server.until(**NOTHING_LEFT)["disconnects"] == []
    assert "as the test wished" in own_server.log()


def test_client_that_goes_while_it_joins_is_disconnected_after_it_joined(own_server: AppServer) -> None:
    client = RawClient(own_server.port)
    client.open_packet()
    client.text('40{"name":"ada","wait":true}')
    own_server.until(connects=["ada"])
    client.close()
    assert own_server.state()["disconnects"] == []
    own_server.get("/release")
    assert own_server.until(**NOTHING_LEFT)["disconnects"] == [["ada", "transport close"]]


def test_connection_cut_while_it_joins_leaves_nothing(own_server: AppServer) -> None:
    client = RawClient(own_server.port)
    client.open_packet()
    client.text('40{"name":"ada","wait":true}')
    own_server.until(connects=["ada"])
    own_server.get("/push-bytes?size=50000000")  # far over what may wait: the connection is cut
    own_server.get("/release")
    assert own_server.until(**NOTHING_LEFT)["disconnects"] == [["ada", "transport error"]]
    client.close()


def test_slow_reader_is_cut_while_others_go_on(own_server: AppServer) -> None:
    count, size, batch = 5_000, 8_000, 8
    slow = RawClient(own_server.port)
    slow.stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    slow.join(name="slow")
    quick = RawClient(own_server.port).join(name="quick")
    received: list[bytes] = []

    def read() -> None:
        while len(received) < count:
            found = quick.next_frame()
            if found is None:
                return
            received.append(found.payload[:8])

    reader = threading.Thread(target=read)
    reader.start()
    own_server.get(f"/push?count={count}&size={size}&batch={batch}")
    reader.join()
    assert received == [f"{number:08d}".encode() for number in range(count)]
    assert own_server.until(sockets=1)["disconnects"] == [["slow", "transport error"]]
    quick.event(1, "echo", "still here")
    assert quick.answer() == (1, ["still here"])

    intact = []
    while (found := slow.next_frame()) is not None:
        assert len(found.payload) == size
        intact.append(found.payload[:8])
    assert intact == [f"{number:08d}".encode() for number in range(len(intact))]
    assert 0 < len(intact) < count
    slow.close()
    quick.close()
    own_server.until(**NOTHING_LEFT)


def test_shutdown_does_not_wait_for_idle_connections(tmp_path: Path) -> None:
    with AppServer(tmp_path) as server:
        client = RawClient(server.port).join()
    assert client.next_frame() is None
    client.close()
