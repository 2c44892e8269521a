"""Where a WebSocket meets python-engineio and python-socketio.

engineio's own Socket brings a queue, a ping greenlet and wall-clock timeouts. `EngineSocket` takes
its place in the server's tables, with what both libraries ask of one and no more. This file and
`install.py` are the only ones that know the insides of the two; their exact versions are pinned.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

import gevent
import socketio
from gevent.event import Event
from socketio import packet as kinds

from chatroom.realtime.transport import packets
from chatroom.realtime.transport.decoder import ProtocolError
from chatroom.realtime.transport.frames import CloseCode, binary_frame, text_frame
from chatroom.realtime.transport.websocket import Reason, WebSocket

Reply: TypeAlias = Callable[[Any], None]
Immediate: TypeAlias = Callable[[object, list[Any], Reply], None]
"""Handles an event in place: gets the connection's owner, what the event carries, and what takes the
answer, which is to be called once, then or later. It must neither wait nor raise."""

ANY = "*"  # among the immediate handlers: gets all other events, the name first in what they carry

_CLOSE, _PONG, _MESSAGE = "1", "3", "4"  # Engine.IO packet types, as a client sends them
_logger = logging.getLogger(__name__)


class EngineSocket:
    """One connection as engineio's table of sockets knows it."""

    __slots__ = (
        "_events_max",
        "_immediate",
        "_pending",
        "_room",
        "_running",
        "_server",
        "_session",
        "_sid",
        "joined",
        "sid",
        "websocket",
    )

    connected = upgraded = True
    closing = closed = False  # a socket that has ended is no longer in the table

    websocket: WebSocket

    def __init__(
        self, server: socketio.Server, sid: str, events_max: int, immediate: Mapping[str, Immediate]
    ) -> None:
        self._server = server
        self._immediate = immediate
        self._events_max = events_max
        self._pending: Any = None  # a binary packet without its attachment
        self._running = 0
        self._room: Event | None = None
        self._session: dict[str, Any] | None = None
        self._sid: str | None = None  # in the main namespace, while it has joined that
        self.joined = False  # whether the client has finished the Socket.IO connect, and not left again
        self.sid = sid

    @property
    def session(self) -> dict[str, Any]:
        """What `Server.save_session` keeps; most connections never ask for it."""
        if self._session is None:
            self._session = {}
        return self._session

    def send(self, packet: Any) -> None:
        """Send an Engine.IO packet."""
        encoded: str | bytes = packet.encode()
        frame = text_frame(encoded) if isinstance(encoded, str) else binary_frame(encoded)
        self.websocket.send(frame)

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Close the connection; `wait` and `abort` are engineio's, for a queue that is not here."""
        self.websocket.close(reason=Reason(reason or Reason.SERVER))

    def receive(self, message: str | bytes) -> None:
        """Handle what the client sent."""
        if self._pending is not None:
            packet, self._pending = self._pending, None
            packets.attach(packet, message)
            self._dispatch(packet)
        elif isinstance(message, bytes):
            raise packets.unexpected(message)
        elif message[:1] == _MESSAGE:
            self._receive_packet(message[1:])
        elif message[:1] == _CLOSE:
            self.websocket.close(reason=Reason.CLIENT)
        elif message[:1] != _PONG:
            raise ProtocolError(CloseCode.PROTOCOL_ERROR, "not an Engine.IO packet of a client")

    def ended(self, reason: Reason) -> None:
        """Have the application's `disconnect` handler called, and leave every table."""
        server = self._server
        # engineio logs what goes wrong in a handler.
        server.eio._trigger_event("disconnect", self.sid, str(reason), run_async=False)
        # A connect handler that failed leaves entries which python-socketio takes for a connection
        # that is still being made, and keeps.
        for namespace in list(server.manager.get_namespaces()):
            sid = server.manager.sid_from_eio_sid(self.sid, namespace)
            if sid is not None:
                server.manager.disconnect(sid, namespace, ignore_queue=True)
        server.environ.pop(self.sid, None)
        server.eio.sockets.pop(self.sid, None)
        self.websocket.owner = None

    def _receive_packet(self, text: str) -> None:
        event = packets.plain_event(text, self._server.packet_class)
        if event is not None:
            self._event("/", *event)
            return
        packet = packets.parse(text, self._server.packet_class)
        if packets.awaits_attachment(packet):
            self._pending = packet
        else:
            self._dispatch(packet)

    def _dispatch(self, packet: Any) -> None:
        namespace = packet.namespace or "/"
        if packet.packet_type in (kinds.EVENT, kinds.BINARY_EVENT):
            self._event(namespace, packet.id, packet.data)
            return
        try:
            self._handler(packet.packet_type)(namespace, packet)
        except ProtocolError:
            raise
        except Exception:
            _logger.exception("A handler failed.")
            raise ProtocolError(CloseCode.INTERNAL_ERROR, "the server made a mistake") from None

    def _handler(self, kind: int) -> Callable[[str, Any], None]:
        if kind == kinds.CONNECT:
            return self._connect
        return self._disconnect if kind == kinds.DISCONNECT else self._answer

    def _connect(self, namespace: str, packet: Any) -> None:
        self._server._handle_connect(self.sid, namespace, packet.data)
        self._look_who_joined()

    def _disconnect(self, namespace: str, packet: Any) -> None:
        self._server._handle_disconnect(self.sid, namespace, str(Reason.CLIENT))
        self._look_who_joined()

    def _look_who_joined(self) -> None:
        self._sid = self._sid_in("/")
        namespaces = list(self._server.manager.get_namespaces())
        self.joined = any(self._sid_in(namespace) is not None for namespace in namespaces)

    def _sid_in(self, namespace: str) -> str | None:
        """The session's id in a namespace, if it has joined it."""
        manager = self._server.manager
        sid: str | None = manager.sid_from_eio_sid(self.sid, namespace)
        return sid if manager.is_connected(sid, namespace) else None

    def _answer(self, namespace: str, packet: Any) -> None:
        self._server._handle_ack(self.sid, namespace, packet.id, packet.data)

    def _event(self, namespace: str, number: int | None, data: list[Any]) -> None:
        sid = self._sid if namespace == "/" else self._sid_in(namespace)
        if sid is None:
            raise ProtocolError(CloseCode.POLICY_VIOLATION, "an event before the Socket.IO connect")
        # Bounded, so that a client which pipelines faster than it is served waits in its own socket,
        # not in our memory.
        while self._running >= self._events_max:
            self._room = Event()
            self._room.wait()
        if not self.websocket.open:  # signed out meanwhile, say
            return
        self._running += 1
        reply = partial(self._reply, namespace, number)
        immediate = self._immediate if namespace == "/" else {}
        if data[0] in immediate:
            immediate[data[0]](self.websocket.owner, data[1:], reply)
        elif ANY in immediate:
            immediate[ANY](self.websocket.owner, data, reply)
        else:
            # In the order in which they came, and so do handlers begin.
            gevent.spawn(self._run, sid, namespace, data, reply)

    def _run(self, sid: str, namespace: str, data: list[Any], reply: Reply) -> None:
        server = self._server
        answer = server.not_handled
        try:
            answer = server._trigger_event(data[0], namespace, sid, *data[1:])
        except Exception:
            _logger.exception("The handler of %r failed.", data[0])
        reply(answer)

    def _reply(self, namespace: str, number: int | None, answer: Any) -> None:
        """An event has been handled; its client hears the answer, if it asked for one."""
        self._running -= 1
        if self._room is not None:
            self._room.set()
            self._room = None
        if number is not None and answer is not self._server.not_handled:
            self._acknowledge(namespace, number, answer)

    def _acknowledge(self, namespace: str, number: int, answer: Any) -> None:
        data = [] if answer is None else list(answer) if isinstance(answer, tuple) else [answer]
        packet_class = self._server.packet_class
        try:
            # What python-socketio would encode, without its search for bytes in the answer.
            encoded = packet_class.json.dumps(data, separators=(",", ":"))
        except TypeError:
            packet = packet_class(kinds.ACK, namespace=namespace, id=number, data=data)
            self._server._send_packet(self.sid, packet)
            return
        place = "" if namespace == "/" else f"{namespace},"
        self.websocket.send_soon(text_frame(f"43{place}{number}{encoded}"))
