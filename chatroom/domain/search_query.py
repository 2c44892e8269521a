"""The language of search: words, "phrases" and filters, read into what they mean.

Only the filters that there are are filters: `https://…`, `10:30` and `std::map` are words.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from chatroom.domain.errors import Invalid
from chatroom.domain.search_text import fold

Content = Literal["file", "image", "link"]
_CONTENTS: tuple[Content, ...] = get_args(Content)
_PART = re.compile(
    r"""(?P<filter>from|in|has|before|after|mentions):(?:"(?P<quoted>[^"]*)"?|(?P<value>\S*))
      | "(?P<phrase>[^"]*)"?
      | (?P<word>\S+)""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Query:
    """
    Args:
        terms: all of which have to be in the text, folded.
        written: the same as they were written.
        authors: names, one of whom wrote it. `me` is oneself.
        rooms: names, in one of which it stands; `@name` is a direct conversation.
        has: what all has to be in it.
        since, until: a time from which, and one up to which, it was written.
        mentions_me: that it names oneself, or everybody in the room.
    """

    terms: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    has: frozenset[Content] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    mentions_me: bool = False


def parse_query(text: str) -> Query:
    """What somebody asks for.

    Raises:
        Invalid: a filter is not understood, or nothing is asked for.
    """
    written: dict[str, str] = {}  # by the folded term
    filters: dict[str, list[str]] = {}
    for part in _PART.finditer(text):
        if name := part["filter"]:
            value = part["value"] if part["quoted"] is None else part["quoted"]
            filters.setdefault(name.lower(), []).append(_given(name.lower(), value.strip()))
        else:
            term = part["word"] if part["phrase"] is None else part["phrase"]
            if folded := fold(term):
                written.setdefault(folded, " ".join(term.split()))
    if not written and not filters:
        raise _invalid("Write something to look for.")
    since, until = _times(filters)
    return Query(
        terms=tuple(written),
        written=tuple(written.values()),
        authors=tuple(name.removeprefix("@") or name for name in filters.get("from", ())),
        rooms=tuple(filters.get("in", ())),
        has=frozenset(map(_content, filters.get("has", ()))),
        since=since,
        until=until,
        mentions_me=any(map(_mentions, filters.get("mentions", ()))),
    )


_EXAMPLES = {
    "from": "from:ada",
    "in": 'in:general, in:"Room name" or in:@ada',
    "has": "has:file, has:link or has:image",
    "before": "before:2026-01-31",
    "after": "after:2026-01-31",
    "mentions": "mentions:me",
}


def _given(name: str, value: str) -> str:
    if not value:
        raise _invalid(f"Something is missing after {name}: as in {_EXAMPLES[name]}.")
    return value


def _content(value: str) -> Content:
    for content in _CONTENTS:
        if value.lower() == content:
            return content
    raise _invalid(f"There is no filter has:{_short(value)}; use {_EXAMPLES['has']}.")


def _mentions(value: str) -> bool:
    if value.lower() not in ("me", "@me"):
        raise _invalid(f"There is no filter mentions:{_short(value)}; use mentions:me.")
    return True


def _times(filters: dict[str, list[str]]) -> tuple[datetime | None, datetime | None]:
    """From the end of the last `after` to the beginning of the first `before`."""
    since = [_day("after", value) + _DAY for value in filters.get("after", ())]
    until = [_day("before", value) for value in filters.get("before", ())]
    return max(since, default=None), min(until, default=None)


def _day(name: str, value: str) -> datetime:
    # Not fromisoformat alone: it takes weeks, and forms without dashes.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            day = datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:
            day = None
        if day is not None and 1970 <= day.year <= 9000:
            return day
    raise _invalid(f"{name}: takes a day, as in {_EXAMPLES[name]}.")


def _short(value: str) -> str:
    """What was written, as far as it fits a sentence, without what would garble it."""
    return "".join(character for character in value[:30] if character.isprintable())


def _invalid(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"q": sentence})
