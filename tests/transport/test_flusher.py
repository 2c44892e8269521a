"""When connections are sent to: together, those with little to get first, and never too many at once."""

import gevent
import pytest

from chatroom.domain import limits
from chatroom.realtime.transport import flusher as module
from chatroom.realtime.transport.flusher import Flusher
from chatroom.realtime.transport.websocket import HELD_MAX

LIGHT, HEAVY = 100, 100_000


class Connection:
    """Writes down, in a common list, that it was sent to."""

    def __init__(self, name: str, sent: list[str], error: Exception | None = None) -> None:
        self.name = name
        self._sent = sent
        self._error = error

    def flush(self) -> None:
        self._sent.append(self.name)
        if self._error:
            raise self._error


@pytest.fixture
def flusher() -> Flusher:
    return Flusher()


def test_what_was_about_to_run_runs_first(flusher: Flusher) -> None:
    order: list[str] = []
    loop = gevent.get_hub().loop
    flusher.add(Connection("sent", order), LIGHT)
    for _ in range(10):
        loop.run_callback(order.append, "acknowledged")

    gevent.sleep(0.001)

    assert order == ["acknowledged"] * 10 + ["sent"]


def test_those_with_little_to_get_are_first_and_each_kind_is_in_order(flusher: Flusher) -> None:
    sent: list[str] = []
    for name, size in (("a", HEAVY), ("b", LIGHT), ("c", HEAVY), ("d", LIGHT)):
        flusher.add(Connection(name, sent), size)

    gevent.sleep(0.001)

    assert sent == ["b", "d", "a", "c"]


def test_many_are_sent_to_in_slices_and_the_light_do_not_starve_the_heavy(
    flusher: Flusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 0.6 * module._TURN_SECONDS  # one connection takes more than half of a turn
        return now[0]

    monkeypatch.setattr(module, "monotonic", clock)
    sent: list[str] = []
    for number in range(6):
        flusher.add(Connection(f"light {number}", sent), LIGHT)
    flusher.add(Connection("heavy", sent), HEAVY)
    slices: list[int] = []
    for _ in range(100):
        gevent.sleep(1e-6)
        slices.append(len(sent))
        if len(sent) == 7:
            break

    assert len(sent) == 7
    assert len(set(slices)) > 1, "not all at once"
    assert sent.index("heavy") < 6, "not behind all of the light"


def test_one_that_fails_does_not_keep_the_others_from_being_sent_to(
    flusher: Flusher, capfd: pytest.CaptureFixture[str]
) -> None:
    sent: list[str] = []
    flusher.add(Connection("fails", sent, ValueError("a mistake")), LIGHT)
    flusher.add(Connection("next", sent), LIGHT)
    gevent.sleep(0.01)
    flusher.add(Connection("later", sent), LIGHT)
    gevent.sleep(0.01)

    assert sent == ["fails", "next", "later"]
    assert "a mistake" in capfd.readouterr().err


def test_a_whole_batch_is_held_and_two_are_below_the_bound() -> None:
    # Of one message: what stands around it in an event, and the frame's header.
    around = 32
    smallest = 200
    batch = limits.BATCH_BYTES + limits.BATCH_BYTES // smallest * around

    assert batch <= HELD_MAX
    assert HELD_MAX + batch < limits.OUTBOUND_MAX
