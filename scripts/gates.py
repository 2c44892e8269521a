"""Runs the checks, some at a time, and ends in one summary.

Arguments name the ones to run.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = ROOT / ".venv/bin"
NODE = ROOT / ".venv/node"
NPM = [
    f"{NODE}/bin/node",
    f"{NODE}/lib/node_modules/npm/bin/npm-cli.js",
    "--prefix=client",
    "run",
    "--silent",
]

# One more than there are cores: tests also wait, for what a server does only after some time.
AT_A_TIME = (os.cpu_count() or 1) + 1
# The longest come first, so that none is left to run alone. Each runs its tests in one process: in two, it
# would start two of every server and browser.
GATES: dict[str, list[list[str]]] = {
    "browser": [["scripts/ensure-browser"], [f"{BIN}/pytest", "tests/browser"]],
    "faults": [[f"{BIN}/pytest", "tests/faults"]],
    "api": [[f"{BIN}/pytest", "tests/api"]],
    "real-time": [[f"{BIN}/pytest", "tests/realtime"]],
    "client": [[*NPM, "lint"], [*NPM, "check"], [*NPM, "test"]],
    "unit": [[f"{BIN}/pytest", "tests/unit", "tests/storage"]],
    "transport": [[f"{BIN}/pytest", "tests/transport"]],
    "types": [[f"{BIN}/mypy"]],
    "layers": [[f"{BIN}/lint-imports", "--no-logo"]],
    "protocol": [[f"{BIN}/python", "scripts/protocol.py", "--check"]],
    "lint": [
        [f"{BIN}/ruff", "check", "--quiet", "."],
        [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    ],
}


def environment() -> dict[str, str]:
    """With Node, and with compiled modules kept: tests start servers by the dozen."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PATH": f"{NODE}/bin:{BIN}:{kept['PATH']}"}


def run(name: str) -> tuple[str, bool, float, str]:
    """A gate's name, whether it passed, its seconds, and what its commands said up to one that failed."""
    started, said, passed = time.monotonic(), "", True
    for command in GATES[name]:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        said += done.stdout
        passed = done.returncode == 0
        if not passed:
            break
    return name, passed, time.monotonic() - started, said


def main(names: list[str]) -> int:
    chosen, summary, failed = names or list(GATES), "", 0
    print(f"{len(chosen)} gates, {AT_A_TIME} at a time; each is shown when it is done.", flush=True)
    lanes = ThreadPoolExecutor(AT_A_TIME)
    try:
        for gate in as_completed([lanes.submit(run, name) for name in chosen]):
            name, passed, seconds, said = gate.result()
            print(f"── {name}\n{said}", end="", flush=True)
            summary += f"  {'ok    ' if passed else 'FAILED'}  {name:<10} {seconds:6.1f} s\n"
            failed += not passed
    finally:
        lanes.shutdown(cancel_futures=True)
    print(f"\n── summary\n{summary}{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
