"""Counting attempts at a password, so that guessing is slow."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask_limiter import Limiter
from limits import RateLimitItem, parse_many

from chatroom.domain import limits
from chatroom.domain.entities.people import Session
from chatroom.domain.errors import RateLimited, WrongPassword
from chatroom.web import devices
from chatroom.web.limiter import visitor

_Count = tuple[RateLimitItem, str]


class Attempts:
    """Counts an attempt before its password is looked at, and takes it back when that was right.

    Counting wrong ones afterwards would let any number be tried at the same moment.
    """

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter
        self._per_account = parse_many(limits.LOGIN_PER_ACCOUNT)
        self._per_address = parse_many(limits.LOGIN_PER_ADDRESS)

    def count_login(self, username: str) -> list[_Count]:
        """Count one attempt to log in; returns what `take_back` needs.

        Raises:
            RateLimited: it is one too many, for the account or for the address.
        """
        return self._count(f"account {devices.account(username)}")

    @contextmanager
    def of_session(self, session: Session) -> Iterator[None]:
        """Count an attempt of somebody who is signed in, and keep it only when the password was wrong.

        Each session counts by itself: who has got hold of one can keep the owner neither from logging in
        nor from changing the password elsewhere, and cannot get another one without the password.

        Raises:
            RateLimited: it is one too many, for the session or for the address.
        """
        counts = self._count(f"session {session.id}")
        try:
            yield
        except WrongPassword:
            raise
        except BaseException:
            self.take_back(counts)
            raise
        self.take_back(counts)

    def _count(self, account: str) -> list[_Count]:
        if not self._limiter.enabled:
            return []
        address = f"address {visitor()}"
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
