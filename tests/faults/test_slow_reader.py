"""A reader that stays connected and stops reading: cut off at a bound, unnoticed by others, and back
without loss. (A small application shows the bound itself: tests/transport/test_lifetime.py.)"""

import json
import select
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from chatroom.domain import limits
from tests.cast import Person, made
from tests.faults.figures import figures
from tests.faults.raw import RawSocket
from tests.faults.replica import Replica
from tests.faults.vitals import LONG, Vitals
from tests.faults.wire import Connection, Json
from tests.faults.workload import fetch
from tests.server import Server
from tests.waiting import eventually

SLOW_READERS = 3
QUIET, BUSY = 800, 10_000 if LONG else 3_000  # messages before, and while, somebody does not read
IN_FLIGHT = 8
BODY = "x" * (limits.BODY_MAX - 40)
GROWTH_MAX = 12 << 20  # bytes: what is sent meanwhile, and the kernel does not take, is twice that


class Room:
    """Somebody who talks without a pause, and somebody who listens."""

    def __init__(self, server: Server) -> None:
        self._sent: dict[str, float] = {}
        self._delays: list[float] = []
        self._heard = self._acked = 0
        self._vitals = Vitals(server.pid)
        talker, listener = (Person(server.url, name).register().log_in() for name in ("talker", "listener"))
        self._talker = Connection(server.port, talker.cookie, lambda name, data: None)
        self._listener = Connection(server.port, listener.cookie, self._hear)
        self._listener.pump()

    def talk(self, count: int, meanwhile: Callable[[], None] = lambda: None) -> list[float]:
        """Send messages; returns for each how long it took to the listener, in seconds.

        The machine's share is taken off: while the server, or this thread, could have run and was not let.
        """
        self._delays, self._heard, self._acked, sent = [], 0, 0, 0
        own = Vitals(threading.get_native_id())
        began, waited = time.perf_counter(), self._vitals.waited_for_cpu() + own.waited_for_cpu()
        while self._heard < count or self._acked < count:
            while sent < count and sent < self._acked + IN_FLIGHT:
                self._send()
                sent += 1
            readable, _, _ = select.select([self._talker, self._listener], [], [], 20)
            assert readable, "neither an ack nor a delivery in 20 s"
            for connection in readable:
                connection.pump()
            if self._acked % 100 == 0:
                meanwhile()
        waited = self._vitals.waited_for_cpu() + own.waited_for_cpu() - waited
        share = max(0.0, 1 - waited / (time.perf_counter() - began))
        return [delay * share for delay in self._delays]

    def _send(self) -> None:
        client_id = str(uuid4())
        self._sent[client_id] = time.perf_counter()
        self._talker.emit("message:send", {"room": 1, "client_id": client_id, "body": BODY}, self._ack)

    def _ack(self, answer: Json) -> None:
        assert answer["ok"], answer
        self._acked += 1

    def _hear(self, name: str, data: Json) -> None:
        if name == "message":
            self._delays.append(time.perf_counter() - self._sent.pop(data["client_id"]))
            self._heard += 1


def test_a_reader_that_stops_costs_a_bound_and_loses_nothing(own_server: Server) -> None:
    room = Room(own_server)
    slow = Person(own_server.url, "slow").register().log_in()
    vitals = Vitals(own_server.pid)
    before = room.talk(QUIET)
    sockets = [RawSocket(slow, window=65_536).join() for _ in range(SLOW_READERS)]
    open_files = vitals.held_for_clients()
    # What indexing takes, it takes only now where the machine was busy.
    eventually(lambda: made(slow.api("GET", "/search", params={"q": "talk"}))["complete"], within=30)
    resident = vitals.watch_peak()

    def stay_alive() -> None:
        # Nobody may say that these were cut off for being silent.
        for one in sockets:
            with suppress(OSError):
                one.text("3")

    delays = room.talk(BUSY, stay_alive)

    growth = vitals.peak() - resident
    eventually(lambda: vitals.held_for_clients() <= open_files - SLOW_READERS)
    figures(
        slow_reader_growth_mib=round(growth / 2**20, 1),
        slow_reader_sent_mib=round(BUSY * len(BODY) / 2**20, 1),
        slow_reader_others_ms_before=round(1000 * statistics.median(before), 2),
        slow_reader_others_ms_meanwhile=round(1000 * statistics.median(delays), 2),
    )
    assert growth < GROWTH_MAX
    assert statistics.median(delays) < 2 * statistics.median(before) + 0.005, "others were held up"
    held = [intact(one) for one in sockets]
    comes_back(own_server, slow, held[0])


def intact(one: RawSocket) -> Replica:
    """What a reader holds that was cut off: every byte was part of a whole frame, in order."""
    held = Replica()
    welcome = one.next_text()
    assert welcome.startswith('42["welcome",'), welcome[:80]
    held.version = QUIET
    assert json.loads(welcome[2:])[1]["rooms"][0]["version"] == QUIET
    while (found := one.next_frame()) is not None:
        text = found.payload.decode()
        if text != "2":
            name, message = json.loads(text[2:])
            assert (name, message["version"]) == ("message", held.version + 1)
            assert message["body"] == BODY
            held.hear(message)
    assert 0 < len(held.messages) < BUSY
    one.close()
    return held


def comes_back(server: Server, person: Person, held: Replica) -> None:
    """It syncs from where it was cut off, and then holds what a fresh fetch tells."""
    connection = Connection(server.port, person.cookie, lambda name, data: None)
    while True:
        since = held.version
        answer = connection.call("sync", {"room": 1, "since": since, "limit": 1_000})
        held.take(since, answer)
        if not answer["more"]:
            break
    connection.close()
    assert held.version == QUIET + BUSY
    assert held.messages == fetch(person, first=QUIET + 1)
