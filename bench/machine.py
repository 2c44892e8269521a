"""The machine: which core is whose, and what a process uses of it."""

import ctypes
import os
import platform
import signal
import time
from collections.abc import Callable
from pathlib import Path

_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = _CORES[0], _CORES[1 % len(_CORES)]
_TICKS = os.sysconf("SC_CLK_TCK")
_LIBC = ctypes.CDLL(None)
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_PAGE = os.sysconf("SC_PAGESIZE")


def on_core(core: int) -> Callable[[], None]:
    """A `preexec_fn`: the process, its threads and its children stay on one core.

    The process also dies with the benchmark, however that ends.
    """

    def prepare() -> None:
        os.sched_setaffinity(0, {core})
        _LIBC.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)

    return prepare


def resident(pid: int) -> int:
    """Resident bytes of a process and its children."""
    own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return own + sum(resident(child) for child in _children(pid))


def descriptors(pid: int) -> int:
    """Open files of a process, sockets included."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def description() -> str:
    """One line for the head of a report."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = int(next(line for line in _lines("/proc/meminfo")).split()[1]) / 2**20
    return f"{model}, {len(_CORES)} cores, {memory:.0f} GB, Linux {platform.release()}"


def busy(seconds: float = 1.0) -> float:
    """How busy the cores we may use are just now with the work of others, from 0 to 1."""
    before, began = _idle_ticks(), time.monotonic()
    time.sleep(seconds)
    slept = time.monotonic() - began  # on a busy machine that is more than was asked for
    idle = (_idle_ticks() - before) / _TICKS / len(_CORES)
    return max(0.0, 1 - idle / slept)


def _idle_ticks() -> int:
    rows = {line.split()[0]: line.split() for line in _lines("/proc/stat") if line.startswith("cpu")}
    return sum(int(rows[f"cpu{core}"][4]) + int(rows[f"cpu{core}"][5]) for core in _CORES)


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
