"""Live connections end with their session, also where another process or the clock ended it."""

import logging

import gevent

from chatroom.domain.errors import Unavailable
from chatroom.domain.events import SessionsRevoked
from chatroom.realtime.fanout import Fanout
from chatroom.services.sessions import Sessions

_ROUND_SECONDS = 0.5
_BATCH = 500  # sessions looked up at once: a fraction of a millisecond
log = logging.getLogger(__name__)


class SessionWatch:
    """Asks for every connected session whether it still stands: revoked within a second."""

    def __init__(self, fanout: Fanout, sessions: Sessions) -> None:
        self._fanout = fanout
        self._sessions = sessions

    def start(self) -> None:
        gevent.spawn(self._run)
        gevent.spawn(self._forget_expired)

    def _run(self) -> None:
        while True:
            connected = self._fanout.session_ids()
            for start in range(0, max(1, len(connected)), _BATCH):
                self._look_at(connected[start : start + _BATCH])
                gevent.sleep(_ROUND_SECONDS / max(1, -(-len(connected) // _BATCH)))

    def _forget_expired(self) -> None:
        # A greenlet of its own: it writes, and a database that is locked must not hold up the other.
        while True:
            gevent.sleep(_ROUND_SECONDS)
            try:
                self._sessions.forget_expired()
            except Unavailable:
                log.warning(
                    "Expired sessions could not be removed; they stay refused, and it is tried again."
                )
            except Exception:
                log.exception("Removing expired sessions failed")

    def _look_at(self, session_ids: list[int]) -> None:
        try:
            ended = self._sessions.ended(session_ids) if session_ids else None
        except Exception:
            log.exception("Looking for ended sessions failed")
            return
        if ended:
            self._fanout.publish([SessionsRevoked(ended)])
