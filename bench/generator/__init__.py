"""The load generator, as a process of its own on its own core.

It is a small C program, compiled on the spot. Where there is no C compiler, a Python program of the
same interface stands in; RESULTS.md says so, because it may then be what limits the figures.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench import machine
from bench.world import Member

_HERE = Path(__file__).parent
_BUILD = _HERE.parent / "build"
_LIMIT_SECONDS = 300


class Failed(Exception):
    """The load could not be made: a connection was refused or cut, a message was refused."""


def program(name: str = "load", *sources: str) -> Path | None:
    """Compile a C program, unless it is there already; None where no compiler is."""
    binary = _BUILD / name
    paths = [_HERE / source for source in sources or ("load.c", "wire.c")]
    newest = max(path.stat().st_mtime for path in _HERE.glob("*.[ch]"))
    if binary.exists() and binary.stat().st_mtime > newest:
        return binary
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    _BUILD.mkdir(exist_ok=True)
    subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-o", binary, *paths], check=True)
    return binary


def kind() -> str:
    """Which generator this machine has, for the report."""
    return "C" if program() else "Python (no C compiler here)"


class Load:
    """A load that is being made.

    Args:
        mode: `closed`, `paced` or `connect`; see generator/load.c.
        members: a connection for each.
        settings: of the mode.
    """

    def __init__(self, mode: str, port: int, members: Sequence[Member], **settings: float) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="bench-")
        people = Path(self._directory.name, "people")
        people.write_text(
            "".join(f"{m.room}\t{m.cookie}\t&user={m.user}&room={m.room}\n" for m in members), "ascii"
        )
        binary = program()
        command = [binary] if binary else [sys.executable, _HERE / "fallback.py"]
        arguments = [f"{name}={value}" for name, value in settings.items()]
        self._process = subprocess.Popen(
            [*command, mode, f"port={port}", f"people={people}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=machine.on_core(machine.LOAD_CORE),
        )

    def result(self) -> dict[str, Any]:
        """What it found, once it is done; with `hold` the connections then still stand.

        Raises:
            Failed: it could not go through with it.
        """
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        line = self._process.stdout.readline()
        if not line:
            raise Failed(self._process.stderr.read().strip() or "the load generator ended without a word")
        found: dict[str, Any] = json.loads(line)
        return found

    def stands(self) -> bool:
        """Whether it still holds its connections: it ends when the server closes a single one."""
        return self._process.poll() is None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate(timeout=_LIMIT_SECONDS)
        self._directory.cleanup()


def run(mode: str, port: int, members: Sequence[Member], **settings: float) -> dict[str, Any]:
    """Make a load to its end.

    Raises:
        Failed: messages were refused or lost, or connections cut: such a figure would be worth nothing.
    """
    with Load(mode, port, members, **settings) as load:
        found = load.result()
    if found["unacked"] or found["missing"]:
        raise Failed(f"{found['unacked']} acks and {found['missing']} deliveries never came")
    if mode == "closed" and not found["delivered"]:
        raise Failed("nothing was delivered within the window; it needs a longer one")
    return found
