"""Native threads for long calls: hashing, disks, images. The event loop stays free meanwhile."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

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
        result: T
        result, error = self._pool.apply(_outcome, (function, args, kwargs))
        if error is not None:
            raise error
        return result


def _outcome(
    function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[T | None, Exception | None]:
    """What a call returned or raised; gevent would print what leaves a thread, full disks included."""
    try:
        return function(*args, **kwargs), None
    except Exception as error:
        return None, error
