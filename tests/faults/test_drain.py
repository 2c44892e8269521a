"""SIGTERM with everybody writing: what was accepted is answered, and everybody goes on afterwards."""

import random
import threading
from collections.abc import Iterator

import pytest
import socketio

from tests.cast import Person
from tests.faults.stored import stored
from tests.faults.workload import Swarm, starting
from tests.server import Server
from tests.waiting import eventually

GOING_AWAY = 1001


def test_a_server_that_is_told_to_stop_answers_what_it_stored(
    own_server: Server, swarm: Swarm, dice: random.Random
) -> None:
    swarm.add(authors=3, readers=2)
    for _ in range(2):
        swarm.write(100 + dice.randrange(100))
        with swarm.in_background():
            assert own_server.stop() == 0
        swarm.run(lambda: all(reader.connection is None for reader in swarm.readers))

        assert [reader.codes[-1] for reader in swarm.readers] == [GOING_AWAY] * 5
        found = stored(own_server.data)
        swarm.ledger.check_stored(found)
        swarm.ledger.check_seen(found)
        there = {row.client_id for row in found.rows}
        unanswered = [entry for entry in swarm.ledger.entries.values() if entry.settled < 0]
        assert not there & {entry.client_id for entry in unanswered}, "stored, and its author not told"

        with starting(own_server):
            swarm.settle()
        swarm.compare()
        swarm.ledger.check_stored(stored(own_server.data))


@pytest.fixture
def library(own_server: Server) -> Iterator[socketio.Client]:
    """python-socketio as programs use it, which comes back by itself."""
    person = Person(own_server.url, "ada").register().log_in()
    client = socketio.Client(reconnection_delay=0.05, reconnection_delay_max=0.2)
    client.connect(own_server.url, headers={"Cookie": person.cookie}, transports=["websocket"])
    yield client
    client.disconnect()


def test_a_library_client_comes_back_by_itself_and_is_welcomed(
    own_server: Server, library: socketio.Client
) -> None:
    welcomed = threading.Event()
    library.on("welcome", lambda data: welcomed.set())
    client_id = "00000000-0000-4000-8000-000000000001"
    content = {"room": 1, "client_id": client_id, "body": "hello"}
    first = library.call("message:send", content)
    assert first["ok"]
    welcomed.clear()

    assert own_server.stop() == 0
    own_server.start()

    assert welcomed.wait(20)
    assert eventually(lambda: library.connected)
    assert library.call("message:send", content) == first
