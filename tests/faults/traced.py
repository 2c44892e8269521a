"""A server under strace: what it asked of the kernel, in the order in which that was done.

A line of the trace is written while the process that it is about stands still: a call that returned
in an earlier line was done before a call that begins in a later one was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.server import START_SECONDS, Server

_BEGINS = re.compile(r"(\d+) +(\w+)\((.*?)(?:\) += (-?\d+).*| <unfinished \.\.\.>)$")
_RETURNS = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>.*\) += (-?\d+)")


class TracedServer(Server):
    """`chatroom serve` with its system calls written down.

    Args:
        strace: the program.
        options: what it is to trace, or to make go wrong.
    """

    def __init__(self, data: Path, strace: str, *options: str) -> None:
        super().__init__(data)
        self.trace = data.parent / f"{data.name}.trace"
        # The commit is in a thread; descriptors with what they stand for; whole pages of the file. Not
        # --seccomp-bpf, which is faster: with it strace 6.1 injects no faults.
        how = ("--follow-forks", "--decode-fds=path", "--string-limit=8192")
        self._strace = [strace, *how, "-o", str(self.trace), *options]

    def command(self) -> list[str | Path]:
        # Bytecode written beside the sources would be traced, too, the first time only.
        return [*self._strace, "-E", "PYTHONDONTWRITEBYTECODE=1", *super().command()]

    def wait(self) -> int:
        """Wait for the server to end by itself; returns how it did."""
        assert self._process is not None
        return self._process.wait(START_SECONDS)

    def __enter__(self) -> "TracedServer":
        self.start()
        return self


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that begins, or one that returns (with what, and with what it was asked)."""

    at: Literal["begin", "return"]
    name: str
    arguments: str
    result: int | None


def calls(trace: Path) -> Iterator[Call]:
    """Every begin and every return, in order."""
    begun: dict[str, Call] = {}
    for line in trace.read_text(errors="replace").splitlines():
        if found := _BEGINS.match(line):
            thread, name, arguments, result = found.groups()
            call = Call("begin", name, arguments, None)
            yield call
            if result is None:
                begun[thread] = call
            else:
                yield Call("return", name, arguments, int(result))
        elif found := _RETURNS.match(line):
            thread, name, result = found.groups()
            yield Call("return", name, begun.pop(thread).arguments, int(result))
