"""The sweep: pings, half-open connections, and clients that never finish to connect."""

from time import monotonic

from tests.transport.client import TEXT, Frame, RawClient
from tests.transport.server import AppServer

INTERVAL, TIMEOUT, CONNECT = 0.4, 1.2, 0.6  # those of the hasty server
# For a busy machine; what the server does when nothing is set takes longer still.
SLACK = 8.0


def test_ping_comes_within_the_interval(hasty_server: AppServer) -> None:
    with RawClient(hasty_server.port).join() as client:
        began = monotonic()
        assert client.next_frame() == Frame(TEXT, b"2")
        assert monotonic() - began < INTERVAL + SLACK


def test_half_open_connection_is_reaped_while_others_live(hasty_server: AppServer) -> None:
    silent = RawClient(hasty_server.port).join(name="silent")
    alive = RawClient(hasty_server.port).join(name="alive")
    began = monotonic()
    pings = 0
    while ["silent", "ping timeout"] not in hasty_server.state()["disconnects"]:
        assert alive.next_frame() == Frame(TEXT, b"2")
        alive.text("3")
        pings += 1
        assert monotonic() - began < INTERVAL + TIMEOUT + SLACK
    assert pings > 0
    alive.event(1, "echo", "still here")
    assert alive.answer() == (1, ["still here"])
    silent.close()
    alive.close()
    hasty_server.until(sockets=0, environs=0, rooms=0, websockets=0)


def test_client_that_sends_other_things_than_pongs_is_alive(hasty_server: AppServer) -> None:
    with RawClient(hasty_server.port).join(name="busy") as client:
        began = monotonic()
        number = 0
        while monotonic() - began < 2 * (INTERVAL + TIMEOUT):
            found = client.next_frame()
            assert found is not None
            if found.payload == b"2":
                client.event(number, "echo", number)
                number += 1
        assert number > 1


def test_client_that_never_connects_is_closed_in_time(hasty_server: AppServer) -> None:
    with RawClient(hasty_server.port) as client:
        client.open_packet()
        began = monotonic()
        assert client.close_code() == 1008
        assert CONNECT / 2 < monotonic() - began < CONNECT + SLACK
    hasty_server.until(sockets=0, environs=0, websockets=0)


def test_client_that_leaves_the_namespace_is_closed(hasty_server: AppServer) -> None:
    with RawClient(hasty_server.port).join(name="leaver") as client:
        client.text("41")
        assert client.close_code() == 1008
    disconnects = hasty_server.until(sockets=0)["disconnects"]
    assert [reason for name, reason in disconnects if name == "leaver"] == ["client disconnect"]
