"""Runs the checks, one after the other, and ends in one summary. Arguments name the ones to run."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = ROOT / ".venv/bin"
PYTEST = [f"{BIN}/pytest", "--numprocesses=2"]
NODE = ROOT / ".venv/node"
NPM = [
    f"{NODE}/bin/node",
    f"{NODE}/lib/node_modules/npm/bin/npm-cli.js",
    "--prefix=client",
    "run",
    "--silent",
]

GATES: dict[str, list[list[str]]] = {
    "lint": [
        [f"{BIN}/ruff", "check", "--quiet", "."],
        [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    ],
    "types": [[f"{BIN}/mypy"]],
    "layers": [[f"{BIN}/lint-imports", "--no-logo"]],
    "protocol": [[f"{BIN}/python", "scripts/protocol.py", "--check"]],
    "client": [[*NPM, "lint"], [*NPM, "check"], [*NPM, "test"]],
    "unit": [[*PYTEST, "tests/unit", "tests/storage"]],
    "api": [[*PYTEST, "tests/api"]],
    "transport": [[*PYTEST, "tests/transport"]],
    "real-time": [[*PYTEST, "tests/realtime"]],
    "faults": [[*PYTEST, "tests/faults"]],
    "browser": [["scripts/ensure-browser"], [*PYTEST, "tests/browser"]],
}


def main(names: list[str]) -> int:
    environment = {**os.environ, "PATH": f"{NODE}/bin:{BIN}:{os.environ['PATH']}"}
    outcomes: dict[str, tuple[bool, float]] = {}
    for name in names or GATES:
        print(f"── {name}", flush=True)
        started = time.monotonic()
        passed = all(
            subprocess.run(command, cwd=ROOT, env=environment).returncode == 0 for command in GATES[name]
        )
        outcomes[name] = passed, time.monotonic() - started
    print("\n── summary")
    for name, (passed, seconds) in outcomes.items():
        print(f"  {'ok    ' if passed else 'FAILED'}  {name:<10} {seconds:6.1f} s")
    failed = sum(not passed for passed, _ in outcomes.values())
    print(f"{len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
