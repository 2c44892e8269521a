"""Greenlets that are used again: a new one maps 16 KiB for its frames, and unmaps them at its end."""

import sys
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

import gevent
from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

IDLE_MAX = 16
_TURN_SECONDS = 0.005  # after which the loop looks at its sockets
_NEXT_TURN_SECONDS = 1e-6  # not 0: only a timer has it look


class Workers:
    """Runs calls one after the other, each as soon as the one before it has ended or waits."""

    def __init__(self) -> None:
        self._hub = gevent.get_hub()
        self._next_turn = self._hub.loop.timer(_NEXT_TURN_SECONDS)
        self._calls: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self._idle: list[greenlet] = []
        self._planned = False
        self._until = 0.0  # the end of this turn

    def spawn(self, function: Callable[..., None], *arguments: Any) -> None:
        """Have a call run soon; calls begin in the order in which they were given."""
        self._calls.append((function, arguments))
        if not self._planned:
            self._planned = True
            self._hub.loop.run_callback(self._serve)

    def _serve(self) -> None:
        self._until = monotonic() + _TURN_SECONDS
        try:
            while self._calls and monotonic() < self._until:
                worker = self._idle.pop() if self._idle else greenlet(self._work, self._hub)
                worker.switch()  # comes back when the worker waits for something, or for more to do
        finally:
            self._planned = bool(self._calls)
            if self._planned:
                self._next_turn.start(self._serve)

    def _work(self) -> None:
        while True:
            while self._calls and monotonic() < self._until:
                function, arguments = self._calls.popleft()
                try:
                    function(*arguments)
                except BaseException:
                    # As for any greenlet of gevent's: it says what happened, and ends the process where
                    # that is what was raised. Left to itself it would end up in `_serve`.
                    self._hub.handle_error(function, *sys.exc_info())
                del function, arguments  # a connection would live for as long as this worker
            if len(self._idle) >= IDLE_MAX:
                return
            self._idle.append(getcurrent())
            self._hub.switch()
