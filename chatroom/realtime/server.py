"""Flask-SocketIO, set up for WebSocket alone, with our own WebSocket class underneath."""

from typing import Any

import orjson
from flask import Flask
from flask_socketio import SocketIO

from chatroom.domain import limits


class OrjsonModule:
    """The two functions that python-socketio calls of a JSON module."""

    @staticmethod
    def dumps(data: Any, **_options: Any) -> str:
        return orjson.dumps(data).decode()

    @staticmethod
    def loads(text: str | bytes, **_options: Any) -> Any:
        return orjson.loads(text)


def create_socketio(app: Flask, ping_seconds: float) -> SocketIO:
    """
    Args:
        ping_seconds: between two pings of a connection.
    """
    return SocketIO(
        app,
        async_mode="gevent",
        # A polling session id is a bearer token, and polling needs sticky sessions.
        transports=["websocket"],
        json=OrjsonModule,
        async_handlers=True,
        # Events of clients that are refused later must not be handled.
        always_connect=False,
        manage_session=False,
        # realtime/transport/sweep.py watches the connections, by a clock that cannot be set.
        monitor_clients=False,
        ping_interval=ping_seconds,
        ping_timeout=ping_seconds * limits.PING_TIMEOUT,
        max_http_buffer_size=limits.FRAME_MAX,
        http_compression=False,
        # transport/handshake.py checks the Origin, and answers in the shape of our errors.
        cors_allowed_origins=[],
    )
