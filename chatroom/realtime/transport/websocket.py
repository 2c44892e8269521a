"""One open WebSocket on its socket, without a greenlet of its own.

An idle connection is a socket and a read watcher of the event loop. When bytes arrive, a greenlet
reads one turn's worth, hands its messages on in order, and is gone. It is a greenlet and not the
loop's callback because messages reach the application's code, which may wait; it reads a bounded
amount so that a busy connection takes turns with the others.
"""

import _socket
import struct
from contextlib import suppress
from enum import StrEnum
from time import monotonic
from typing import Any, Protocol

import gevent

from chatroom.domain import limits
from chatroom.realtime.transport.decoder import Close, Decoder, Incoming, Ping, ProtocolError
from chatroom.realtime.transport.flusher import Flusher
from chatroom.realtime.transport.frames import CloseCode, close_frame, pong_frame
from chatroom.realtime.transport.outbound import Outbound
from chatroom.realtime.transport.workers import Workers

_READ = 1  # libev's EV_READ
_TURN_BYTES = 64 * 1024
# Bytes. A whole batch is held, and with another one it is still below the bound on what may wait.
HELD_MAX = limits.BATCH_BYTES + 128 * 1024
_TURN_FRAMES = 64
_TURN_PAUSE_SECONDS = 0.001  # a timer: after sleep(0) the loop would not look at its sockets
_LINGER_SECONDS = 2.0  # for the peer to take our close frame before the socket goes
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER: the kernel drops what is unsent, too


class Reason(StrEnum):
    """Why a connection ended, in engineio's words."""

    SERVER = "server disconnect"
    CLIENT = "client disconnect"
    PING_TIMEOUT = "ping timeout"
    CLOSED = "transport close"
    ERROR = "transport error"


class Session(Protocol):
    """Who speaks through the WebSocket."""

    def receive(self, message: str | bytes) -> None:
        """Take the next message; may wait, may raise ProtocolError."""

    def ended(self, reason: Reason) -> None:
        """The connection is over. Called once, in a greenlet, when no `receive` is running."""


class Shared:
    """What all connections of a server have in common.

    Args:
        frame_max: bytes of the largest message a client may send.
        outbound_max: bytes that may wait for a client before it is cut off.
    """

    def __init__(self, frame_max: int, outbound_max: int) -> None:
        self.frame_max = frame_max
        self.outbound_max = outbound_max
        self.flusher = Flusher()
        self.workers = Workers()
        # For those who have left: when all leave at once, nobody who stays waits behind them.
        self.leaving = Workers()


class WebSocket:
    """A connection after its handshake.

    Args:
        socket: non-blocking, and the WebSocket's own from now on.
        session: gets the messages.
    """

    __slots__ = (
        "_decoder",
        "_held",
        "_linger",
        "_outbound",
        "_pause",
        "_planned",
        "_queue",
        "_reading",
        "_reason",
        "_session",
        "_shared",
        "_socket",
        "_watcher",
        "heard",
        "opened",
        "owner",
        "pinged",
    )

    def __init__(self, socket: _socket.socket, session: Session, shared: Shared) -> None:
        loop = gevent.get_hub().loop
        self._socket = socket
        self._session = session
        self._shared = shared
        self._outbound = Outbound(socket, loop, shared.outbound_max, self._on_broken)
        self._watcher = loop.io(socket.fileno(), _READ)
        self._linger: Any = None
        self._decoder: Decoder | None = None
        self._reading = False
        self._queue = self._outbound.push
        self._held = 0  # bytes that were queued since the last flush
        self._planned = False
        self._pause = 0.0
        self._reason: Reason | None = None
        self.owner: object | None = None
        self.opened = self.pinged = self.heard = monotonic()

    @property
    def open(self) -> bool:
        """Whether frames can still be sent."""
        return self._reason is None

    @property
    def reading(self) -> bool:
        """Whether a turn is under way: its messages are being handled, so the client is alive."""
        return self._reading

    def start(self, early: bytes) -> None:
        """Begin to read, with what the client sent before it could know the handshake's outcome."""
        if early:
            self._reading = True
            self._shared.workers.spawn(self._turn, early)
        else:
            self._watcher.start(self._on_readable)

    def send(self, frame: bytes) -> None:
        """Send a frame behind everything that waits, now."""
        self._queue(frame)
        self.flush()

    def send_whole(self, frame: bytes) -> None:
        """Send a frame, now, that may be larger than what may wait for a reader: once in a connection."""
        self._outbound.allow(len(frame))
        self.send(frame)

    def send_soon(self, frame: bytes) -> None:
        """Send a frame in this turn of the loop or one of the next, together with all others until then."""
        self._queue(frame)
        self._held += len(frame)
        if self._held > HELD_MAX:
            self.flush()
        elif not self._planned:
            self._planned = True
            self._shared.flusher.add(self, self._held)

    def flush(self) -> None:
        """Send what waits."""
        self._held = 0
        self._planned = False
        self._outbound.flush()

    def pause(self, seconds: float) -> None:
        """Handle nothing more of what the client sends, for so long."""
        self._pause = seconds

    def close(
        self, code: int | None = CloseCode.NORMAL, text: str = "", reason: Reason = Reason.SERVER
    ) -> None:
        """Close with a handshake: a close frame behind what waits, then the end of the stream.

        What the client still sends is read and dropped for a moment: closing a socket with unread
        bytes in it would reset it, and the client would never see why.
        """
        if not self._end(reason):
            return
        self.send(close_frame(code, text))
        if self._released:
            return
        self._outbound.finish()
        self._linger = gevent.get_hub().loop.timer(_LINGER_SECONDS)
        self._linger.start(self._release)
        if not self._reading:
            self._watcher.stop()
            self._watcher.start(self._discard)

    def cut(self, reason: Reason) -> None:
        """End at once, for a peer that does not read or is not there: a reset, and nothing kept."""
        self._end(reason)
        if not self._released:
            with suppress(OSError):
                self._socket.setsockopt(_socket.SOL_SOCKET, _socket.SO_LINGER, _RESET_ON_CLOSE)
            self._release()

    def _on_readable(self) -> None:
        self._watcher.stop()
        self._reading = True
        self._shared.workers.spawn(self._turn)

    def _turn(self, data: bytes | None = None) -> None:
        try:
            if data is None:
                data = self._receive()
            if data is not None:
                self._take(data)
        except ProtocolError as error:
            self.close(error.code, str(error), Reason.ERROR)
        except Exception:
            self.cut(Reason.ERROR)  # a mistake of ours: what the client sends next would meet its remains
            raise
        finally:
            self._reading = False
            self._after_turn()

    def _receive(self) -> bytes | None:
        try:
            data = self._socket.recv(_TURN_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
            self._end(Reason.ERROR)
        if not data:
            self._end(Reason.CLOSED)
            self._release()
            return None
        return data

    def _take(self, data: bytes) -> None:
        self.heard = monotonic()
        decoder = self._decoder = self._decoder or Decoder(self._shared.frame_max)
        for count, incoming in enumerate(decoder.feed(data), 1):
            if not self.open:
                return
            if incoming is not None:
                self._handle(incoming)
            if self._pause:
                pause, self._pause = self._pause, 0.0
                gevent.sleep(pause)
            if count % _TURN_FRAMES == 0:
                # Bytes do not bound the work: tiny frames would hold the loop for a second.
                gevent.sleep(_TURN_PAUSE_SECONDS)
        if decoder.idle:
            self._decoder = None

    def _handle(self, incoming: Incoming) -> None:
        if isinstance(incoming, (str, bytes)):
            self._session.receive(incoming)
        elif isinstance(incoming, Ping):
            self.send_soon(pong_frame(incoming.payload))
        elif isinstance(incoming, Close):
            self.close(incoming.code, "", Reason.CLOSED)

    def _after_turn(self) -> None:
        if self._reason is None:
            self._watcher.start(self._on_readable)
            return
        self._decoder = None
        if not self._released:
            self._watcher.start(self._discard)
        self._shared.leaving.spawn(self._tell_session, self._reason)

    def _discard(self) -> None:
        try:
            if self._socket.recv(_TURN_BYTES):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._release()

    def _end(self, reason: Reason) -> bool:
        if self._reason is not None:
            return False
        self._reason = reason
        if not self._reading:  # or else the turn says so when its last message is handled
            self._shared.leaving.spawn(self._tell_session, reason)
        return True

    def _tell_session(self, reason: Reason) -> None:
        try:
            self._session.ended(reason)
        finally:
            del self._session  # which knows us: together they would wait for the garbage collector

    def _on_broken(self) -> None:
        self.cut(Reason.ERROR)

    @property
    def _released(self) -> bool:
        return self._socket.fileno() == -1

    def _release(self) -> None:
        if self._released:
            return
        # The watchers first: the number of a closed descriptor belongs to the next connection.
        self._watcher.stop()
        self._watcher.close()
        if self._linger is not None:
            self._linger.close()
            self._linger = None
        self._outbound.close()
        self._socket.close()
