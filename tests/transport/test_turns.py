"""Who begins when: in order, nobody twice before the others, and not all in one turn of the loop."""

import gevent
import pytest
from gevent.event import Event

from chatroom.realtime import turns as module
from chatroom.realtime.turns import Turns


def test_whoever_came_first_begins_first(turns: Turns) -> None:
    begun: list[int] = []

    def begin(number: int) -> None:
        turns.wait()
        begun.append(number)

    gevent.joinall([gevent.spawn(begin, number) for number in range(100)], timeout=10, raise_error=True)

    assert begun == list(range(100))


def test_whoever_asks_again_and_again_is_behind_those_who_wait(turns: Turns) -> None:
    begun: list[str] = []

    def greedy() -> None:
        for _ in range(5):
            turns.wait()
            begun.append("greedy")

    def other() -> None:
        turns.wait()
        begun.append("other")

    gevent.joinall(
        [gevent.spawn(greedy), gevent.spawn(other), gevent.spawn(other)], timeout=10, raise_error=True
    )

    assert begun == ["greedy", "other", "other", *["greedy"] * 4]


def test_whoever_waits_for_something_else_holds_up_nobody(turns: Turns) -> None:
    begun: list[str] = []
    release = Event()

    def waiting() -> None:
        turns.wait()
        release.wait()
        begun.append("waited")

    def other() -> None:
        turns.wait()
        begun.append("other")
        release.set()

    gevent.joinall([gevent.spawn(waiting), gevent.spawn(other)], timeout=10, raise_error=True)

    assert begun == ["other", "waited"]


def test_what_takes_long_lets_the_loop_look_at_its_sockets(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    ended = 0
    seen_between: set[int] = set()

    def slow() -> None:
        nonlocal ended
        turns.wait()
        now[0] += 1
        ended += 1

    for _ in range(5):
        gevent.spawn(slow)
    with gevent.Timeout(10):
        while ended < 5:
            gevent.sleep(1e-6)
            seen_between.add(ended)

    assert len(seen_between) > 2, "not all in one turn"


@pytest.fixture
def turns() -> Turns:
    return Turns()
