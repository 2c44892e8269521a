"""Somebody who sends as fast as a socket takes it: gets what everybody may have in a while and no more,
while others do not notice. The bucket itself: tests/unit/test_budget.py."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from uuid import uuid4

import pytest

from chatroom.domain.limits import REQUESTS_PER_USER
from tests.cast import Person
from tests.faults.figures import figures
from tests.faults.raw import RawSocket, unheard
from tests.faults.vitals import LONG, Vitals, percentile
from tests.faults.wire import Connection, Json
from tests.server import Server
from tests.transport.client import PING, PONG, TEXT, frame
from tests.waiting import eventually

SECONDS = 10 if LONG else 1.5
CONNECTIONS = 3
PIECE = 400  # events in one write
GROWTH_MAX = 6 << 20  # bytes for each connection: of 256 events in hand, and their answers
HELD_UP_MAX = 0.1  # seconds; the median is a millisecond

FLOODS: dict[str, Callable[[], Json]] = {
    "message:send": lambda: {"room": 1, "client_id": str(uuid4()), "body": "buy"},
    "sync": lambda: {"room": 1, "since": 0, "limit": 1_000},
    "heads": dict,
    "no:such:event": dict,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("flooded") / "data", rate_limits="on") as running:
        author = Person(running.url, "author").register().log_in()
        for _ in range(80):
            author.post("x" * 700)
        yield running
        assert "Traceback" not in running.log()


@pytest.fixture(scope="module")
def flooder(server: Server) -> Person:
    return Person(server.url, "flooder").register().log_in()


@pytest.fixture(scope="module")
def ben(server: Server) -> Person:
    return Person(server.url, "ben").register().log_in()


class Flood:
    """All that a user's connections can carry, and what is said to it.

    Args:
        reading: whether the answers are read, too.
    """

    def __init__(self, person: Person, event: str, *, reading: bool = True) -> None:
        self.answers: Counter[str] = Counter()
        self.refusals: list[Json] = []
        self._over = False
        self._sockets = [RawSocket(person).join() for _ in range(CONNECTIONS)]
        events = (json.dumps([event, FLOODS[event]()]) for _ in range(PIECE))
        self._piece = b"".join(frame(TEXT, f"42{n}{text}".encode()) for n, text in enumerate(events))
        self._threads = [
            threading.Thread(target=work, args=(one,), daemon=True)
            for one in self._sockets
            for work in ((self._send, self._read) if reading else (self._send,))
        ]
        for thread in self._threads:
            thread.start()

    def _send(self, one: RawSocket) -> None:
        with suppress(OSError):
            while not self._over:
                one.raw(self._piece)

    def _read(self, one: RawSocket) -> None:
        with suppress(OSError):
            while (found := one.next_frame()) is not None:
                if found.payload.startswith(b"43"):
                    text = found.payload.decode()
                    (answer,) = json.loads(text[text.index("[") :])
                    code = "ok" if answer["ok"] else answer["error"]["code"]
                    self.answers[code] += 1
                    if code == "rate_limited":
                        self.refusals.append(answer["error"])

    def stop(self) -> None:
        self._over = True
        for one in self._sockets:
            one.close()


def round_trips(server: Server, person: Person, seconds: float) -> list[float]:
    """WebSocket pings, one after the other: what they take is how long the event loop lets others wait.

    What the machine was busy with otherwise is taken off, as in test_resources.py.
    """
    vitals, own, times = Vitals(server.pid), Vitals(threading.get_native_id()), []
    with RawSocket(person) as opened:
        opened.join()
        over = time.monotonic() + seconds
        while time.monotonic() < over:
            waited = vitals.waited_for_cpu() + own.waited_for_cpu()
            began = time.perf_counter()
            opened.raw(frame(PING, b"are you there"))
            while (found := opened.next_frame()) is not None and found.opcode != PONG:
                pass
            took = time.perf_counter() - began
            times.append(took - (vitals.waited_for_cpu() + own.waited_for_cpu() - waited))
            time.sleep(0.005)
    return times


@pytest.mark.parametrize("event", list(FLOODS)[: 4 if LONG else 2])
def test_a_flood_is_limited_and_others_do_not_notice(
    server: Server, flooder: Person, ben: Person, event: str
) -> None:
    vitals = Vitals(server.pid)
    with ExitStack() as stack:
        connection = Connection(server.port, ben.cookie, unheard)
        connection.call("heads", {})
        resident, began = vitals.watch_peak(), time.monotonic()

        flood = Flood(flooder, event)
        stack.callback(flood.stop)
        eventually(lambda: flood.answers["rate_limited"])
        busy = round_trips(server, ben, SECONDS)
        answer = connection.call("message:send", FLOODS["message:send"]())

        burst, rate = REQUESTS_PER_USER.get(event) or REQUESTS_PER_USER["unknown"]
        granted = sum(flood.answers[code] for code in ("ok", "bad_request"))
        most = 1 + burst + rate * (time.monotonic() - began)
        growth = (vitals.peak() - resident) / CONNECTIONS
    name = event.replace(":", "_")
    figures(
        **{
            f"flood_{name}_others_ms_p50": round(1000 * percentile(busy, 0.5), 2),
            f"flood_{name}_others_ms_p95": round(1000 * percentile(busy, 0.95), 2),
            f"flood_{name}_others_ms_max": round(1000 * max(busy), 1),
            f"flood_{name}_growth_mib": round(growth / 2**20, 1),
        }
    )
    assert answer["ok"], "another user's budget was spent"
    assert 0 < granted <= most
    assert set(flood.answers) <= {"ok", "bad_request", "rate_limited"}
    assert all(refusal["retry_after"] >= 1 for refusal in flood.refusals)
    assert percentile(busy, 0.95) < HELD_UP_MAX
    assert growth < GROWTH_MAX

    back = Connection(server.port, flooder.cookie, unheard)
    assert eventually(
        lambda: back.call(event, FLOODS[event]()).get("error", {}).get("code") != "rate_limited"
    )


def test_whoever_floods_and_does_not_read_is_cut_off(server: Server, ben: Person) -> None:
    flooder = Person(server.url, "deaf").register().log_in()
    vitals = Vitals(server.pid)
    held, resident = vitals.descriptors(), vitals.watch_peak()

    flood = Flood(flooder, "sync", reading=False)

    eventually(lambda: vitals.descriptors() <= held, within=20)
    assert (vitals.peak() - resident) / CONNECTIONS < GROWTH_MAX
    assert percentile(round_trips(server, ben, 1), 0.95) < HELD_UP_MAX
    flood.stop()
