"""Requests that read much take turns. Two hundred of them in a row would keep everybody else waiting
for 400 ms; like this, what comes from elsewhere waits for one."""

from collections.abc import Iterator
from contextlib import contextmanager

import gevent
from gevent.lock import Semaphore

from chatroom.domain.errors import BadRequest
from chatroom.realtime.fanout import Connection

# Not 0: only a timer has the loop look at its sockets. One that is due at once costs 20 µs.
_LOOK_ROUND = 1e-6


class Turns:
    def __init__(self) -> None:
        self._anybody = Semaphore()

    @contextmanager
    def take(self, connection: Connection) -> Iterator[None]:
        """Wait for a turn: behind at most one request of each other connection.

        Raises:
            BadRequest: the connection has ended meanwhile.
        """
        with connection.reading, self._anybody:
            gevent.sleep(_LOOK_ROUND)
            if not connection.websocket.open:
                raise BadRequest("This connection has ended.")
            yield
