"""The index of search follows what is committed: soon when it is quiet, out of the way when it is not."""

import logging
from collections.abc import Callable, Sequence
from time import thread_time
from typing import TypeVar

import gevent
from gevent.event import Event as Flag

from chatroom.domain.errors import Unavailable
from chatroom.domain.events import Event, MessageChanged
from chatroom.domain.ports import Follower, Offload

T = TypeVar("T")
log = logging.getLogger(__name__)
_TOGETHER_SECONDS = 0.1  # in which changes gather, to be indexed in one transaction
_REST = 9  # times as long as it has worked, while people write: they keep nine tenths of the core
_LOOK_SECONDS = 5.0  # between two looks when nothing is said: a search may have found the index damaged
_AGAIN_SECONDS = 1.0  # after it failed


class Indexing:
    """A publisher that tells the index which rooms have changed, and has it go on.

    Args:
        offload: to the one thread that the index works in.
    """

    def __init__(self, index: Follower, offload: Offload) -> None:
        self._index = index
        self._offload = offload
        self._changed = Flag()
        self._changed.set()  # by whatever came before the start
        self._written = False  # since the last step
        self._stopping = False
        self._greenlet: gevent.Greenlet | None = None

    def publish(self, events: Sequence[Event]) -> None:
        rooms = {event.message.room_id for event in events if isinstance(event, MessageChanged)}
        if rooms:
            self._index.changed(rooms)
            self._written = True
            self._changed.set()

    def start(self) -> None:
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Finish the step that is being done, and close the index."""
        self._stopping = True
        self._changed.set()
        if self._greenlet is not None:
            self._greenlet.join()
        self._offload(self._index.close)

    def _run(self) -> None:
        while not self._stopping:
            self._changed.wait(_LOOK_SECONDS)
            gevent.sleep(_TOGETHER_SECONDS)
            try:
                self._catch_up()
            except Unavailable as error:
                log.warning("What is said cannot be indexed just now: %s", error)
                self._changed.set()
                gevent.sleep(_AGAIN_SECONDS)
            except Exception:
                log.exception("Indexing what is said failed; it is tried again")
                self._changed.set()
                gevent.sleep(_AGAIN_SECONDS)

    def _catch_up(self) -> None:
        """Index what there is, then bring the index together until there is more to index."""
        self._changed.clear()
        while not self._stopping and self._do(self._index.advance):
            pass
        while not self._stopping and not self._changed.is_set() and self._do(self._index.tidy):
            pass

    def _do(self, step: Callable[[], T]) -> T:
        """Have the index do a step, and rest from it where people have written meanwhile."""
        self._written = False
        result, seconds = self._offload(_timed, step)
        if self._written and not self._stopping:
            gevent.sleep(_REST * seconds)
        return result


def _timed(step: Callable[[], T]) -> tuple[T, float]:
    """What a step returns, and the seconds of a core that it took."""
    began = thread_time()
    return step(), thread_time() - began
