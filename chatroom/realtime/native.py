"""Native threads for long calls: hashing, disks, images. The event loop stays free meanwhile."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from gevent.threadpool import ThreadPool

P = ParamSpec("P")
T = TypeVar("T")


class NativeThreads:
    """
    Args:
        size: calls that run at once; more than the machine has cores helps nobody.
    """

    def __init__(self, size: int = 4) -> None:
        self._pool = ThreadPool(size)

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call in a native thread; other greenlets go on meanwhile."""
        result: T = self._pool.apply(function, args, kwargs)
        return result
