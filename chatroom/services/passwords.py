"""Passwords: which are good enough, and how they are kept."""

import secrets
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from chatroom.domain import limits
from chatroom.domain.errors import Invalid
from chatroom.domain.names import username_key
from chatroom.domain.ports import Offload

# OWASP's second choice for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)

_DISTINCT_MIN = 4


def check_password(password: str, username: str, field: str = "password") -> None:
    """Refuse passwords that would be guessed.

    Args:
        field: what the field is called in which it was sent.

    Raises:
        Invalid: it is too short, too long, common, or the username.
    """
    if not limits.PASSWORD_MIN <= len(password) <= limits.PASSWORD_MAX:
        problem = f"Use {limits.PASSWORD_MIN} to {limits.PASSWORD_MAX} characters."
    elif not username_key(password).replace(username_key(username), ""):
        problem = "Choose a password other than your username."
    elif len(set(password)) < _DISTINCT_MIN:
        problem = f"Use at least {_DISTINCT_MIN} different characters."
    elif password.lower() in _common():
        problem = "This password is among the most common ones. Choose another."
    else:
        return
    raise Invalid(problem, fields={field: problem})


@cache
def _common() -> frozenset[str]:
    """Those of the 10,000 most common passwords that are long enough to be tried here.

    From the ranked list of zxcvbn 4.5.0 (MIT), https://github.com/dwolfhub/zxcvbn-python.
    """
    text = files("chatroom.services").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(text.split())


class Passwords:
    """Hashes and verifies off the event loop: each takes tens of milliseconds on purpose.

    Args:
        offload: runs a call in a native thread.
    """

    def __init__(self, offload: Offload) -> None:
        self._offload = offload
        # What the password of an unknown user is held against: the same work, and never right.
        self._nobody = _HASHER.hash(secrets.token_urlsafe(32))

    def hash(self, password: str) -> str:
        return self._offload(_HASHER.hash, password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is right. None stands for a user who does not exist."""
        return self._offload(_verify, password_hash or self._nobody, password)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
