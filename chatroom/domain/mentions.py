"""Who may be meant by a text: the names behind an "@"."""

import re
import unicodedata
from collections.abc import Iterator

from chatroom.domain import limits
from chatroom.domain.code import without_code
from chatroom.domain.names import is_of_username, username_key

ROOM, HERE = "room", "here"  # names that stand for everybody
# Letters and digits before an "@" make it part of an address; so does "/", and "\" escapes it.
_AT = re.compile(r"(?<![^\W_])(?<![@/\\])@")
_PUNCTUATION = "._-"


def spellings(text: str) -> list[tuple[str, ...]]:
    """For each "@" outside of code the keys of the names that it may stand for, the longest first.

    A name goes as far as names go, or ends before punctuation: of "@ada.lovelace." both "ada.lovelace"
    and "ada" may be meant. The same is not found twice, and only so many are.
    """
    found: dict[tuple[str, ...], None] = {}
    left = limits.MENTION_SPELLINGS_MAX
    for name in _names(without_code(text)):
        keys = tuple(username_key(name[:end]) for end in _ends(name))
        if keys in found:
            continue
        left -= len(keys)
        if left < 0:
            break
        found[keys] = None
    return list(found)


def _names(text: str) -> Iterator[str]:
    """What stands behind each "@", as far as a name could go; each once."""
    seen: set[str] = set()
    for at in _AT.finditer(text):
        start = at.end()
        if unicodedata.category(text[at.start() - 1 : start - 1] or " ")[0] == "M":
            continue  # a letter with an accent
        end = start
        while end < len(text) and end - start < limits.USERNAME_RAW_MAX and is_of_username(text[end]):
            end += 1
        name = text[start:end]
        if name and name not in seen:
            seen.add(name)
            yield name


def _ends(name: str) -> Iterator[int]:
    """Where a name may end, the last place first."""
    yield len(name)
    for end in range(len(name) - 1, limits.USERNAME_MIN - 1, -1):
        if name[end] in _PUNCTUATION:
            yield end
