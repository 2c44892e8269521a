"""What takes long begins in turns. Two hundred of them in a row would keep everybody else waiting for
400 ms; like this, what comes from elsewhere waits for a few."""

from collections import deque
from collections.abc import Generator, Iterable
from time import monotonic
from typing import TypeVar

import gevent
from gevent.hub import Waiter

T = TypeVar("T")
_TURN_SECONDS = 0.001  # after which the loop looks at its sockets
_NEXT_TURN_SECONDS = 1e-6  # not 0: only a timer has it look


class Turns:
    """Greenlets that wait to begin. Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._next_turn = gevent.get_hub().loop.timer(_NEXT_TURN_SECONDS)
        self._waiting: deque[Waiter] = deque()
        self._planned = False

    def wait(self) -> None:
        """Return when it is one's turn; whoever came first goes first."""
        waiter = Waiter()
        self._waiting.append(waiter)
        if not self._planned:
            self._planned = True
            self._next_turn.start(self._serve)
        waiter.get()

    def through(self, steps: Generator[None, None, T]) -> T:
        """Go through steps, each but the first in a turn of its own; returns what they return."""
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: T = end.value
                return found
            self.wait()

    def _serve(self) -> None:
        until = monotonic() + _TURN_SECONDS
        try:
            while self._waiting and monotonic() < until:
                self._waiting.popleft().switch(None)  # comes back when that greenlet waits, or has ended
        finally:
            self._planned = bool(self._waiting)
            if self._planned:
                self._next_turn.start(self._serve)


def in_turns(steps: Iterable[object]) -> None:
    """Go through small steps, and let the loop look at its sockets whenever they have taken a turn."""
    until = monotonic() + _TURN_SECONDS
    for _ in steps:
        if monotonic() >= until:
            gevent.sleep(_NEXT_TURN_SECONDS)
            until = monotonic() + _TURN_SECONDS
