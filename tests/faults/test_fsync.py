"""What kill -9 cannot show and a power cut would: each message is fsynced before anybody is told of it.

The proof is the server's own trace of system calls.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.ledger import Ledger
from tests.faults.traced import Call, TracedServer, calls
from tests.faults.workload import Swarm

_BODY = re.compile(r"([0-9a-f]{8}-[0-9a-f-]{27}) x(?: edit (\d+))?")
_WRITES = {"pwrite64", "write", "writev", "pwritev"}
_SYNCS = {"fsync", "fdatasync"}
_SENDS = {"sendto", "sendmsg", "write", "writev"}
STEPS = 150
State = tuple[str, int]


@pytest.fixture
def traced(tmp_path: Path, strace: str) -> Iterator[TracedServer]:
    watched = ",".join(sorted(_WRITES | _SYNCS | _SENDS))
    with TracedServer(tmp_path / "data", strace, "--seccomp-bpf", "-e", f"trace={watched}") as running:
        yield running


def test_every_message_is_fsynced_before_it_is_acknowledged_or_published(
    traced: TracedServer, dice: random.Random
) -> None:
    # Short, so that no body is cut in two. Not deleted: what a message said before its deletion in the
    # same batch is never written at all.
    ledger = Ledger(lengths=(1,), habits=(0.8, 0.2, 0.0))
    swarm = Swarm(traced, ledger, dice).add(authors=2, readers=1)
    swarm.write(STEPS)
    swarm.settle()
    traced.kill()

    told = _synced_before_told(calls(traced.trace))

    bodies = [body or "" for entry in ledger.entries.values() for body in entry.bodies]
    assert len(bodies) >= STEPS
    assert told >= {state for body in bodies for state in _states(body)}, "all of it is in the trace"


def _states(text: str) -> set[State]:
    """Which messages a piece of the trace holds, and after how many edits."""
    return {(client_id, int(edit or 0)) for client_id, edit in _BODY.findall(text)}


class _Disk:
    """How far each message has come: written, fsync begun, on the disk. Of edits in one batch only the
    last is written, and stands for those before it."""

    def __init__(self) -> None:
        self.written: dict[str, int] = {}
        self.covered: dict[str, int] = {}
        self.durable: dict[str, int] = {}

    def take(self, call: Call) -> None:
        if call.name in _WRITES and call.at == "return":
            for client_id, edit in _states(call.arguments):
                self.written[client_id] = max(edit, self.written.get(client_id, 0))
        elif call.name in _SYNCS and call.at == "begin":
            self.covered = dict(self.written)
        elif call.name in _SYNCS and call.result == 0:
            self.durable = self.covered


def _synced_before_told(trace: Iterator[Call]) -> set[State]:
    """Everything that went out on a socket; fails where that was before the fsync of its write."""
    disk = _Disk()
    told: set[State] = set()
    for call in trace:
        descriptor = call.arguments.split(",", 1)[0]
        if descriptor.endswith("chatroom.db-wal>"):
            disk.take(call)
        elif "<socket:" in descriptor and call.name in _SENDS and call.at == "begin":
            for client_id, edit in _states(call.arguments):
                assert disk.durable.get(client_id, -1) >= edit, f"told before the fsync: {client_id}, {edit}"
                told.add((client_id, edit))
    return told
