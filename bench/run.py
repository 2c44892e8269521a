"""Measures the server on this machine, through its whole real path, and prints what it found.

The server runs on the first core, this program on the second, where the machine has two.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.client import Client
from tests.cast import Person
from tests.server import Server

ROUND_TRIPS = 2_000
SENDS = 10_000
IN_FLIGHT = 256


def main() -> None:
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as directory:
        server = Server(Path(directory, "data"))
        with server:
            pass
        started = time.perf_counter()
        with server:
            ready = time.perf_counter() - started
            os.sched_setaffinity(server.pid, cores[:1])
            os.sched_setaffinity(0, cores[-1:])
            report("ready after", f"{ready:.2f} s")
            report("idle memory", f"{resident(server.pid):.0f} MB resident")
            ada = Person(server.url, "ada").register().log_in()
            client = Client(server.url, ada.cookie)
            round_trips(client)
            throughput(client)
            report("memory afterwards", f"{resident(server.pid):.0f} MB resident")


def round_trips(client: Client) -> None:
    """One message at a time, each acked after its fsync."""
    acks = client.acks()
    times = []
    for _ in range(ROUND_TRIPS):
        started = time.perf_counter()
        client.emit(message())
        next(acks)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    report("round trip", f"p50 {statistics.median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms")


def throughput(client: Client) -> None:
    """Messages acked a second, with many in flight."""
    acks = client.acks()
    started = time.perf_counter()
    client.emit(*(message() for _ in range(IN_FLIGHT)))
    for _ in range(SENDS - IN_FLIGHT):
        next(acks)
        client.emit(message())
    for _ in range(IN_FLIGHT):
        next(acks)
    rate = SENDS / (time.perf_counter() - started)
    report(f"durable, {IN_FLIGHT} in flight", f"{rate:,.0f} acked messages/s")


def message() -> tuple[str, dict[str, object]]:
    return "message:send", {"room": 1, "client_id": str(uuid4()), "body": "The quick brown fox jumps."}


def resident(pid: int) -> float:
    """Resident megabytes of a process and all its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6 + sum(resident(int(child)) for child in children)


def report(what: str, figure: str) -> None:
    print(f"{what:<24} {figure}", flush=True)


if __name__ == "__main__":
    main()
