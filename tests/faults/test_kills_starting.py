"""kill -9 while a server makes its data directory: before every step that changes it, one after another.

Every system call of a first start that changes a file is a step. strace kills the server as it is
about to make the call, so that each test leaves the directory as all the calls before left it.
"""

import random
import re
import signal
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from chatroom.storage import migrations
from tests.cast import Person
from tests.faults.figures import figures
from tests.faults.traced import TracedServer, calls
from tests.faults.vitals import LONG
from tests.server import Server

# What SQLite and the server change files with. A later call may overtake one in another thread, but
# all of this is one thread's.
_CHANGES = ("pwrite64", "fdatasync", "fsync", "ftruncate", "rename", "mkdir", "unlink")
SAMPLE = 1_000 if LONG else 3  # a start has some seventy


class Step(NamedTuple):
    call: str
    turn: int


@pytest.fixture
def steps(tmp_path: Path, strace: str) -> list[Step]:
    """The calls of an undisturbed first start, in order."""
    with TracedServer(tmp_path / "whole", strace, "-e", f"trace={','.join(_CHANGES)}") as whole:
        whole.kill()
    found: list[Step] = []
    counts: Counter[str] = Counter()
    for call in calls(whole.trace):
        if call.at == "begin":
            counts[call.name] += 1
            if re.search(r"whole\b", call.arguments):
                found.append(Step(call.name, counts[call.name]))
    assert {"pwrite64", "fdatasync", "fsync"} <= {step.call for step in found}
    return found


@pytest.mark.timeout(60 + 20 * min(SAMPLE, 100))
def test_a_first_start_that_is_killed_at_any_step_is_completed_by_the_next(
    steps: list[Step], tmp_path: Path, strace: str, dice: random.Random
) -> None:
    chosen = sorted(dice.sample(range(len(steps)), min(SAMPLE, len(steps))))
    for index in chosen:
        step = steps[index]
        data = tmp_path / f"killed-{index}"
        _kill_at(step, data, strace)
        with Server(data) as server:
            ada = Person(server.url, "ada").register().log_in()
            assert ada.post("hello")["number"] == 1, step
            assert ada.get(ada.upload(b"hello")["url"]).content == b"hello", step
            assert server.stop() == 0
        _check_whole(data)
    figures(starts_killed=len(chosen), steps_of_a_start=len(steps))


def _kill_at(step: Step, data: Path, strace: str) -> None:
    options = ("-e", f"trace={step.call}", "-e", f"inject={step.call}:signal=SIGKILL:when={step.turn}")
    killed = TracedServer(data, strace, *options)
    with suppress(AssertionError):  # that it was not ready; the last steps come after it was
        killed.start()
    assert killed.wait() == -signal.SIGKILL, step


def _check_whole(data: Path) -> None:
    with closing(sqlite3.connect(data / "chatroom.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [(migrations.HEAD,)]
        assert database.execute("SELECT name FROM rooms").fetchall() == [("general",)]
    assert len((data / "secret_key").read_text("ascii").strip()) == 64
