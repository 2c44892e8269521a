"""The process that serves the application of these tests."""

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

DEADLINE = 20.0


class AppServer:
    """gunicorn with one gevent worker, on a port of its own.

    Args:
        directory: for its log.
        settings: the limits of `app.create_app`.
    """

    def __init__(self, directory: Path, **settings: float) -> None:
        self._log = directory / "server.log"
        # The listening socket is handed over: nobody can take the port in between, and a client
        # that comes too early waits in its backlog.
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
                    "tests.transport.app:create_app()",
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
        """The state, as soon as it is as expected: a value, or what is said of it. What it is instead
        fails the test."""
        deadline = monotonic() + DEADLINE
        while True:
            state = self.state()
            if all(
                value(state[name]) if callable(value) else state[name] == value
                for name, value in expected.items()
            ):
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
