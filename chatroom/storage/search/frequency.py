"""Which trigrams are rare: a message that has the rarest few of a term is likely to have the term.

FTS5 walks the list of each trigram that it is asked for, and those of common ones are as long as all
messages together. Asked for the three rarest, it is ten times as fast, and the text is looked at anyway.
"""

import random
import sqlite3
from collections import Counter

from chatroom.storage.search import file, keys

TRIGRAMS = 3  # asked for, of a term
_SAMPLES, _IN_A_ROW = 100, 20
_SAMPLE = f"SELECT c0 FROM {file.CONTENT} WHERE id >= ? LIMIT {_IN_A_ROW}"  # noqa: S608


class Frequencies:
    """How often trigrams occur in a few thousand messages of an index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._counts: Counter[str] = Counter()
        rooms = connection.execute("SELECT room_id, version FROM progress").fetchall()
        versions = [version for _, version in rooms]
        # No message has a number above its room's version.
        for room_id, version in random.choices(rooms, versions, k=_SAMPLES) if rooms else ():  # noqa: S311
            start = keys.row_id(room_id, random.randint(1, version))  # noqa: S311
            for (text,) in connection.execute(_SAMPLE, (start,)):
                self._counts.update(trigrams(text))

    def rarest(self, term: str) -> list[str]:
        return sorted(trigrams(term), key=self._counts.__getitem__)[:TRIGRAMS]


def trigrams(text: str) -> set[str]:
    return {text[start : start + 3] for start in range(len(text) - 2)}
