"""Those in a room are told who is writing there: of many at once in one frame, and only of some."""

import logging
from collections.abc import Iterator, Sequence

import gevent

from chatroom.domain import limits
from chatroom.domain.events import Event, MemberLeft, MessageChanged
from chatroom.domain.payloads.people import typing_payload
from chatroom.realtime.fanout import Fanout, event_frame
from chatroom.realtime.turns import in_turns
from chatroom.services.typing import Typing

log = logging.getLogger(__name__)


class TypingNews:
    """
    Args:
        seconds: for which those who write are gathered.
    """

    def __init__(self, fanout: Fanout, typing: Typing, seconds: float = limits.TYPING_SECONDS) -> None:
        self._fanout = fanout
        self._typing = typing
        self._seconds = seconds

    def start(self) -> None:
        gevent.spawn(self._run)

    def publish(self, events: Sequence[Event]) -> None:
        """Name nobody who has finished, or has just been removed."""
        for event in events:
            if isinstance(event, MessageChanged) and event.posted:
                self._typing.said(event.message)
            elif isinstance(event, MemberLeft):
                self._typing.left(event.user_id, event.room_id)

    def tell(self) -> Iterator[None]:
        """Tell each room in which somebody writes. Yields after each."""
        for room_id, writers in self._typing.take().items():
            self._fanout.tell(room_id, event_frame("typing", typing_payload(room_id, writers)))
            yield

    def _run(self) -> None:
        while True:
            gevent.sleep(self._seconds)
            try:
                in_turns(self.tell())
            except Exception:
                log.exception("Who is typing could not be told; it is tried again")
