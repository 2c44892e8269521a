"""Usernames: what they may be, and when two of them are the same."""

import unicodedata

from chatroom.domain import limits
from chatroom.domain.errors import Invalid

_PUNCTUATION = frozenset("._-")
# Marks and letters that show nothing: a name with them looks like another one, or like none.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0") | {
    chr(code) for selectors in (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)) for code in selectors
}
_RULE = f"{limits.USERNAME_MIN} to {limits.USERNAME_MAX} letters, digits, '.', '_' or '-'"


def username_key(username: str) -> str:
    """The form in which usernames are compared: alike regardless of case and Unicode form.

    NFKC after case folding, both twice, is the caseless match of Unicode 15, section 3.13 (D146).
    What is too long for any username is cut: nobody is called that.
    """
    raw = username[: limits.USERNAME_RAW_MAX]
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", raw).casefold())
    return unicodedata.normalize("NFKC", folded.casefold())


def clean_username(username: str) -> str:
    """The username as it is stored and shown.

    Raises:
        Invalid: it breaks the rule.
    """
    raw = username.strip()
    name = unicodedata.normalize("NFC", raw) if len(raw) <= limits.USERNAME_RAW_MAX else ""
    if not limits.USERNAME_MIN <= len(name) <= limits.USERNAME_MAX:
        raise Invalid(fields={"username": f"Use {_RULE}."})
    # A few letters stand for whole phrases: in the form that is compared they would have spaces.
    if not all(_allowed(character) for character in name) or " " in username_key(name):
        raise Invalid(fields={"username": f"Use only {_RULE}."})
    if not any(character.isalnum() for character in name) or unicodedata.category(name[0])[0] == "M":
        raise Invalid(fields={"username": "Use at least one letter or digit, and start with no accent."})
    return name


def _allowed(character: str) -> bool:
    """Letters, the marks that some scripts need to write them, decimal digits, and . _ -"""
    if character in _INVISIBLE:
        return False
    category = unicodedata.category(character)
    return character in _PUNCTUATION or category[0] in "LM" or category == "Nd"
