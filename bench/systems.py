"""The systems that our generator drives: this server, and the peers that speak Socket.IO."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from bench import generator, machine
from bench.peers import Absent
from bench.world import Member, World

ROOT = Path(__file__).parents[1]
_NODE = ROOT / ".venv/node/bin/node"
_SOCKETIO = ROOT / "bench/peers/socketio"
_START_SECONDS = 60


class System:
    """A server that can be started, pinned to its core, and stopped. A context manager.

    Everything it keeps is under one directory, which is gone afterwards.
    """

    name: str
    label: str
    deflate = False  # whether the generator is to offer permessage-deflate
    stores = True
    descriptors_each = 1  # open files that a connection takes
    rate_limits = "off"  # one generator is many users, and one user much load

    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ.get("BENCH_DIR"))
        self.data = Path(self._directory.name, "data")
        self.port = _free_port()
        self.start_seconds = 0.0
        self._process: subprocess.Popen[str] | None = None

    @classmethod
    def version(cls) -> str:
        """
        Raises:
            Absent: it cannot be run here.
        """
        raise NotImplementedError

    def command(self) -> list[str | Path]:
        raise NotImplementedError

    def populate(self, sizes: Sequence[int]) -> list[list[Member]]:
        """Rooms of these sizes. Peers without accounts make them up as their clients come."""
        users = iter(range(1, sum(sizes) + 1))
        return [[Member(next(users), room, "") for _ in range(size)] for room, size in enumerate(sizes, 1)]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> Self:
        started = time.perf_counter()
        with (self.data.parent / "log").open("a") as log:
            self._process = subprocess.Popen(
                self.command(),
                env={name: value for name, value in os.environ.items() if not name.startswith("CHATROOM_")}
                | {"CHATROOM_RATE_LIMITS": self.rate_limits, "NODE_ENV": "production"},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                preexec_fn=machine.on_core(machine.SERVER_CORE),
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if "ready" not in line:
            raise RuntimeError(f"{self.label} did not start: {line}{self.log()}")
        self._wait_for_listener()
        self.start_seconds = time.perf_counter() - started
        return self

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def log(self) -> str:
        return (self.data.parent / "log").read_text()[-4000:]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if kind is not None:
            print(self.log(), file=sys.stderr)
        self._directory.cleanup()

    def _wait_for_listener(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.005)
        raise RuntimeError(f"{self.label} does not listen: {self.log()}")


class Chatroom(System):
    name = "chatroom"
    label = "Chatroom"

    @classmethod
    def version(cls) -> str:
        return f"{version('chatroom')}, Python {sys.version.split()[0]}, gevent {version('gevent')}"

    def command(self) -> list[str | Path]:
        chatroom = Path(sys.executable).with_name("chatroom")
        return [chatroom, "serve", "--port", str(self.port), "--data", self.data]

    def migrate(self) -> None:
        """Have the server make its tables."""
        if not self.data.exists():
            self.start()
            self.stop()

    def populate(self, sizes: Sequence[int]) -> list[list[Member]]:
        self.migrate()
        return World(self.data).fill(sizes)


class LimitedChatroom(Chatroom):
    """With the limits that its users have."""

    rate_limits = "on"


class SocketIO(System):
    name = "socketio"
    label = "Node socket.io (stores nothing)"
    stores = False

    @classmethod
    def version(cls) -> str:
        package = _SOCKETIO / "node_modules/socket.io/package.json"
        node = _NODE if _NODE.exists() else shutil.which("node")
        if node is None or not package.exists():
            raise Absent("Node or its packages are not installed; `make bench` installs both")
        found = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        return f"{json.loads(package.read_text())['version']}, Node {found.stdout.strip()}"

    def command(self) -> list[str | Path]:
        mode = "deflate" if self.deflate else "plain"
        return [_NODE, _SOCKETIO / "server.js", str(self.port), mode]


class SocketIODeflate(SocketIO):
    name = "socketio-deflate"
    label = "Node socket.io, perMessageDeflate on"
    deflate = True


class BaselineNaive(System):
    """Not a peer but a yardstick: C that stores nothing and checks nobody (generator/baseline.c)."""

    name = "c-naive"
    label = "C, one send() per message and socket"
    stores = False
    mode = "naive"

    @classmethod
    def version(cls) -> str:
        if generator.program("baseline", "baseline.c") is None:
            raise Absent("no C compiler here")
        return "ours, for comparison"

    def command(self) -> list[str | Path]:
        binary = generator.program("baseline", "baseline.c")
        assert binary is not None
        return [binary, str(self.port), self.mode]


class BaselineBatched(BaselineNaive):
    name = "c-batched"
    label = "C, one send() per socket and turn"
    mode = "batched"


class Tutorial(System):
    name = "tutorial"
    label = "Flask-SocketIO + SQLite tutorial app"
    descriptors_each = 2  # simple-websocket keeps an epoll instance for each

    @classmethod
    def version(cls) -> str:
        return f"Flask-SocketIO {version('flask-socketio')}, simple-websocket {version('simple-websocket')}"

    def command(self) -> list[str | Path]:
        self.data.mkdir(exist_ok=True)
        app = ROOT / "bench/peers/tutorial/app.py"
        return [sys.executable, app, str(self.port), self.data / "tutorial.db"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
