"""What has more than one implementation, as services see it. `app.py` hands them in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import IO, ParamSpec, Protocol, TypeVar

from chatroom.domain.errors import ChatroomError
from chatroom.domain.events import Event

P = ParamSpec("P")
T = TypeVar("T")
Kept = TypeVar("Kept", covariant=True)


class Promise(Protocol[Kept]):
    """What a write returns once it is on disk."""

    def result(self) -> Kept:
        """Wait for it.

        Raises:
            ChatroomError: the write failed, and left no trace.
        """

    def then(self, kept: Callable[[Kept], None], broken: Callable[[ChatroomError], None]) -> None:
        """Have one of the two called, once. They must neither wait nor raise."""


class Publisher(Protocol):
    """Tells live connections what was committed."""

    def publish(self, events: Sequence[Event]) -> None:
        """Deliver in order. Never raises for one connection's trouble, never waits for a reader."""


class Follower(Protocol):
    """Keeps something that is made from the messages, a step at a time. Every step may block: offload it.

    Steps raise Unavailable where they cannot be done just now; nothing is lost.
    """

    def changed(self, rooms: Iterable[int]) -> None:
        """There are new versions of these rooms. Does not block."""

    def advance(self) -> int:
        """Take some changes; returns how many. None are left when it is 0."""

    def tidy(self) -> bool:
        """Do something that is good for it when there is time; returns whether there is more."""

    def close(self) -> None: ...


class Offload(Protocol):
    """Runs a long call in a native thread, so that the event loop stays free."""

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...


class Audience(Protocol):
    """Knows who is there."""

    def present(self, room_id: int) -> set[int]:
        """The ids of the users who hear a room at this moment."""


class Connected(Protocol):
    """Knows which sign-ins are in use."""

    def connected(self, session_ids: Iterable[int]) -> set[int]:
        """Those of these sessions that have a live connection at this moment."""


class Incoming(Protocol):
    """A file on its way into the store. Every call may block: offload it."""

    @property
    def path(self) -> Path:
        """Where the bytes can be read until the file is kept."""

    def write(self, chunk: bytes) -> None: ...

    def keep(self) -> None:
        """Make what was written durable, and let `open` find it."""


class FileStore(Protocol):
    """Holds the bytes of files, by id."""

    def receive(self, file_id: str) -> AbstractContextManager[Incoming]:
        """Take in a file. Leaving the context without `keep` leaves nothing behind."""

    def open(self, file_id: str) -> IO[bytes]:
        """Raises FileNotFoundError where there is no such file."""

    def remove(self, file_id: str) -> None: ...

    def ids(self, older_than: timedelta) -> Iterator[str]:
        """Files that were kept at least so long ago."""
