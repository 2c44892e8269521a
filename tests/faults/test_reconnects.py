"""Everybody at once: a server that was killed comes back, and so do all who were on it.

What the browser does about it, waiting ever longer and never in step with others, is in
client/test/format.test.ts ("a backoff grows, is jittered, and ends").
"""

import base64
import json
import os
import socket
import statistics
import threading
import time
from uuid import uuid4

from tests.cast import Person
from tests.faults.figures import figures
from tests.faults.raw import port_of, unheard
from tests.faults.replica import Replica
from tests.faults.vitals import LONG, Vitals, percentile
from tests.faults.wire import Connection
from tests.faults.workload import fetch
from tests.server import Server
from tests.transport.client import DEADLINE, TEXT, RawClient, frame

CLIENTS = 1_000 if LONG else 150
ACCOUNTS = 2
BEFORE, MEANWHILE = 30, 40  # messages
CURRENT_WITHIN = 45.0  # seconds; a second or two where nothing else runs


class Returning(RawClient):
    """A client that has said all it has to say before the server has answered the first of it.

    Args:
        replica: what it held when it lost its connection.
    """

    def __init__(self, person: Person, replica: Replica) -> None:
        self.replica = replica
        self.opened = {}
        self.stream = socket.create_connection(("127.0.0.1", port_of(person)), DEADLINE)
        request = (
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: 127.0.0.1:{port_of(person)}",
            f"Cookie: {person.cookie}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        )
        self.stream.sendall("\r\n".join([*request, "", ""]).encode() + frame(TEXT, b"40"))

    def arrive(self) -> None:
        """Wait to be let in, and ask for what was missed."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            more = self.stream.recv(1)
            assert more, f"hung up after {head!r}"
            head += more
        assert head.startswith(b"HTTP/1.1 101"), head
        self.open_packet()
        while not self.next_text().startswith('42["welcome"'):
            pass
        self._since = self.replica.version
        self.event(1, "sync", {"room": 1, "since": self._since})

    def follow(self, version: int) -> None:
        """Take in what comes until everything up to a version is held."""
        while self.replica.version < version or self.replica.waiting:
            text = self.next_text()
            if text.startswith("42"):
                self.replica.hear(json.loads(text[2:])[1])
            elif text.startswith("43"):
                self.replica.take(self._since, json.loads(text[text.index("[") :])[0])


def herd(people: list[Person], replicas: list[Replica], version: int) -> list[Returning]:
    """Everybody connects before anybody is answered; returns them, current."""
    clients = [Returning(people[number % ACCOUNTS], replica) for number, replica in enumerate(replicas)]
    for client in clients:
        client.arrive()
    for client in clients:
        client.follow(version)
    return clients


def round_trips(person: Person, count: int = 100) -> list[float]:
    connection = Connection(port_of(person), person.cookie, unheard)
    times = []
    for _ in range(count):
        began = time.perf_counter()
        assert connection.call("heads", {})["ok"]
        times.append(time.perf_counter() - began)
    connection.close()
    return times


def test_everybody_comes_back_at_once_and_is_current(own_server: Server) -> None:
    people = [Person(own_server.url, "ada").register().log_in() for _ in range(ACCOUNTS)]
    author = Person(own_server.url, "author").register().log_in()
    replicas = [Replica() for _ in range(CLIENTS)]
    for number in range(BEFORE):
        author.post(f"before {number}")
    clients = herd(people, replicas, BEFORE)
    calm = round_trips(author)
    own_server.kill()
    for client in clients:
        assert client.next_frame() is None
        client.close()
    own_server.start()
    without = Vitals(own_server.pid).held_for_clients()

    def go_on() -> None:
        connection = Connection(own_server.port, author.cookie, unheard)
        for number in range(MEANWHILE):
            wish = {"room": 1, "client_id": str(uuid4()), "body": f"meanwhile {number}"}
            assert connection.call("message:send", wish)["ok"]
        connection.close()

    talking = threading.Thread(target=go_on)
    began = time.monotonic()
    talking.start()
    clients = herd(people, replicas, BEFORE + MEANWHILE)
    took = time.monotonic() - began
    talking.join()

    after = round_trips(author)
    figures(
        herd_clients=CLIENTS,
        herd_current_s=round(took, 2),
        herd_p99_ms_before=round(1000 * percentile(calm, 0.99), 1),
        herd_p99_ms_after=round(1000 * percentile(after, 0.99), 1),
    )
    assert took < CURRENT_WITHIN
    truth = fetch(author)
    assert all(replica.messages == truth for replica in replicas)
    assert Vitals(own_server.pid).held_for_clients() >= without + CLIENTS, "all are still there"
    assert statistics.median(after) < 3 * statistics.median(calm) + 0.02
    assert "Traceback" not in own_server.log()
    for client in clients:
        client.close()
