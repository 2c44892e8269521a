"""The one greenlet that watches over every connection: pings, and ends what does not answer."""

import logging
import math
from time import monotonic
from typing import Any

import gevent
import socketio

from chatroom.domain import limits
from chatroom.realtime.transport.engine import EngineSocket
from chatroom.realtime.transport.frames import CloseCode, text_frame
from chatroom.realtime.transport.websocket import Reason, WebSocket

_PING = text_frame("2")
_SLICE = 100  # connections looked at before others get their turn: about a millisecond
_TICKS_PER_INTERVAL = 10
_logger = logging.getLogger(__name__)


class Sweep:
    """Goes round all connections of a server, once in every `tick`, by the monotonic clock.

    The ping interval and timeout are the server's own, which it announces to its clients.

    Args:
        server: its connections are those of `install`.
        connect_seconds: for a client to finish the Socket.IO connect.
    """

    def __init__(self, server: socketio.Server, connect_seconds: float = limits.CONNECT_SECONDS) -> None:
        self._eio = server.eio
        self._interval: float = server.eio.ping_interval
        self._timeout: float = server.eio.ping_timeout
        self._connect_seconds = connect_seconds
        self._tick = min(self._interval, self._timeout, connect_seconds) / _TICKS_PER_INTERVAL
        self._greenlet: Any = None

    def start(self) -> None:
        """Begin; in the process that has the connections, so after a fork."""
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """End the greenlet."""
        gevent.kill(self._greenlet)

    def _run(self) -> None:
        while True:
            connections: list[EngineSocket] = list(self._eio.sockets.values())
            # A pause, never sleep(0): only a timer lets the loop look at its sockets in between.
            pause = self._tick / max(1, math.ceil(len(connections) / _SLICE))
            for start in range(0, max(1, len(connections)), _SLICE):
                self._look_at(connections[start : start + _SLICE])
                gevent.sleep(pause)

    def _look_at(self, connections: list[EngineSocket]) -> None:
        now = monotonic()
        for connection in connections:
            try:
                self._check(connection, connection.websocket, now)
            except Exception:
                _logger.exception("The sweep failed at one connection.")

    def _check(self, connection: EngineSocket, websocket: WebSocket, now: float) -> None:
        if not websocket.open:
            return
        if now - websocket.opened >= self._connect_seconds and not connection.joined:
            websocket.close(CloseCode.POLICY_VIOLATION, "no Socket.IO connect", Reason.SERVER)
        elif websocket.heard < websocket.pinged and not websocket.reading:
            # Anything that was received counts: a pong may be stuck behind a large upload.
            if now - websocket.pinged >= self._timeout:
                websocket.cut(Reason.PING_TIMEOUT)
        elif now - websocket.pinged >= self._interval - self._tick:
            # A little early rather than late: the client counts from the ping before.
            websocket.pinged = now
            websocket.send(_PING)
