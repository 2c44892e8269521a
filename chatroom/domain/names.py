"""Usernames: what they may be, and when two of them are the same."""

import unicodedata

from chatroom.domain import limits
from chatroom.domain.errors import Invalid

_PUNCTUATION = frozenset("._-")
_RULE = f"{limits.USERNAME_MIN} to {limits.USERNAME_MAX} letters, digits, '.', '_' or '-'"


def username_key(username: str) -> str:
    """The form in which usernames are compared: alike regardless of case and Unicode form.

    NFKC after case folding, both twice, is the caseless match of Unicode 15, section 3.13 (D146).
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", username).casefold())
    return unicodedata.normalize("NFKC", folded.casefold())


def clean_username(username: str) -> str:
    """The username as it is stored and shown.

    Raises:
        Invalid: it breaks the rule.
    """
    name = unicodedata.normalize("NFC", username.strip())
    if not limits.USERNAME_MIN <= len(name) <= limits.USERNAME_MAX:
        raise Invalid(fields={"username": f"Use {_RULE}."})
    if not all(_allowed(character) for character in name):
        raise Invalid(fields={"username": f"Use only {_RULE}."})
    if not any(character.isalnum() for character in name) or unicodedata.category(name[0])[0] == "M":
        raise Invalid(fields={"username": "Use at least one letter or digit, and start with no accent."})
    return name


def _allowed(character: str) -> bool:
    """Letters, the marks that some scripts need to write them, decimal digits, and . _ -"""
    category = unicodedata.category(character)
    return character in _PUNCTUATION or category[0] in "LM" or category == "Nd"
