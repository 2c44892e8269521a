"""What takes long begins in a turn of the event loop of its own. Two hundred of them in a row would keep
everybody else waiting for 400 ms; like this, what comes from elsewhere waits for one."""

import gevent
from gevent.lock import Semaphore

# Not 0: only a timer has the loop look at its sockets. One that is due at once costs 20 µs.
_LOOK_ROUND = 1e-6


class Turns:
    def __init__(self) -> None:
        self._next = Semaphore()

    def wait(self) -> None:
        """Return in a turn in which nobody else does; whoever came first goes first."""
        with self._next:
            gevent.sleep(_LOOK_ROUND)
