"""The writing side of the index: follows the versions of rooms, a bounded step at a time.

Every step is one transaction of the index, together with how far it has come: whatever ends the process
leaves an index that goes on where it was. Steps run in one native thread; `changed` and `behind` may be
called from another.
"""

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from chatroom.domain import limits
from chatroom.domain.errors import Unavailable
from chatroom.storage.search import file, keys
from chatroom.storage.search.source import Document, Source

log = logging.getLogger(__name__)
_INSERT = "INSERT INTO messages (rowid, text, marks, created_at) VALUES (?, ?, ?, ?)"
_HELD = f"SELECT c0, c1 FROM {file.CONTENT} WHERE id = ?"  # noqa: S608
_NEWEST = f"SELECT max(id) FROM {file.CONTENT} WHERE id BETWEEN ? AND ?"  # noqa: S608
_PROGRESS = "INSERT OR REPLACE INTO progress (room_id, version, number, client_id) VALUES (?, ?, ?, ?)"
_MERGE_PAGES = 500


class Index:
    """
    Args:
        path: of the index.
        database: path of the database that it is made from.
    """

    def __init__(self, path: Path, database: Path) -> None:
        self.path = path
        self._database = database
        self._waiting: set[int] = set()  # rooms of which there may be more
        self._versions: dict[int, int] = {}  # how far each has been taken
        self._connection: sqlite3.Connection | None = None
        self._source: Source | None = None
        self._merging = False
        self.generation = 0  # counts the files that there have been
        self.broken = False  # somebody found the file damaged

    def changed(self, rooms: Iterable[int]) -> None:
        """There are new versions of these rooms."""
        self._waiting.update(rooms)

    def behind(self, heads: Mapping[int, int]) -> int:
        """How many changes of these rooms, at these versions, it has not taken."""
        versions = self._versions
        return sum(max(0, version - versions.get(room_id, 0)) for room_id, version in heads.items())

    def has_taken(self, room_id: int, version: int) -> bool:
        """Whether a room is indexed up to a version."""
        return self._taken(room_id) >= version

    def advance(self, limit: int = limits.INDEX_STEP) -> int:
        """Take some changes; returns how many. None are left when it is 0.

        Raises:
            Unavailable: not just now: the disk is full, the database locked, or the index cannot be written,
                or is damaged; then it is made anew by the next call.
        """
        with self._noticing():
            connection, source = self._opened()
            return self._step(connection, source, limit)

    def tidy(self) -> bool:
        """Bring some of the index together, which makes searching faster; returns whether there is more.

        Raises:
            Unavailable: not just now.
        """
        with self._noticing():
            connection, _ = self._opened()
            if not self._merging and not _is_scattered(connection):
                return False
            before = connection.total_changes
            # With a negative number all parts begin to become one, with others they go on.
            pages = _MERGE_PAGES if self._merging else -_MERGE_PAGES
            connection.execute("INSERT INTO messages (messages, rank) VALUES ('merge', ?)", (pages,))
            # FTS5's sign that there was something to do.
            self._merging = connection.total_changes - before >= 2
            if not self._merging:
                connection.execute("UPDATE tidied SET total = total + added, added = 0")
            return self._merging

    def close(self) -> None:
        for opened in (self._connection, self._source):
            if opened is not None:
                opened.close()
        self._connection = self._source = None

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self.broken = self.broken or (isinstance(error, sqlite3.Error) and file.damaged(error))
            raise Unavailable(f"The index of search: {error}") from error

    def _opened(self) -> tuple[sqlite3.Connection, Source]:
        if self._connection is None or self._source is None or self.broken:
            if self.broken:
                log.warning("The index of search is damaged; it is made anew.")
                self._throw_away()
            return self._open()
        return self._connection, self._source

    def _open(self) -> tuple[sqlite3.Connection, Source]:
        """Open the index, and find out what it lacks."""
        source = self._source = self._source or Source(self._database)
        connection = self._connection = file.writer(self.path)
        heads, known = source.heads(), connection.execute("SELECT * FROM progress").fetchall()
        for room_id, version, number, client_id in known:
            if version > heads.get(room_id, 0) or not source.has(room_id, number, client_id):
                log.warning("The database is not the one that was searched; the index is made anew.")
                self._throw_away()
                return self._open()
        self._versions = {room_id: version for room_id, version, _, _ in known}
        self._waiting.update(room_id for room_id, version in heads.items() if version > self._taken(room_id))
        self._merging = False
        self.generation += 1
        return connection, source

    def _throw_away(self) -> None:
        self.close()
        file.remove(self.path)
        self._versions, self.broken = {}, False

    def _step(self, connection: sqlite3.Connection, source: Source, limit: int) -> int:
        taken: dict[int, list[Document]] = {}
        count, characters = 0, limits.INDEX_CHARACTERS
        try:
            while self._waiting and count < limit and characters > 0:
                # Out of the set before it is read, so that it is in again if it changes meanwhile.
                room_id = self._waiting.pop()
                taken[room_id] = []
                taken[room_id], characters = source.changed(
                    room_id, self._taken(room_id), limit - count, characters
                )
                count += len(taken[room_id])
                if count >= limit or characters <= 0:
                    self._waiting.add(room_id)
            if count:
                self._write(connection, {room_id: found for room_id, found in taken.items() if found})
        except BaseException:
            self._waiting.update(taken)
            raise
        return count

    def _write(self, connection: sqlite3.Connection, taken: dict[int, list[Document]]) -> None:
        connection.execute("BEGIN")
        try:
            # In the order of row ids: FTS5 writes out what it holds whenever one goes backwards.
            for room_id, documents in sorted(taken.items()):
                _write_room(connection, room_id, documents)
            connection.execute("UPDATE tidied SET added = added + ?", (sum(map(len, taken.values())),))
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        self._versions |= {room_id: documents[-1].version for room_id, documents in taken.items()}

    def _taken(self, room_id: int) -> int:
        return self._versions.get(room_id, 0)


def _write_room(connection: sqlite3.Connection, room_id: int, documents: list[Document]) -> None:
    bounds = keys.bounds(room_id)
    if bounds:
        (newest,) = connection.execute(_NEWEST, bounds).fetchone()
        for document in sorted(documents):
            row = keys.row_id(room_id, document.number)
            if row > bounds[1] or (row <= (newest or 0) and _is_held(connection, row, document)):
                continue
            connection.execute(_INSERT, (row, document.text, document.marks, document.created_at))
    last = documents[-1]
    connection.execute(_PROGRESS, (room_id, last.version, last.number, last.client_id))


def _is_held(connection: sqlite3.Connection, row: int, document: Document) -> bool:
    """Whether the row says this already; what it says otherwise is taken out."""
    held = connection.execute(_HELD, (row,)).fetchone()
    if held == (document.text, document.marks):
        return True
    if held is not None:
        connection.execute("DELETE FROM messages WHERE rowid = ?", (row,))
    return False


def _is_scattered(connection: sqlite3.Connection) -> bool:
    """Whether an eighth of the index has come since it was last brought together."""
    added, total = connection.execute("SELECT added, total FROM tidied").fetchone()
    return bool(added >= max(limits.INDEX_STEP, total // 8))
