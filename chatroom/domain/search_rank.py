"""Which of the messages that were found are probably meant, and what of each to show."""

import re
from collections.abc import Sequence

from chatroom.domain import limits
from chatroom.domain.search_text import fold

_NEAR = 40  # characters in which terms belong together


def score(text: str, terms: Sequence[str], age: float) -> float:
    """How well a folded text fits; an age of 0 is the newest, of 1 the oldest that is looked at."""
    if not terms:
        return 1 - age
    places = [_place(text, term) for term in terms]
    words = sum(1.0 if whole else 0.0 for _, whole in places) / len(terms)
    starts = [start for start, _ in places]
    together = 0.0
    if len(terms) > 1 and max(starts) - min(starts) <= _NEAR + max(map(len, terms)):
        together = 1.0 if starts == sorted(starts) else 0.5
    # One word of five says more about a message than one of five hundred.
    share = min(1.0, 3 * sum(map(len, terms)) / (len(text) + 1))
    return 2 * words + 1.5 * together + share + (1 - age)


def exactness(body: str, written: Sequence[str]) -> float:
    """How much of what was looked for stands there as it was written, capitals and accents too."""
    return sum(term in body for term in written) / len(written) if written else 0.0


def excerpt(body: str, terms: Sequence[str]) -> str:
    """A piece of a text around the first term that is in it, with an ellipsis where it is cut."""
    if len(body) <= limits.SEARCH_EXCERPT:
        return body
    room = limits.SEARCH_EXCERPT - 2
    start = max(0, min(_first(body, terms) - room // 3, len(body) - room))
    end = start + room
    return ("…" if start else "") + body[start:end] + ("…" if end < len(body) else "")


def _place(text: str, term: str) -> tuple[int, bool]:
    """Where a term is, and whether it is a word there: preferably one that is."""
    word = re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text)
    return (word.start(), True) if word else (text.find(term), False)


def _first(body: str, terms: Sequence[str]) -> int:
    """About where the first term is: folding may have changed lengths, so it is looked for by lines."""
    before = 0
    for line in body.splitlines(keepends=True):
        folded = fold(line)
        found = [place for term in terms if (place := folded.find(term)) >= 0]
        if found:
            return before + min(found) * len(line) // len(folded)
        before += len(line)
    return 0
