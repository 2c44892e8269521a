"""Counting attempts to log in, so that guessing is slow."""

import math
import time

from flask_limiter import Limiter
from limits import RateLimitItem, parse_many

from chatroom.domain import limits
from chatroom.domain.errors import RateLimited
from chatroom.web import devices
from chatroom.web.limiter import visitor

_Count = tuple[RateLimitItem, str]


class LoginAttempts:
    """Counts an attempt before its password is looked at, and takes it back when that was right.

    Counting wrong ones afterwards would let any number be tried at the same moment.
    """

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter
        self._per_account = parse_many(limits.LOGIN_PER_ACCOUNT)
        self._per_address = parse_many(limits.LOGIN_PER_ADDRESS)

    def count(self, username: str) -> list[_Count]:
        """Count one attempt; returns what `take_back` needs.

        Raises:
            RateLimited: it is one too many, for the account or for the address.
        """
        if not self._limiter.enabled:
            return []
        account, address = f"account {devices.account(username)}", f"address {visitor()}"
        counts = [(item, account) for item in self._per_account]
        counts += [(item, address) for item in self._per_address]
        for item, key in counts:
            if not self._limiter.limiter.hit(item, key):
                reset = self._limiter.limiter.get_window_stats(item, key).reset_time
                raise rate_limited(math.ceil(reset - time.time()))
        return counts

    def take_back(self, counts: list[_Count]) -> None:
        """The password was right: it does not count."""
        for item, key in counts:
            self._limiter.limiter.storage.incr(item.key_for(key), item.get_expiry(), amount=-1)


def rate_limited(seconds: int) -> RateLimited:
    """Says when to try again."""
    wait = f"{-(-seconds // 60)} minutes" if seconds > 60 else "a minute"
    return RateLimited(f"Too many attempts. Try again in {wait}.", retry_after=max(1, seconds))
