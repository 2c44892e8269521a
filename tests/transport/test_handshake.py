"""The handshake: which requests become a WebSocket, and what the others are told."""

import json

import pytest

from tests.transport.client import TEXT, RawClient, frame, handshake
from tests.transport.server import AppServer

SAMPLE_KEY, SAMPLE_ACCEPT = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # RFC 6455 §1.3


def test_answer_is_that_of_the_standard(app_server: AppServer) -> None:
    stream, answer = handshake(app_server.port, Sec_WebSocket_Key=SAMPLE_KEY)
    stream.close()
    assert answer.status == 101
    assert f"Sec-WebSocket-Accept: {SAMPLE_ACCEPT}\r\n" in answer.head


def test_no_extension_is_accepted(app_server: AppServer) -> None:
    stream, answer = handshake(app_server.port, Sec_WebSocket_Extensions="permessage-deflate")
    stream.close()
    assert answer.status == 101
    assert "extensions" not in answer.head.lower()


def test_first_frame_is_the_open_packet_with_the_servers_intervals(app_server: AppServer) -> None:
    with RawClient(app_server.port) as client:
        opened = client.open_packet()
    assert opened["pingInterval"] == 25_000
    assert opened["pingTimeout"] == 20_000
    assert opened["maxPayload"] == 1024 * 1024
    assert opened["upgrades"] == []


REFUSED: dict[str, tuple[dict[str, str | None], int]] = {
    "no Connection": ({"Connection": None}, 400),
    "Connection that does not upgrade": ({"Connection": "keep-alive"}, 400),
    "no Upgrade": ({"Upgrade": None}, 400),
    "Upgrade to something else": ({"Upgrade": "h2c"}, 400),
    "no key": ({"Sec_WebSocket_Key": None}, 400),
    "empty key": ({"Sec_WebSocket_Key": ""}, 400),
    "short key": ({"Sec_WebSocket_Key": "c2hvcnQ="}, 400),
    "key that is not base64": ({"Sec_WebSocket_Key": "!" * 24}, 400),
    "key that is not ASCII": ({"Sec_WebSocket_Key": "é" * 12}, 400),
    "no version": ({"Sec_WebSocket_Version": None}, 400),
    "another version": ({"Sec_WebSocket_Version": "8"}, 426),
    "host that is not ASCII": ({"Host": "é.example"}, 400),
    "a body": ({"Content_Length": "2"}, 400),
    "polling": ({"path": "/socket.io/?EIO=4&transport=polling"}, 400),
    "no transport": ({"path": "/socket.io/?EIO=4"}, 400),
    "a polling session": ({"path": "/socket.io/?EIO=4&transport=websocket&sid=x"}, 400),
    "another Engine.IO": ({"path": "/socket.io/?EIO=3&transport=websocket"}, 400),
}


@pytest.mark.parametrize(("changes", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(app_server: AppServer, changes: dict[str, str | None], status: int) -> None:
    RawClient(app_server.port).close()
    stream, answer = handshake(app_server.port, **changes)  # type: ignore[arg-type]
    stream.close()
    assert answer.status == status, answer
    app_server.until(sockets=0, environs=0)


def test_another_version_is_told_which_one_to_speak(app_server: AppServer) -> None:
    stream, answer = handshake(app_server.port, Sec_WebSocket_Version="8")
    stream.close()
    assert "sec-websocket-version: 13" in answer.head.lower()


def test_refused_polling_is_told_why(app_server: AppServer) -> None:
    stream, answer = handshake(app_server.port, path="/socket.io/?EIO=4&transport=polling")
    stream.close()
    assert json.loads(answer.body)["error"]["code"] == "websocket_only"


def test_ipv6_host_is_accepted(app_server: AppServer) -> None:
    stream, answer = handshake(app_server.port, Host="[::1]:5000")
    stream.close()
    assert answer.status == 101


def test_frames_sent_right_behind_the_handshake_are_not_lost(app_server: AppServer) -> None:
    early = frame(TEXT, b"40{}") + frame(TEXT, b'421["echo","early"]')
    with RawClient(app_server.port, behind=early + frame(TEXT, b'422["echo","half"]')[:7]) as client:
        client.open_packet()
        assert client.next_text().startswith("40{")
        assert client.answer() == (1, ["early"])


def test_connections_beyond_the_bound_are_refused(tiny_server: AppServer) -> None:
    with RawClient(tiny_server.port), RawClient(tiny_server.port) as second:
        second.open_packet()
        stream, answer = handshake(tiny_server.port)
        stream.close()
        assert answer.status == 503
    tiny_server.until(sockets=0)
    RawClient(tiny_server.port).close()
