"""How a process is doing, as the kernel sees it: nothing has to be asked of the process."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LONG = bool(os.environ.get("FAULTS_LONG"))
"""Whether this is `make faults`, which takes its time."""


class Vitals:
    """
    Args:
        pid: of a server.
    """

    def __init__(self, pid: int) -> None:
        self._place = Path(f"/proc/{pid}")

    def resident(self) -> int:
        """Bytes of memory in use."""
        return self._status("VmRSS")

    def watch_peak(self) -> int:
        """Begin to watch for the most memory that is in use from now on; returns what is in use now."""
        (self._place / "clear_refs").write_text("5")
        return self._status("VmHWM")

    def peak(self) -> int:
        """The most bytes of memory that were in use at a time since `watch_peak`."""
        return self._status("VmHWM")

    def descriptors(self) -> int:
        """Files and sockets that are open."""
        return len(list((self._place / "fd").iterdir()))

    def held_for_clients(self) -> int:
        """Files and sockets that are open, but for the databases': those stay open once they are used."""
        return sum(".db" not in name for name in self._opened())

    def waited_for_cpu(self) -> float:
        """Seconds for which its main thread could have run, had others not been running."""
        return int((self._place / "schedstat").read_text().split()[1]) / 1e9

    def _opened(self) -> Iterator[str]:
        for descriptor in (self._place / "fd").iterdir():
            with suppress(FileNotFoundError):
                yield str(descriptor.readlink())

    def _status(self, name: str) -> int:
        for line in (self._place / "status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
        raise LookupError(name)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]
