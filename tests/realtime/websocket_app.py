"""A small application on our WebSockets, for the tests to drive, and the process that serves it."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

from flask import Flask, request
from flask_socketio import SocketIO

DEADLINE = 20.0


def create_app() -> Flask:
    """Called by gunicorn, in its worker."""
    import gevent
    from greenlet import greenlet

    from chatroom.realtime.frames import binary_frame, text_frame
    from chatroom.realtime.install import Options, forget_environ, install, websocket_of
    from chatroom.realtime.sweep import Sweep

    settings: dict[str, float] = json.loads(os.environ["WEBSOCKET_TEST_SETTINGS"])
    app = Flask(__name__)
    socketio = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        async_handlers=True,
        monitor_clients=False,
        cors_allowed_origins="*",
        ping_interval=settings.get("ping_interval", 25),
        ping_timeout=settings.get("ping_timeout", 20),
    )
    server = socketio.server
    install(server, Options(events_max=int(settings.get("events_max", 256))))
    Sweep(server, settings.get("connect_seconds", 10)).start()
    connects: list[str] = []
    disconnects: list[tuple[str, str]] = []
    handled: list[Any] = []
    release = gevent.event.Event()

    def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> bool | None:
        wish = auth or {}
        websocket_of(server, sid).owner = wish.get("name", "nobody")
        connects.append(wish.get("name", "nobody"))
        forget_environ(server, sid)
        if wish.get("fail"):
            raise RuntimeError("as the test wished")
        if wish.get("wait"):
            release.wait()
        return False if wish.get("refuse") else None

    def disconnect(sid: str, reason: str) -> None:
        disconnects.append((str(websocket_of(server, sid).owner), reason))

    def echo(sid: str, *arguments: Any) -> Any:
        handled.append(arguments[0] if arguments and not isinstance(arguments[0], bytes) else None)
        return arguments

    def hold(sid: str, number: int) -> int:
        handled.append(number)
        release.wait()
        return number

    def leave(sid: str, code: int) -> None:
        websocket_of(server, sid).close(code, "as the test wished")

    server.on("connect", connect)
    server.on("disconnect", disconnect)
    server.on("echo", echo)
    server.on("hold", hold)
    server.on("leave", leave)

    @app.get("/state")
    def state() -> dict[str, Any]:
        import gc

        manager = server.manager
        return {
            "sockets": len(server.eio.sockets),
            "environs": len(server.environ),
            "binary": len(server._binary_packet),
            "rooms": sum(len(rooms) for rooms in manager.rooms.values()),
            "pending": len(manager.pending_connect) + len(manager.pending_disconnect),
            "websockets": sum(type(thing).__name__ == "WebSocket" for thing in gc.get_objects()),
            "greenlets": sum(isinstance(thing, greenlet) for thing in gc.get_objects()),
            "files": len(os.listdir("/proc/self/fd")),
            "connects": connects,
            "disconnects": disconnects,
            "handled": handled,
        }

    @app.get("/release")
    def let_go() -> str:
        release.set()
        return "released"

    @app.get("/push")
    def push() -> dict[str, Any]:
        """Send everybody so many numbered frames of a size, one flush for each batch."""
        count, size, batch = (int(request.args[name]) for name in ("count", "size", "batch"))
        for first in range(0, count, batch):
            frames = [text_frame(f"{number:08d}".ljust(size, ".")) for number in range(first, first + batch)]
            for engine_socket in list(server.eio.sockets.values()):
                websocket = engine_socket.websocket
                for frame in frames:
                    websocket.push(frame)
                websocket.flush()
            gevent.sleep(0.001)
        return {}

    @app.get("/push-binary")
    def push_binary() -> dict[str, Any]:
        for engine_socket in list(server.eio.sockets.values()):
            engine_socket.websocket.send(binary_frame(bytes(int(request.args["size"]))))
        return {}

    return app


class AppServer:
    """gunicorn with one gevent worker and the application above, on a port of its own."""

    def __init__(self, directory: Path, **settings: float) -> None:
        self._log = directory / "server.log"
        with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
            self.port: int = listener.getsockname()[1]
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--worker-class", "gevent"),
                    *(
                        "--bind",
                        f"fd://{listener.fileno()}",
                        "--no-control-socket",
                        "--graceful-timeout",
                        "1",
                    ),
                    f"{__name__}:create_app()",
                ],
                pass_fds=[listener.fileno()],
                cwd=Path(__file__).parents[2],
                stderr=self._log.open("w"),
                env={**os.environ, "WEBSOCKET_TEST_SETTINGS": json.dumps(settings)},
            )

    def get(self, path: str) -> Any:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=DEADLINE) as answer:
            body = answer.read()
        return json.loads(body) if answer.headers.get_content_type() == "application/json" else body

    def state(self) -> Any:
        return self.get("/state")

    def until(self, **expected: Any) -> Any:
        """The state, as soon as it is as expected; what it is instead fails the test."""
        deadline = monotonic() + DEADLINE
        while True:
            state = self.state()
            if all(state[name] == value for name, value in expected.items()):
                return state
            assert monotonic() < deadline, f"{expected} expected, {state} found\n{self.log()}"
            sleep(0.02)

    def log(self) -> str:
        return self._log.read_text()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(DEADLINE)
