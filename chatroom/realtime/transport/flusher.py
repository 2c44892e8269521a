"""Sends what was queued: for each connection in one system call, and for many of them in slices."""

from collections import deque
from time import monotonic
from typing import Protocol

import gevent

_LIGHT_MAX = 16 * 1024  # bytes: the kernel takes 5 µs for a few, and 50 for 150 KB
_TURN_SECONDS = 0.005  # of each kind, after which the loop looks at its sockets
_NEXT_TURN_SECONDS = 1e-6  # not 0: only a timer has it look


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
        self._light: deque[Flushed] = deque()
        self._heavy: deque[Flushed] = deque()
        self._planned = False

    def add(self, connection: Flushed, size: int) -> None:
        """Have a connection sent to that holds so many bytes."""
        (self._light if size < _LIGHT_MAX else self._heavy).append(connection)
        if not self._planned:
            self._planned = True
            self._loop.run_callback(self._loop.run_callback, self._flush)

    def _flush(self) -> None:
        try:
            # A full batch takes a large room 50 ms: nobody else's ack waits for that.
            for queue in (self._light, self._heavy):
                until = monotonic() + _TURN_SECONDS
                while queue and monotonic() < until:
                    queue.popleft().flush()
        finally:
            # What is queued meanwhile for a connection whose turn has not come goes out with the rest.
            self._planned = bool(self._light or self._heavy)
            if self._planned:
                self._next_turn.start(self._flush)
