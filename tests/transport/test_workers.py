"""Greenlets that are used again: in order, never behind one that waits, and few when nothing is to do."""

import gc

import gevent
import pytest
from gevent.event import Event
from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

from chatroom.realtime.transport import workers as module
from chatroom.realtime.transport.workers import IDLE_MAX, Workers

MANY = 200


@pytest.fixture
def workers() -> Workers:
    return Workers()


def turns(count: int = 3) -> None:
    for _ in range(count):
        gevent.sleep(0.001)


def test_calls_begin_in_the_order_in_which_they_were_given(workers: Workers) -> None:
    begun: list[int] = []
    for number in range(MANY):
        workers.spawn(begun.append, number)
    assert begun == [], "none runs where it was given"

    turns()

    assert begun == list(range(MANY))


def test_whoever_waits_holds_up_nobody_and_comes_back(workers: Workers) -> None:
    begun: list[int] = []
    ended: list[int] = []
    release = Event()

    def call(number: int) -> None:
        begun.append(number)
        if number % 2:
            release.wait()
        ended.append(number)

    for number in range(MANY):
        workers.spawn(call, number)
    turns()
    assert begun == list(range(MANY))
    assert ended == list(range(0, MANY, 2))

    release.set()
    turns()

    assert sorted(ended) == list(range(MANY))


def test_a_call_given_by_a_call_comes_after_those_that_wait(workers: Workers) -> None:
    begun: list[str] = []

    def first() -> None:
        begun.append("first")
        workers.spawn(begun.append, "given by the first")

    workers.spawn(first)
    workers.spawn(begun.append, "second")
    turns()

    assert begun == ["first", "second", "given by the first"]


@pytest.mark.parametrize("error", [ValueError("a mistake"), gevent.Timeout(1), gevent.GreenletExit()])
def test_a_call_that_fails_fails_alone(
    workers: Workers, error: BaseException, capfd: pytest.CaptureFixture[str]
) -> None:
    begun: list[str] = []

    def fail() -> None:
        raise error

    workers.spawn(fail)
    workers.spawn(begun.append, "next")
    turns()
    workers.spawn(begun.append, "later")
    turns()

    assert begun == ["next", "later"]
    if isinstance(error, ValueError):
        assert "a mistake" in capfd.readouterr().err


def test_calls_that_take_long_let_the_loop_look_at_its_sockets(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    ended = 0
    seen_between: list[int] = []

    def slow() -> None:
        nonlocal ended
        now[0] += 1
        ended += 1

    for _ in range(5):
        workers.spawn(slow)
    while ended < 5:
        gevent.sleep(1e-6)
        seen_between.append(ended)

    assert len(set(seen_between)) > 2, "not all in one turn"


def test_greenlets_are_used_again_and_few_are_kept(workers: Workers) -> None:
    used: set[int] = set()
    for _ in range(10):
        workers.spawn(lambda: used.add(id(getcurrent())))
        turns(1)
    assert len(used) == 1

    def count() -> int:
        gc.collect()
        return sum(isinstance(thing, greenlet) for thing in gc.get_objects())

    before = count()
    release = Event()
    for _ in range(MANY):
        workers.spawn(release.wait)
    turns()
    assert count() >= before + MANY - 1
    release.set()
    turns()
    assert count() <= before + IDLE_MAX
