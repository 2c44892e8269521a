"""Files: how fast they go up and down, and how much memory the server takes for it."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench import machine
from bench.scenarios.plan import Plan
from bench.sockets import Http
from bench.systems import Chatroom
from bench.world import Member

BYTES = 100_000_000  # as large as the server takes by default
_LOOK_SECONDS = 0.005
_CSRF = re.compile(rb'name="csrf[_-]token"[^>]*(?:value|content)="([^"]+)"')
_FILE = re.compile(rb'"url":\s?"([^"]+)"')


def measure(plan: Plan) -> None:
    plan.systems(Chatroom)
    for _ in range(plan.runs):
        with Chatroom() as system:
            people, quiet = system.populate([1, 1])
            system.start()
            with plan.watched("files", system, quiet[0]):
                _up_and_down(plan, system, people[0])


def _up_and_down(plan: Plan, system: Chatroom, member: Member) -> None:
    http = Http(system.port, member.cookie)
    token = _found(_CSRF, http.get(f"/chatroom/{member.room}"))
    headers = {"X-CSRFToken": token, "Content-Type": "application/octet-stream"}
    content = bytes(BYTES)
    http.post("/api/v1/files?name=warm.bin", content[:1000], **headers)
    with _memory(system.pid) as up:
        began = time.perf_counter()
        answer = http.post("/api/v1/files?name=large.bin", content, **headers)
        up_seconds = time.perf_counter() - began
    with _memory(system.pid) as down:
        began = time.perf_counter()
        received = http.read_into(_found(_FILE, answer), bytearray(1 << 20))
        down_seconds = time.perf_counter() - began
    if received != BYTES:
        raise ConnectionError(f"{received} of {BYTES} bytes came back")
    plan.figures.add(
        "files",
        system.name,
        up_mb_per_second=BYTES / up_seconds / 1e6,
        up_memory_mb=max(up) / 1e6,
        down_mb_per_second=BYTES / down_seconds / 1e6,
        down_memory_mb=max(down) / 1e6,
    )


def _found(pattern: re.Pattern[bytes], content: bytes) -> str:
    match = pattern.search(content)
    if match is None:
        raise ConnectionError(f"not as expected: {content[:200]!r}")
    return match[1].decode()


@contextmanager
def _memory(pid: int) -> Iterator[list[float]]:
    """How much resident memory grows meanwhile: looked at every 5 ms, from another thread."""
    before = machine.resident(pid)
    seen: list[float] = [0.0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            seen.append(machine.resident(pid) - before)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()
