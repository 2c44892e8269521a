"""Live connections end with their session, also where another process or the clock ended it."""

import logging
from collections.abc import Callable

import gevent

from chatroom.domain.errors import Unavailable
from chatroom.domain.events import SessionsRevoked
from chatroom.realtime.fanout import Fanout
from chatroom.services.sessions import Sessions

_ROUND_SECONDS = 0.5
log = logging.getLogger(__name__)


class SessionWatch:
    """Follows the list of ended sessions: revoked within a second, whoever revoked it."""

    def __init__(self, fanout: Fanout, sessions: Sessions) -> None:
        self._fanout = fanout
        self._sessions = sessions
        self._revocation = sessions.last_revocation()

    def start(self) -> None:
        gevent.spawn(_again_and_again, self._close_ended)
        # A greenlet of its own: it writes, and a locked database must not hold up the other.
        gevent.spawn(_again_and_again, self._sessions.end_expired)

    def _close_ended(self) -> None:
        ended, self._revocation = self._sessions.revoked_after(self._revocation)
        if ended:
            self._fanout.publish([SessionsRevoked(ended)])


def _again_and_again(look: Callable[[], None]) -> None:
    while True:
        gevent.sleep(_ROUND_SECONDS)
        try:
            look()
        except Unavailable:
            log.warning("Expired sessions could not be removed; they stay refused, and it is tried again.")
        except Exception:
            log.exception("Looking for ended sessions failed")
