"""The long version of the fault tests; writes what was done to docs/faults-report.md.

SEED repeats a run's choices. KILLS is how many kills under load there are, 200 when not given.
"""

import json
import os
import platform
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = ROOT / ".venv/bin"
REPORT = ROOT / "docs/faults-report.md"
TEMPLATE = """# The last run of `make faults`

The long version of `tests/faults`: what it proves is in [contract.md](contract.md). This file is written
by `scripts/faults.py`, and only when every test passed.

| | |
| --- | --- |
{table}

Authors send again until they have an ack, so at the end as much is acknowledged as was sent. After each
kill the database file, as the dead server left it, is held against what had been acknowledged by then.
The time until everybody is up to date has the server's own start in it.
"""


def main() -> int:
    seed = os.environ.get("SEED") or str(random.SystemRandom().randrange(1 << 32))
    kills = os.environ.get("KILLS") or "200"
    again = f"make faults SEED={seed} KILLS={kills}"
    print(f"To repeat: {again}", flush=True)
    commit = _commit()
    with tempfile.TemporaryDirectory() as place:
        figures = Path(place, "figures.json")
        environment = {
            **os.environ,
            "FAULTS_LONG": "1",
            "SEED": seed,
            "FAULTS_KILLS": kills,
            "FAULTS_FIGURES": str(figures),
            "PATH": f"{ROOT}/.venv/node/bin:{BIN}:{os.environ['PATH']}",
        }
        started = time.monotonic()
        # One after the other: the time to recover is not to be that of other tests.
        command = [f"{BIN}/pytest", "tests/faults", "--verbose", f"--junitxml={place}/tests.xml"]
        status = subprocess.run(command, cwd=ROOT, env=environment).returncode
        if status == 0:
            minutes = (time.monotonic() - started) / 60
            tests = _tests(Path(place, "tests.xml").read_text("utf-8"))
            run = {"commit": commit, "to repeat": f"`{again}`", "tests": f"{tests}, {minutes:.0f} minutes"}
            REPORT.write_text(_report(run, json.loads(figures.read_text())), "utf-8")
            print(f"Written: {REPORT.relative_to(ROOT)}")
    return status


def _tests(junit: str) -> str:
    counts = dict(re.findall(r'\b(tests|skipped)="(\d+)"', junit.partition("<testcase")[0]))
    return f"{int(counts['tests']) - int(counts['skipped'])} passed, {counts['skipped']} skipped"


def _report(run: dict[str, str], figures: dict[str, float]) -> str:
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    rows: dict[str, str | float] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        **run,
        "machine": f"{os.cpu_count()} cores, {system}, SQLite {sqlite3.sqlite_version}",
        "kill -9 under load": figures["kills"],
        "kill -9 in a first start, before each call that changes a file": figures["starts_killed"],
        "steps sent (posts, edits, deletions)": figures["steps_sent"],
        "steps acknowledged": figures["steps_acked"],
        "messages sent": figures["messages_sent"],
        "messages acknowledged": figures["messages_acked"],
        "messages stored": figures["messages_stored"],
        "acknowledged and lost, or stored twice": 0,  # or this would not be written
        "steps sent again after a kill": figures["retries"],
        "messages sent again that were stored already: duplicates prevented": figures["duplicates_prevented"],
        "connections": figures["connections"],
        "syncs": figures["syncs"],
        "longest time from a kill until everybody was up to date": f"{figures['longest_recovery_seconds']} s",
    }
    table = "\n".join(f"| {name} | {_shown(value)} |" for name, value in rows.items())
    return TEMPLATE.format(table=table)


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def _commit() -> str:
    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "chatroom")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (", with changes" if changed else "")


if __name__ == "__main__":
    sys.exit(main())
