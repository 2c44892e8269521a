"""Who is there, as their live connections tell it. It lives as long as the process, and knows no more."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, TypeVar

from chatroom.domain import limits
from chatroom.domain.entities.people import PresenceState

Live = TypeVar("Live", bound=Hashable)  # a connection, whatever that is to whoever has it


@dataclass(slots=True)
class _Person(Generic[Live]):
    """Somebody who has connections, or had some a moment ago."""

    idle: dict[Live, bool] = field(default_factory=dict)  # by connection
    all_idle: bool = False  # or were, when the last one ended
    gone_at: float | None = None  # where there is none


class Roster(Generic[Live]):
    """Everybody's live connections. Belongs to the event loop's thread.

    Each change answers whether others see it.

    Args:
        offline_seconds: for which somebody without a connection is seen as they were: who comes back within
            them, with a reload or through a tunnel, was never gone.
        clock: in seconds; one that nobody sets.
    """

    def __init__(
        self, offline_seconds: float = limits.OFFLINE_SECONDS, clock: Callable[[], float] = monotonic
    ) -> None:
        self._offline_seconds = offline_seconds
        self._clock = clock
        self._people: dict[int, _Person[Live]] = {}
        self._leaving: dict[int, None] = {}  # who has no connection; the first to count as gone first

    def state(self, user_id: int) -> PresenceState:
        """Whether somebody is there."""
        person = self._people.get(user_id)
        if person is None or (person.gone_at is not None and person.gone_at <= self._clock()):
            return "offline"
        return "away" if person.all_idle else "online"

    def connections(self, user_id: int) -> Iterable[Live]:
        person = self._people.get(user_id)
        return tuple(person.idle) if person else ()

    def connected(self, user_id: int, connection: Live) -> bool:
        """A connection is there, and somebody at it until it says otherwise."""
        before = self.state(user_id)
        person = self._people.setdefault(user_id, _Person())
        person.idle[connection] = False
        person.gone_at = None
        self._leaving.pop(user_id, None)
        return self._seen(user_id, before)

    def set_idle(self, user_id: int, connection: Live, idle: bool) -> bool:
        """Nobody is at a connection, or somebody again; one that has ended is not listened to."""
        person = self._people.get(user_id)
        if person is None or connection not in person.idle:
            return False
        before = self.state(user_id)
        person.idle[connection] = idle
        return self._seen(user_id, before)

    def disconnected(self, user_id: int, connection: Live) -> bool:
        """A connection is there no more; with the last one, everything stays as it was for a while."""
        person = self._people.get(user_id)
        if person is None or connection not in person.idle:
            return False
        before = self.state(user_id)
        del person.idle[connection]
        if not person.idle:
            person.gone_at = self._clock() + self._offline_seconds
            self._leaving[user_id] = None
        return self._seen(user_id, before)

    def gone(self) -> list[int]:
        """Those who count as gone since this was asked last."""
        found = []
        for user_id in self._leaving:
            if self.state(user_id) != "offline":
                break
            found.append(user_id)
        for user_id in found:
            del self._leaving[user_id], self._people[user_id]
        return found

    def _seen(self, user_id: int, before: PresenceState) -> bool:
        person = self._people[user_id]
        if person.idle:
            person.all_idle = all(person.idle.values())
        return self.state(user_id) != before
