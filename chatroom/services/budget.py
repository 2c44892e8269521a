"""What a user, or a session, may do in a while: much at once, and then at a steady rate."""

import math
from collections.abc import Callable, Mapping
from time import monotonic

from chatroom.domain.entities.people import Session, User
from chatroom.domain.errors import RateLimited

_REMEMBERED = 10_000  # buckets, before those that are full again are looked for


class Budgets:
    """A token bucket for each kind of request, of each user or, for some kinds, each session.

    A bucket is kept as the moment at which it is full again: one number, and none for whoever has
    done nothing for a while.

    Args:
        rates: for each kind, how many at once, and how many a second after that. What is not in it
            is not limited.
        clock: in seconds; one that nobody sets.
    """

    def __init__(
        self, rates: Mapping[str, tuple[int, float]], clock: Callable[[], float] = monotonic
    ) -> None:
        self._rates = rates
        self._clock = clock
        self._full_at: dict[tuple[int, str], float] = {}
        self._look_at = _REMEMBERED

    def spend(self, whose: User | Session, kind: str) -> None:
        """Count one request.

        Raises:
            RateLimited: it is one too many; it is not counted.
        """
        if kind not in self._rates:
            return
        burst, per_second = self._rates[kind]
        now = self._clock()
        full_at = max(now, self._full_at.get((whose.id, kind), now)) + 1 / per_second
        wait = full_at - burst / per_second - now
        if wait > 1e-6:
            raise RateLimited("Too much at once. Wait a moment.", retry_after=math.ceil(wait))
        self._full_at[whose.id, kind] = full_at
        if len(self._full_at) > self._look_at:
            self._full_at = {key: moment for key, moment in self._full_at.items() if moment > now}
            self._look_at = max(_REMEMBERED, 2 * len(self._full_at))
