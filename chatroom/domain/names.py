"""Names of people and of rooms: what they may be, and when two of them are the same."""

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
    return _folded(username[: limits.USERNAME_RAW_MAX])


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
    if not all(is_of_username(character) for character in name) or " " in username_key(name):
        raise Invalid(fields={"username": f"Use only {_RULE}."})
    if not any(character.isalnum() for character in name) or unicodedata.category(name[0])[0] == "M":
        raise Invalid(fields={"username": "Use at least one letter or digit, and start with no accent."})
    return name


def room_name_key(name: str) -> str:
    """The form in which names of rooms are compared."""
    return _folded(" ".join(name[: limits.ROOM_NAME_RAW_MAX].split()))


def clean_room_name(name: str) -> str:
    """A room's name as it is stored and shown, on one line.

    Raises:
        Invalid: it breaks the rule.
    """
    raw = " ".join(name.split())
    cleaned = unicodedata.normalize("NFC", raw) if len(raw) <= limits.ROOM_NAME_RAW_MAX else ""
    if not 1 <= len(cleaned) <= limits.ROOM_NAME_MAX:
        raise Invalid(fields={"name": f"Use 1 to {limits.ROOM_NAME_MAX} characters."})
    if not all(_shows(character) for character in cleaned):
        raise Invalid(fields={"name": "Use only characters that can be seen."})
    if not any(character.isalnum() for character in cleaned) or unicodedata.category(cleaned[0])[0] == "M":
        raise Invalid(fields={"name": "Use at least one letter or digit, and start with no accent."})
    return cleaned


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
    return unicodedata.normalize("NFKC", folded.casefold())


def _shows(character: str) -> bool:
    """Everything but what is invisible: controls, marks of direction, unusual spaces."""
    return character == " " or (
        character not in _INVISIBLE and unicodedata.category(character)[0] not in "CZ"
    )


def is_of_username(character: str) -> bool:
    """Letters, the marks that some scripts need to write them, decimal digits, and . _ -"""
    if character in _INVISIBLE:
        return False
    category = unicodedata.category(character)
    return character in _PUNCTUATION or category[0] in "LM" or category == "Nd"
