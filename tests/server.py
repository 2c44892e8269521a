"""A real server process, started as an operator would start it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

START_SECONDS = 30
COMMAND = Path(sys.executable).with_name("chatroom")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """`chatroom serve` on a free port. Keeps its port and data when it is started again.

    Args:
        data: the data directory.
        settings: CHATROOM_* variables, without the prefix and in small letters.
    """

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = {"rate_limits": "off", **settings}
        self._process: subprocess.Popen[str] | None = None
        self._log = data.parent / f"{data.name}.log"

    def start(self) -> Self:
        self._process = subprocess.Popen(
            self.command(),
            env=environment(**self._settings),
            stdout=subprocess.PIPE,
            stderr=self._log.open("a"),
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert "ready" in line, f"The server did not start: {line}{self.log()}"
        return self

    def command(self) -> list[str | Path]:
        return [COMMAND, "serve", "--port", str(self.port), "--data", str(self.data)]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def worker_pid(self) -> int:
        return int(Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()[0])

    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def stop(self) -> int:
        """Ask the server to end; returns its exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(START_SECONDS)

    def kill(self) -> None:
        """End every process of the server at once, with nothing tidied up."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(START_SECONDS)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
        if kind is not None:
            print(self.log(), file=sys.stderr)


def environment(**settings: str) -> dict[str, str]:
    """The environment of a server with these settings and no others."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHATROOM_")}
    return others | {f"CHATROOM_{name.upper()}": value for name, value in settings.items()}


def run(*arguments: str, timeout: float = START_SECONDS, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a `chatroom` command to its end."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
