"""A small application on our WebSockets, for the tests to drive. gunicorn calls `create_app`."""

import gc
import json
import os
from pathlib import Path
from typing import Any

import gevent
import gevent.event
import socketio
from flask import Flask, request
from flask_socketio import SocketIO
from greenlet import greenlet  # type: ignore[import-untyped]

from chatroom.realtime.transport.frames import binary_frame, text_frame
from chatroom.realtime.transport.install import Options, forget_environ, install, websocket_of
from chatroom.realtime.transport.sweep import Sweep
from chatroom.realtime.transport.websocket import WebSocket

SETTINGS = "WEBSOCKET_TEST_SETTINGS"


def create_app() -> Flask:
    settings: dict[str, float] = json.loads(os.environ[SETTINGS])
    app = Flask(__name__)
    server = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        async_handlers=True,
        monitor_clients=False,
        cors_allowed_origins="*",
        ping_interval=settings.get("ping_interval", 25),
        ping_timeout=settings.get("ping_timeout", 20),
    ).server
    limits = {name: int(settings[name]) for name in ("events_max", "connections_max") if name in settings}
    immediate = {"immediate": lambda owner, arguments, reply: reply([owner, *arguments])}
    install(server, immediate, Options(**limits))
    Sweep(server, settings.get("connect_seconds", 10)).start()
    release = gevent.event.Event()
    events = Events(server, release)
    app.add_url_rule("/state", "state", lambda: counted(server) | events.seen())
    app.add_url_rule("/release", "release", lambda: release.set() or "released")
    app.add_url_rule("/push", "push", lambda: push(server, **numbers("count", "size", "batch")))
    app.add_url_rule("/push-bytes", "push_bytes", lambda: push_bytes(server, **numbers("size")))
    return app


class Events:
    """The Socket.IO handlers, and what they have seen."""

    def __init__(self, server: socketio.Server, release: gevent.event.Event) -> None:
        self._server = server
        self._release = release
        self._connects: list[str] = []
        self._disconnects: list[tuple[str, str]] = []
        self._handled: list[Any] = []
        for name in ("connect", "disconnect", "echo", "hold", "leave"):
            server.on(name, getattr(self, name))

    def seen(self) -> dict[str, Any]:
        return {"connects": self._connects, "disconnects": self._disconnects, "handled": self._handled}

    def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> bool | None:
        wish = auth or {}
        websocket_of(self._server, sid).owner = wish.get("name", "nobody")
        self._connects.append(wish.get("name", "nobody"))
        forget_environ(self._server, sid)
        if wish.get("fail"):
            raise RuntimeError("as the test wished")
        if wish.get("wait"):
            self._release.wait()
        return False if wish.get("refuse") else None

    def disconnect(self, sid: str, reason: str) -> None:
        self._disconnects.append((str(websocket_of(self._server, sid).owner), reason))

    def echo(self, sid: str, *arguments: Any) -> Any:
        self._handled.extend(argument for argument in arguments if isinstance(argument, (int, str)))
        return arguments

    def hold(self, sid: str, number: int) -> int:
        """Answer when the test says so."""
        self._handled.append(number)
        self._release.wait()
        return number

    def leave(self, sid: str, code: int) -> None:
        websocket_of(self._server, sid).close(code, "as the test wished")


def counted(server: socketio.Server) -> dict[str, int]:
    """What the process and the libraries hold, without a garbage collection first."""
    manager, things = server.manager, gc.get_objects()
    return {
        "sockets": len(server.eio.sockets),
        "environs": len(server.environ),
        "binary": len(server._binary_packet),
        "rooms": sum(len(rooms) for rooms in manager.rooms.values()),
        "pending": len(manager.pending_connect) + len(manager.pending_disconnect),
        "websockets": sum(type(thing) is WebSocket for thing in things),
        "greenlets": sum(isinstance(thing, greenlet) for thing in things),
        "files": len(list(Path("/proc/self/fd").iterdir())),
    }


def numbers(*names: str) -> dict[str, int]:
    return {name: int(request.args[name]) for name in names}


def websockets(server: socketio.Server) -> list[WebSocket]:
    return [engine_socket.websocket for engine_socket in server.eio.sockets.values()]


def push(server: socketio.Server, count: int, size: int, batch: int) -> dict[str, Any]:
    """Send everybody so many numbered frames of a size, one flush for each batch."""
    for first in range(0, count, batch):
        frames = [text_frame(f"{number:08d}".ljust(size, ".")) for number in range(first, first + batch)]
        for websocket in websockets(server):
            for frame in frames:
                websocket.send_soon(frame)
            websocket.flush()
        gevent.sleep(0.001)
    return {}


def push_bytes(server: socketio.Server, size: int) -> dict[str, Any]:
    """Send everybody one frame."""
    for websocket in websockets(server):
        websocket.send(binary_frame(bytes(size)))
    return {}
