"""RFC 6455 over a real connection: what a client breaks ends with the code that says so."""

import struct

import pytest

from tests.transport.client import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    RSV1,
    TEXT,
    Frame,
    RawClient,
    frame,
)
from tests.transport.server import AppServer

FRAME_MAX = 1024 * 1024


def test_ping_is_answered_with_its_payload(app_server: AppServer) -> None:
    with RawClient(app_server.port).join() as client:
        client.raw(frame(PING, b"hello"))
        assert client.next_frame() == Frame(PONG, b"hello")


def test_pong_that_nobody_asked_for_is_ignored(app_server: AppServer) -> None:
    with RawClient(app_server.port).join() as client:
        client.raw(frame(PONG, b"hello"))
        client.event(1, "echo", "still here")
        assert client.answer() == (1, ["still here"])


def test_ping_between_fragments(app_server: AppServer) -> None:
    with RawClient(app_server.port).join() as client:
        client.raw(frame(TEXT, b'421["echo",', fin=False))
        client.raw(frame(PING, b"?"))
        assert client.next_frame() == Frame(PONG, b"?")
        client.raw(frame(CONTINUATION, b'"whole"]'))
        assert client.answer() == (1, ["whole"])


def test_message_in_a_hundred_fragments(app_server: AppServer) -> None:
    message = f'421["echo","{"é" * 1000}"]'.encode()
    pieces = [message[index : index + 20] for index in range(0, len(message), 20)]
    with RawClient(app_server.port).join() as client:
        client.raw(frame(TEXT, pieces[0], fin=False))
        for piece in pieces[1:]:
            client.raw(frame(CONTINUATION, piece, fin=False))
        client.raw(frame(CONTINUATION))
        assert client.answer() == (1, ["é" * 1000])


def test_message_that_arrives_byte_by_byte(app_server: AppServer) -> None:
    with RawClient(app_server.port).join() as client:
        for byte in frame(TEXT, b'421["echo","slow"]'):
            client.raw(bytes([byte]))
        assert client.answer() == (1, ["slow"])


@pytest.mark.parametrize(
    ("payload", "answer"),
    [(b"", None), (struct.pack("!H", 1000) + b"bye", 1000), (struct.pack("!H", 4321), 4321)],
    ids=["no code", "normal", "private code"],
)
def test_close_is_answered_with_the_same_code(
    app_server: AppServer, payload: bytes, answer: int | None
) -> None:
    with RawClient(app_server.port).join() as client:
        client.raw(frame(CLOSE, payload))
        assert client.close_code() == answer


def test_answers_under_way_come_before_the_close(app_server: AppServer) -> None:
    with RawClient(app_server.port).join() as client:
        client.event(1, "leave", 4001)
        assert client.close_code() == 4001


BROKEN: dict[str, tuple[bytes, int]] = {
    "unmasked": (frame(TEXT, b'42["echo"]', mask=False), 1002),
    "reserved bit": (frame(TEXT, b'42["echo"]', rsv=RSV1), 1002),
    "reserved opcode": (frame(7, b"x"), 1002),
    "continuation of nothing": (frame(CONTINUATION, b"x"), 1002),
    "message inside a message": (frame(TEXT, b"4", fin=False) + frame(TEXT, b"2"), 1002),
    "fragmented ping": (frame(PING, b"x", fin=False), 1002),
    "long ping": (frame(PING, b"x" * 126), 1002),
    "half a close code": (frame(CLOSE, b"\x03"), 1002),
    "not UTF-8": (frame(TEXT, b'42["echo","\xff"]'), 1007),
    "not UTF-8, in fragments": (frame(TEXT, b"4\xc3", fin=False) + frame(CONTINUATION, b"("), 1007),
    "too long, only claimed": (frame(TEXT, b"", length=FRAME_MAX + 1), 1009),
    "an exabyte, only claimed": (frame(BINARY, b"", length=1 << 60), 1009),
    "unknown Engine.IO packet": (frame(TEXT, b"9"), 1002),
    "a server's Engine.IO packet": (frame(TEXT, b'0{"sid":"x"}'), 1002),
    "empty Engine.IO packet": (frame(TEXT), 1002),
    "base64 packet": (frame(TEXT, b"bAAAA"), 1002),
    "not a Socket.IO packet": (frame(TEXT, b"4x"), 1002),
    "not JSON": (frame(TEXT, b'42["echo"'), 1002),
    "deep JSON": (frame(TEXT, b'42["echo",' + b"[" * 500_000), 1002),
    "unannounced binary": (frame(BINARY, b"x"), 1003),
    "the connect handler called": (frame(TEXT, b'42["connect",{},{}]'), 1008),
    "the disconnect handler called": (frame(TEXT, b'42["disconnect","x"]'), 1008),
    "a thousand attachments": (frame(TEXT, b'451000-["echo"]'), 1008),
    "text in the place of an attachment": (
        frame(TEXT, b'451-["echo",{"_placeholder":true,"num":0}]') + frame(TEXT, b'42["echo"]'),
        1002,
    ),
    "event in another namespace": (frame(TEXT, b'42/admin,["echo"]'), 1008),
}


@pytest.mark.parametrize(("data", "code"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_rule_closes_with_its_code(app_server: AppServer, data: bytes, code: int) -> None:
    with RawClient(app_server.port).join() as client:
        client.event(1, "echo", "all is well")
        assert client.answer() == (1, ["all is well"])
        client.raw(data)
        assert client.close_code() == code
    app_server.until(sockets=0, environs=0, rooms=0, binary=0, pending=0, websockets=0)


def test_nothing_behind_a_broken_rule_is_handled(own_server: AppServer) -> None:
    with RawClient(own_server.port).join() as client:
        client.event(1, "echo", "before")
        client.raw(frame(TEXT, b'42["echo","not JSON') + frame(TEXT, b'42["echo","behind"]'))
        assert client.close_code() == 1002
    assert own_server.until(sockets=0)["handled"] == ["before"]


def test_event_before_the_connect_is_refused(own_server: AppServer) -> None:
    with RawClient(own_server.port) as client:
        client.open_packet()
        client.event(1, "echo", "too early")
        assert client.close_code() == 1008
    assert own_server.until(sockets=0)["handled"] == []


def test_close_frame_arrives_although_the_client_goes_on_sending(app_server: AppServer) -> None:
    # A socket closed with unread bytes in it is reset, and what was sent to the client is lost.
    with RawClient(app_server.port).join() as client:
        client.raw(frame(TEXT, bytes(200_000), length=FRAME_MAX + 1))
        assert client.close_code() == 1009
