"""The WebSocket transport: plugs it into a python-socketio server, and finds a connection again."""

import _socket
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import socketio

from chatroom.domain import limits
from chatroom.realtime.transport.clients import Clients
from chatroom.realtime.transport.engine import EngineSocket, Immediate
from chatroom.realtime.transport.frames import text_frame
from chatroom.realtime.transport.handshake import Refused, answer, check_origin, check_transport, sent_early
from chatroom.realtime.transport.websocket import Shared, WebSocket

_FULL = "Too many connections. Try again in a moment."
_Environ = dict[str, Any]
_HandleRequest = Callable[[_Environ, Any], Iterable[bytes]]
KEPT = "chatroom.kept"  # what of a request's environ lives on: put there in front, for `connect`


@dataclass(frozen=True, slots=True)
class Options:
    """The limits of each connection, and of all of them."""

    frame_max: int = limits.FRAME_MAX
    outbound_max: int = limits.OUTBOUND_MAX
    connections_max: int = limits.CONNECTIONS_MAX
    events_max: int = 256  # of one client being handled; it is not read further until one is done


def install(
    server: socketio.Server, immediate: Mapping[str, Immediate], options: Options | None = None
) -> None:
    """Have `server` open our WebSockets, and nothing else.

    Args:
        immediate: events that are handled in place; python-socketio's handlers have the others.
    """
    opener = _Opener(server, immediate, options or Options())
    server.manager = Clients()
    server.manager.set_server(server)
    eio = server.eio
    eio.max_http_buffer_size = opener.options.frame_max  # announced to the client
    eio.handle_request = opener.guard(eio.handle_request)
    eio._handle_connect = opener.open


def websocket_of(server: socketio.Server, sid: str, namespace: str = "/") -> WebSocket:
    """The WebSocket behind a Socket.IO session id, from its `connect` handler to its `disconnect`.

    Raises:
        KeyError: there is none (any more).
    """
    engine_socket: EngineSocket = server.eio.sockets[server.manager.eio_sid_from_sid(sid, namespace)]
    return engine_socket.websocket


def forget_environ(server: socketio.Server, sid: str) -> None:
    """Keep nothing of the request that opened the connection."""
    server.environ[server.manager.eio_sid_from_sid(sid, "/")] = {}


class _Opener:
    def __init__(self, server: socketio.Server, immediate: Mapping[str, Immediate], options: Options) -> None:
        self._server = server
        self._immediate = immediate
        self.options = options
        self._shared = Shared(options.frame_max, options.outbound_max)

    def guard(self, handle_request: _HandleRequest) -> _HandleRequest:
        """Put our own check in front of engineio's."""

        def guarded(environ: _Environ, start_response: Any) -> Iterable[bytes]:
            try:
                check_transport(environ)
                check_origin(environ)
            except Refused as refusal:
                start_response(refusal.status, refusal.headers)
                return [refusal.body]
            return handle_request(environ, start_response)

        return guarded

    def open(self, environ: _Environ, start_response: Any, transport: str, jsonp: Any = None) -> Any:
        """Stand in for engineio's `_handle_connect`: answers with a refusal, or ends the request.

        Raises:
            StopIteration: the WebSocket is open; it tells gunicorn to send nothing and let go.
        """
        server, eio = self._server, self._server.eio
        try:
            greeting = answer(environ)
            stream = _stream_of(environ)
            if len(eio.sockets) >= self.options.connections_max:
                raise Refused(503, "unavailable", _FULL)
        except Refused as refusal:
            return _http(refusal)
        sid = eio.generate_id()
        verdict = eio._trigger_event("connect", sid, environ, run_async=False)
        if verdict is not None and verdict is not True:
            server.environ.pop(sid, None)
            return eio._unauthorized(verdict or None)
        try:
            socket = _own_socket(stream)
        except OSError:  # no file descriptor is left
            server.environ.pop(sid, None)
            return _http(Refused(503, "unavailable", _FULL))
        self._start(sid, socket, greeting, environ)
        raise StopIteration

    def _start(self, sid: str, socket: _socket.socket, greeting: bytes, environ: _Environ) -> None:
        server, options = self._server, self.options
        engine_socket = EngineSocket(server, sid, options.events_max, self._immediate)
        websocket = WebSocket(socket, engine_socket, self._shared)
        engine_socket.websocket = websocket
        server.eio.sockets[sid] = engine_socket
        if sid in server.environ:
            server.environ[sid] = {key: value for key, value in environ.items() if key == KEPT}
        websocket.send(greeting + self._open_packet(sid))
        if websocket.open:
            websocket.start(sent_early(environ))

    def _open_packet(self, sid: str) -> bytes:
        eio = self._server.eio
        announced = {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(eio.ping_timeout * 1000),
            "pingInterval": int(eio.ping_interval * 1000),
            "maxPayload": eio.max_http_buffer_size,
        }
        return text_frame("0" + json.dumps(announced, separators=(",", ":")))


def _http(refusal: Refused) -> dict[str, Any]:
    return {"status": refusal.status, "headers": refusal.headers, "response": refusal.body}


def _stream_of(environ: _Environ) -> Any:
    stream = environ.get("gunicorn.socket")
    if stream is None:
        raise Refused(501, "unavailable", "This server cannot open a WebSocket here.")
    if hasattr(stream, "pending"):  # a TLS socket: its bytes are not those of the descriptor
        raise Refused(501, "unavailable", "TLS has to end at the proxy in front of this server.")
    return stream


def _own_socket(stream: Any) -> _socket.socket:
    # A duplicate, because gunicorn closes its own when the request ends; and a plain one, because a
    # gevent socket keeps two watchers and waits where we must not.
    socket = _socket.socket(fileno=os.dup(stream.fileno()))
    socket.setblocking(False)
    with suppress(OSError):  # a Unix socket has no such option, and no need of it
        socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    return socket
