"""Events and answers: order, sizes, attachments, and python-socketio's own client."""

import threading

import pytest
import socketio

from tests.transport.client import BINARY, TEXT, RawClient, frame
from tests.transport.server import DEADLINE, AppServer

EVENTS = 1_000


def test_pipelined_events_are_handled_and_answered_in_order(own_server: AppServer) -> None:
    with RawClient(own_server.port).join() as client:
        client.raw(b"".join(frame(TEXT, f'42{n}["echo",{n}]'.encode()) for n in range(EVENTS)))
        assert [client.answer() for _ in range(EVENTS)] == [(n, [n]) for n in range(EVENTS)]
    assert own_server.state()["handled"] == list(range(EVENTS))


@pytest.mark.parametrize("size", [125, 126, 65_000, 66_000, 500_000, 1024 * 1024 - 20])
def test_text_of_every_size_both_ways(app_server: AppServer, size: int) -> None:
    with RawClient(app_server.port).join() as client:
        client.event(1, "echo", "x" * size)
        assert client.answer() == (1, ["x" * size])


def test_bytes_both_ways(app_server: AppServer) -> None:
    data = bytes(range(256)) * 4096
    with RawClient(app_server.port).join() as client:
        client.text('451-1["echo",{"_placeholder":true,"num":0}]')
        client.raw(frame(BINARY, data))
        assert client.next_text() == '461-1[{"_placeholder":true,"num":0}]'
        received = client.next_frame()
        assert received is not None
        assert received.opcode == BINARY
        assert received.payload == data


def test_handlers_begin_in_order_while_others_wait(own_server: AppServer) -> None:
    with RawClient(own_server.port).join() as client:
        for number in range(10):
            client.event(number, "hold", number)
        own_server.until(handled=list(range(10)))
        own_server.get("/release")
        assert [client.answer() for _ in range(10)] == [(n, [n]) for n in range(10)]


def test_events_that_are_handled_in_place_know_who_sent_them_and_keep_their_order(
    app_server: AppServer,
) -> None:
    with RawClient(app_server.port).join(name="ada") as client:
        client.raw(b"".join(frame(TEXT, f'42{n}["immediate",{n},"x"]'.encode()) for n in range(EVENTS)))
        assert [client.answer() for _ in range(EVENTS)] == [(n, [["ada", n, "x"]]) for n in range(EVENTS)]


def test_an_event_that_is_handled_in_place_needs_no_answer(app_server: AppServer) -> None:
    with RawClient(app_server.port).join() as client:
        client.text('42["immediate"]')
        client.event(1, "echo", "next")
        assert client.answer() == (1, ["next"])


def test_client_that_sends_faster_than_it_is_served_is_not_read_on(narrow_server: AppServer) -> None:
    bound, total = 8, 30
    with RawClient(narrow_server.port).join() as client:
        for number in range(total):
            client.event(number, "hold", number)
        narrow_server.until(handled=list(range(bound)))
        with RawClient(narrow_server.port).join() as other:
            other.event(1, "echo", "others go on")
            assert other.answer() == (1, ["others go on"])
        assert narrow_server.state()["handled"] == [*range(bound), "others go on"]
        narrow_server.get("/release")
        assert [client.answer()[0] for _ in range(total)] == list(range(total))


def test_python_socketio_client(app_server: AppServer) -> None:
    client = socketio.Client(reconnection=False, request_timeout=DEADLINE)
    client.connect(f"http://127.0.0.1:{app_server.port}", transports=["websocket"], auth={"name": "snake"})
    try:
        assert client.transport() == "websocket"
        assert client.call("echo", {"text": "hello"}, timeout=DEADLINE) == {"text": "hello"}
        assert client.call("echo", bytes(300_000), timeout=DEADLINE) == bytes(300_000)
        answers: list[int] = []
        done = threading.Event()

        def answered(number: int) -> None:
            answers.append(number)
            if len(answers) == EVENTS:
                done.set()

        for number in range(EVENTS):
            client.emit("echo", number, callback=answered)
        assert done.wait(DEADLINE)
        assert answers == list(range(EVENTS))
    finally:
        client.disconnect()
    disconnects = app_server.until(sockets=0)["disconnects"]
    assert [name for name, _ in disconnects].count("snake") == 1
