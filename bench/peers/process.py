"""A peer's server as a process: on the server's core, loopback only, gone when the block ends."""

import ctypes
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bench import machine

_START_SECONDS = 60
_STOP_SECONDS = 15


class Running:
    """A peer that has started.

    Args:
        pid: of its process, which leads a group of its own.
        port: on loopback, where it answers.
    """

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port

    def processor_seconds(self) -> float:
        return machine.processor_seconds(self.pid)


@contextmanager
def running(
    command: Sequence[str | Path], port: int, directory: Path, environment: dict[str, str] | None = None
) -> Iterator[Running]:
    """Run the server while the block does; what it prints goes to `output.log` in its directory."""
    log = directory / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=os.environ | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_in_the_new_process,
        )
    try:
        _wait_until_ready(process, port, log)
        yield Running(process.pid, port)
    finally:
        _stop(process)


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """A directory for one run, on the disk that every system measured here writes to."""
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-", dir=os.environ.get("BENCH_DIR")) as directory:
        yield Path(directory)


def home(name: str) -> Path:
    """The folder a peer is installed into; git does not see it."""
    peers = Path(__file__).parents[1] / ".peers"
    peers.mkdir(exist_ok=True)
    (peers / ".gitignore").write_text("*\n")
    return peers / name


def free_port() -> int:
    """A port that nobody listens on, on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _in_the_new_process() -> None:
    """Stay on the server's core, and die with the benchmark, however that ends."""
    machine.on_core(machine.SERVER_CORE)()
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"It did not start: {log.read_text(errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; then end whatever is left of its group."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
