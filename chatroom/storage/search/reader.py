"""A connection that reads the index: the newest messages that fit, room by room and merged by time."""

import heapq
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from chatroom.domain.search_query import Content
from chatroom.domain.search_text import SHORT, is_dense
from chatroom.storage.search import file, keys, marks
from chatroom.storage.search.frequency import Frequencies

_LOOK_AFTER = 1_000  # of SQLite's instructions, between two looks at the time
_CURRENT_SECONDS = 600.0
_RANGE = f"FROM {file.CONTENT} WHERE id BETWEEN ? AND ?"
_NEWEST = f"SELECT id, c2 {_RANGE} ORDER BY id DESC LIMIT 1"
_OLDEST = f"SELECT id, c2 {_RANGE} ORDER BY id LIMIT 1"
# Those that were deleted have no marks.
_ALL = f"SELECT id, c2, c0 {_RANGE} AND c1 <> '' ORDER BY id DESC"
_MATCHING = (
    "SELECT rowid, created_at, text FROM messages WHERE messages MATCH ? AND rowid BETWEEN ? AND ?"
    "{verified} ORDER BY rowid DESC"
)


class Hit(NamedTuple):
    """A message that fits; what is newer is greater."""

    created_at: int
    room_id: int
    number: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for.

    Args:
        terms: folded, all of them in the text.
        authors: one of whom wrote it; none for anybody.
        mentioned: one of whom it mentions; none for whoever.
        since, until: milliseconds since 1970, the second exclusive.
        below: only what is older than this hit.
    """

    terms: tuple[str, ...] = ()
    authors: tuple[int, ...] = ()
    mentioned: tuple[int, ...] = ()
    has: frozenset[Content] = frozenset()
    since: int | None = None
    until: int | None = None
    below: Hit | None = None


class Reader:
    """
    Args:
        generation: of the file of the index.
    """

    def __init__(self, path: Path, generation: int) -> None:
        self._generation = generation
        self._connection = file.reader(path)
        self._frequencies = Frequencies(self._connection)
        self._old_at = monotonic() + _CURRENT_SECONDS

    def is_current(self, generation: int) -> bool:
        """Whether it reads what is the index now, and knows what words are frequent in it."""
        return generation == self._generation and monotonic() < self._old_at

    def search(self, rooms: Mapping[int, int], criteria: Criteria) -> Generator[Hit, None, None]:
        """What fits in some rooms, the newest first.

        A room is looked into only when everything newer than its newest message has been taken: whoever
        wants the newest twenty of five hundred rooms looks into few of them.
        """
        waiting: list[tuple[tuple[int, int, int], Hit | None, Iterator[Hit]]] = []
        for room_id, number in rooms.items():
            newest = self._range(room_id, number, criteria)
            if newest:
                first, last, created_at = newest
                order = (-created_at, -room_id, -number - 1)
                heapq.heappush(waiting, (order, None, self._in_room(first, last, criteria)))
        while waiting:
            _, hit, others = heapq.heappop(waiting)
            if hit:
                yield hit
            following = next(others, None)
            if following:
                order = (-following.created_at, -following.room_id, -following.number)
                heapq.heappush(waiting, (order, following, others))

    @contextmanager
    def interrupted_when(self, ended: Callable[[], bool]) -> Iterator[None]:
        """Have SQLite ask meanwhile whether to go on; the error is SQLITE_INTERRUPT."""
        self._connection.set_progress_handler(ended, _LOOK_AFTER)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, 0)

    def close(self) -> None:
        self._connection.close()

    def _in_room(self, first: int, last: int, criteria: Criteria) -> Iterator[Hit]:
        with closing(self._rows(first, last, criteria)) as rows:
            for row, created_at, text in rows:
                hit = Hit(created_at, *keys.place(row), text)
                # Once more, because a clock may have been set back, and then times are in no order.
                if _is_within(hit, criteria):
                    yield hit

    def _rows(self, first: int, last: int, criteria: Criteria) -> sqlite3.Cursor:
        expression = self._expression(criteria)
        if not expression:
            return self._connection.execute(_ALL, (first, last))
        verified = [term for term in criteria.terms if len(term) > SHORT or any(map(is_dense, term))]
        sql = _MATCHING.format(verified=" AND instr(text, ?) > 0" * len(verified))
        return self._connection.execute(sql, (expression, first, last, *verified))

    def _expression(self, criteria: Criteria) -> str:
        """What FTS5 is asked for: a little less than what is meant, so that it is quick to find."""
        trigrams = [
            trigram
            for term in criteria.terms
            for trigram in (marks.short(term) if len(term) <= SHORT else self._frequencies.rarest(term))
        ]
        parts = [marks.quoted(trigram) for trigram in dict.fromkeys(trigrams)]
        parts += map(marks.has, sorted(criteria.has))
        if criteria.authors:
            parts.append(marks.author(criteria.authors))
        if criteria.mentioned:
            parts.append(marks.mentions(criteria.mentioned))
        return " AND ".join(parts)

    def _range(self, room_id: int, number: int, criteria: Criteria) -> tuple[int, int, int] | None:
        """The rows of a room between two times, and the time of the last one."""
        bounds = keys.bounds(room_id)
        if not bounds:
            return None
        first, last = bounds[0], min(bounds[1], keys.row_id(room_id, number))
        until = min(
            (time for time in (criteria.until, criteria.below and criteria.below.created_at + 1) if time),
            default=None,
        )
        if until is not None:
            last = self._first_from(until, first, last) - 1
        if criteria.since is not None:
            first = self._first_from(criteria.since, first, last)
        newest = self._connection.execute(_NEWEST, (first, last)).fetchone()
        return (first, newest[0], newest[1]) if newest else None

    def _first_from(self, moment: int, first: int, last: int) -> int:
        """The first row that was written at a time or later; one behind the last where there is none."""
        newest = self._connection.execute(_NEWEST, (first, last)).fetchone()
        end = newest[0] + 1 if newest else first
        while first < end:
            middle = (first + end) // 2
            row = self._connection.execute(_OLDEST, (middle, end - 1)).fetchone()
            if row and row[1] < moment:
                first = row[0] + 1
            else:
                end = middle
        return first


def _is_within(hit: Hit, criteria: Criteria) -> bool:
    return (
        (criteria.since is None or hit.created_at >= criteria.since)
        and (criteria.until is None or hit.created_at < criteria.until)
        and (criteria.below is None or hit[:3] < criteria.below[:3])
    )
