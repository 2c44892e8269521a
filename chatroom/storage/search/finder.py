"""The reading side of the index: searches that come back in time."""

import logging
import sqlite3
from collections import deque
from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic

from chatroom.domain import limits
from chatroom.domain.errors import Unavailable
from chatroom.storage.search import file
from chatroom.storage.search.index import Index
from chatroom.storage.search.reader import Criteria, Hit, Reader

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Found:
    """Hits, the newest first. `more` says that there are others, `cut` that time ran out before all of
    those wanted were found; what was found are the newest."""

    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    cut: bool = False


class Finder:
    """Searches in whatever thread it is called in.

    Args:
        seconds: that one search may take.
    """

    def __init__(self, index: Index, seconds: float = limits.SEARCH_SECONDS) -> None:
        self._index = index
        self._seconds = seconds
        self._readers: deque[Reader] = deque()  # that nobody reads with
        self._closed = False

    def find(self, rooms: Mapping[int, int], criteria: Criteria, limit: int) -> Found:
        """The newest messages of some rooms that fit.

        Args:
            rooms: the number up to which each is searched, by id.

        Raises:
            Unavailable: the index cannot be read just now.
        """
        found = Found()
        if not self._index.generation:
            return found  # nothing is indexed yet
        try:
            reader = self._reader()
            with ExitStack() as stack:
                stack.callback(reader.close)
                self._search(reader, rooms, criteria, limit, found)
                stack.pop_all()
        except sqlite3.Error as error:
            self._index.broken = self._index.broken or file.damaged(error)
            log.warning("The index of search cannot be read just now: %s", error)
            raise Unavailable("Searching does not work just now. Try again in a moment.") from None
        self._readers.append(reader)
        return found

    def close(self) -> None:
        """End what is running, and let go of the index."""
        self._closed = True
        while self._readers:
            self._readers.pop().close()

    def _search(
        self, reader: Reader, rooms: Mapping[int, int], criteria: Criteria, limit: int, found: Found
    ) -> None:
        deadline = monotonic() + self._seconds
        try:
            with (
                reader.interrupted_when(lambda: self._closed or monotonic() > deadline),
                closing(reader.search(rooms, criteria)) as hits,
            ):
                for hit in islice(hits, limit + 1):
                    found.hits.append(hit)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            found.cut = True
        found.more = found.cut or len(found.hits) > limit
        del found.hits[limit:]

    def _reader(self) -> Reader:
        with suppress(IndexError):
            while True:
                reader = self._readers.pop()
                if reader.is_current(self._index.generation):
                    return reader
                reader.close()
        return Reader(self._index.path, self._index.generation)
