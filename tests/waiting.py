"""Waiting for what happens in another process or thread, and never longer than it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], within: float = 10.0) -> T:
    """Ask again and again until the answer is true; returns it.

    Raises:
        AssertionError: it did not become true in time.
    """
    deadline = time.monotonic() + within
    while not (answer := condition()):
        assert time.monotonic() < deadline, (
            f"Still not true after {within} s; the last answer was {answer!r}."
        )
        time.sleep(0.01)
    return answer
