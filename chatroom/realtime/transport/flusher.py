"""Sends what was queued: for each connection in one system call, and for many of them in slices."""

from collections import deque
from typing import Protocol

import gevent

_SLICE = 256  # connections; the kernel takes some 5 µs for each
_NEXT_TURN_SECONDS = 1e-6  # not 0: only a timer has the loop look at its sockets


class Flushed(Protocol):
    def flush(self) -> None: ...


class Flusher:
    """Connections with something to send. Belongs to the event loop's thread.

    They are sent to behind everything that was about to run when the first of them was added: acks
    of a batch go out with the messages of the batch.
    """

    def __init__(self) -> None:
        self._loop = gevent.get_hub().loop
        self._next_turn = self._loop.timer(_NEXT_TURN_SECONDS)
        self._waiting: deque[Flushed] = deque()
        self._planned = False

    def add(self, connection: Flushed) -> None:
        self._waiting.append(connection)
        if not self._planned:
            self._planned = True
            self._loop.run_callback(self._loop.run_callback, self._flush)

    def _flush(self) -> None:
        waiting = self._waiting
        try:
            for _ in range(min(len(waiting), _SLICE)):
                waiting.popleft().flush()
        finally:
            # What is queued meanwhile for a connection whose turn has not come goes out with the rest.
            self._planned = bool(waiting)
            if waiting:
                self._next_turn.start(self._flush)
