"""What there is to index: read from the database by a connection that can only read."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from chatroom.domain.search_query import Content
from chatroom.domain.search_text import fold
from chatroom.storage.search.marks import marks

_LINK = re.compile(r"https?://\S|\bwww\.\S", re.IGNORECASE)
_HEADS = "SELECT id, version FROM rooms ORDER BY id"
_SAME = "SELECT 1 FROM messages WHERE room_id = ? AND number = ? AND client_id = ?"
_CHANGED = """
    SELECT number, version, client_id, author_id, body, created_at, deleted,
        (SELECT json_group_array(json_array(name, kind)) FROM
            (SELECT name, kind FROM files
             WHERE files.room_id = messages.room_id AND files.number = messages.number ORDER BY position)),
        (SELECT json_group_array(user_id) FROM mentions
         WHERE mentions.room_id = messages.room_id AND mentions.number = messages.number)
    FROM messages WHERE room_id = ? AND version > ? ORDER BY version LIMIT ?
"""
_BODY = 4  # its place in such a row


class Document(NamedTuple):
    """A message as it is indexed; one that was deleted has neither text nor marks."""

    number: int
    version: int
    client_id: str
    text: str
    marks: str
    created_at: int


class Source:
    """
    Args:
        path: of the database, which is there.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        for pragma in ("query_only = ON", "wal_autocheckpoint = 0", "cache_size = -2000"):
            self._connection.execute(f"PRAGMA {pragma}")

    def heads(self) -> dict[int, int]:
        """The version of every room."""
        return dict(self._connection.execute(_HEADS))

    def has(self, room_id: int, number: int, client_id: str) -> bool:
        """Whether that is still the message of this number."""
        return self._connection.execute(_SAME, (room_id, number, client_id)).fetchone() is not None

    def changed(self, room_id: int, version: int, limit: int, characters: int) -> tuple[list[Document], int]:
        """The first messages of a room whose last change came after a version, of about so many characters;
        and how many of these are left."""
        found = []
        # All at once: an open read would hold up the checkpoints of the writer.
        with closing(self._connection.execute(_CHANGED, (room_id, version, limit))) as rows:
            for row in rows:
                found.append(row)
                characters -= len(row[_BODY])
                if characters <= 0:
                    break
        return [_document(*row) for row in found], characters

    def close(self) -> None:
        self._connection.close()


def searchable(body: str, file_names: list[str]) -> str:
    """What of a message can be found by its words, folded."""
    return fold("\n".join([body, *file_names]))


def contents(body: str, kinds: list[str]) -> list[Content]:
    """What a message holds, with files of these kinds."""
    found: list[Content] = ["file"] if kinds else []
    if "image" in kinds:
        found.append("image")
    if _LINK.search(body):
        found.append("link")
    return found


def _document(
    number: int,
    version: int,
    client_id: str,
    author_id: int,
    body: str,
    created_at: int,
    deleted: int,
    files: str,
    mentioned: str,
) -> Document:
    if deleted:
        return Document(number, version, client_id, "", "", created_at)
    attached = json.loads(files) if files != "[]" else []
    held = contents(body, [kind for _, kind in attached])
    text = searchable(body, [name for name, _ in attached])
    people = json.loads(mentioned) if mentioned != "[]" else []
    return Document(number, version, client_id, text, marks(text, author_id, people, held), created_at)
