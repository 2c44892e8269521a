"""Connections of which one end is gone, and nobody has told the other: found by pings, within their
interval and timeout, and by nothing else."""

import select
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.cast import Person
from tests.faults.proxy import BOTH, DOWN, UP, Proxy
from tests.faults.raw import RawSocket, unheard
from tests.faults.replica import Replica
from tests.faults.vitals import Vitals
from tests.faults.wire import Connection, Ended, Json
from tests.server import Server
from tests.waiting import eventually

PING = 2  # seconds; with less, a test that has to wait for its turn answers too late
# Interval and timeout, and patience with a busy machine: without the setting it takes 45 s.
REAPED_WITHIN = PING * 1.8 + 18.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("pinging") / "data", ping_seconds=str(PING)) as running:
        yield running


def test_clients_are_told_what_is_set(server: Server, ada: Person) -> None:
    with RawSocket(ada) as opened:
        told = opened.open_packet()

    assert (told["pingInterval"], told["pingTimeout"]) == (1000 * PING, 800 * PING)


@pytest.mark.parametrize("directions", [(UP,), (DOWN,), BOTH], ids=" and ".join)
def test_a_connection_that_went_silent_is_reaped_and_one_that_answers_is_not(
    server: Server, ada: Person, directions: tuple[str, ...]
) -> None:
    vitals = Vitals(server.pid)
    alive = Connection(server.port, ada.cookie, unheard)
    alive.call("heads", {})
    with Proxy(server.port) as proxy:
        silent = Connection(proxy.port, ada.cookie, unheard)
        silent.call("heads", {})
        held = vitals.held_for_clients()
        began = time.monotonic()

        proxy.drop(*directions)
        listening = [alive, silent]
        while vitals.held_for_clients() >= held:
            assert time.monotonic() - began < REAPED_WITHIN, "a connection that nobody holds is kept"
            # Both answer every ping that they hear.
            readable, _, _ = select.select(listening, [], [], 0.05)
            for connection in readable:
                try:
                    connection.pump()
                except Ended:
                    assert connection is silent, "a connection that answers was cut off"
                    listening.remove(silent)

        assert time.monotonic() - began > PING * 0.8 * 0.9, "it had no time to answer"
        assert alive.call("heads", {})["ok"]
        silent.close()
    alive.close()
    eventually(lambda: vitals.held_for_clients() <= held - 2)


def test_whoever_went_silent_comes_back_and_is_current(server: Server, ada: Person) -> None:
    replica = Replica()

    def hear(name: str, data: Json) -> None:
        if name == "message":
            replica.hear(data)

    with Proxy(server.port) as proxy:
        reader = Connection(proxy.port, ada.cookie, hear)
        replica.version = reader.call("heads", {})["rooms"]["1"]
        proxy.drop(DOWN)
        missed = [ada.post(f"missed {number}") for number in range(3)]
        proxy.cut()
        with suppress(Ended):
            while True:
                reader.pump()
        assert replica.messages == {}, "the proxy let something through"

        proxy.resume()
        back = Connection(proxy.port, ada.cookie, hear)
        since = replica.version
        replica.take(since, back.call("sync", {"room": 1, "since": since}))

        assert list(replica.messages.values()) == missed
        back.close()
