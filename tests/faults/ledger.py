"""The oracle: what was sent and acknowledged, held against what is stored and what readers saw."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.faults.stored import Row, Stored
from tests.faults.wire import Json

LENGTHS = (1, 20, 20, 20, 200, 3_000)  # so that some messages span pages of the file


@dataclass(eq=False)
class Entry:
    """One message in the life that its author meant it to have."""

    author: str
    place: int
    client_id: str
    bodies: list[str | None] = field(default_factory=list)
    """What it was to say, one after the other; None is its deletion."""
    settled: int = -1
    """The last of `bodies` that was acknowledged; nothing before it may be found again."""
    number: int = 0
    version: int = 0


@dataclass(eq=False)
class Step:
    """One command of an author: the `index`th of an entry's bodies comes true."""

    entry: Entry
    index: int
    event: str
    data: Json


class Ledger:
    """Everything that the authors of one server did, and the checks of it.

    Args:
        lengths: in characters, of what fills the messages; one is picked for each.
        habits: how often authors post, edit and delete.
    """

    def __init__(
        self,
        lengths: tuple[int, ...] = LENGTHS,
        habits: tuple[float, float, float] = (0.7, 0.2, 0.1),
    ) -> None:
        self._lengths = lengths
        self._habits = habits
        self.entries: dict[tuple[str, str], Entry] = {}
        self.by_author: dict[str, list[Entry]] = defaultdict(list)
        self.changes: dict[int, Json] = {}
        """Every change that a reader was shown, by version."""
        self.steps = self.acks = self.acked_posts = self.retries = 0
        self._open: dict[str, list[Entry]] = defaultdict(list)

    # What authors do ----------------------------------------------------------------------------

    def next_step(self, author: str, dice: random.Random) -> Step:
        """The next thing that an author does, on the record before it is sent."""
        self.steps += 1
        mine = self._open[author]
        (what,) = dice.choices(("post", "edit", "delete"), self._habits)
        if what == "post" or not mine:
            return self.post(author, dice)
        entry = mine[dice.randrange(len(mine))]
        place = {"room": 1, "number": entry.number}
        if what == "edit":
            body = f"{entry.bodies[0]} edit {len(entry.bodies)}"
            entry.bodies.append(body)
            return Step(entry, len(entry.bodies) - 1, "message:edit", {**place, "body": body})
        mine.remove(entry)
        entry.bodies.append(None)
        return Step(entry, len(entry.bodies) - 1, "message:delete", place)

    def post(self, author: str, dice: random.Random) -> Step:
        mine = self.by_author[author]
        client_id = str(UUID(int=dice.getrandbits(128), version=4))
        entry = Entry(author, len(mine), client_id)
        entry.bodies.append(f"{author} {entry.place} {client_id} " + "x" * dice.choice(self._lengths))
        mine.append(entry)
        self.entries[author, client_id] = entry
        return Step(entry, 0, "message:send", {"room": 1, "client_id": client_id, "body": entry.bodies[0]})

    def answered(self, step: Step, answer: Json) -> None:
        """An ack came: from here on the step is a promise."""
        entry = step.entry
        if not answer["ok"]:
            # A retry may find that a later step of its own author has already deleted the message.
            assert answer["error"]["code"] == "not_found", (step, answer)
            assert entry.bodies[-1] is None, f"{entry} is gone, and nobody deleted it"
            assert step.event != "message:send", (step, answer)
            self._settle(entry, step.index)
            return
        message = answer["message"]
        assert (message["author"]["username"], message["client_id"]) == (entry.author, entry.client_id)
        assert entry.number in (0, message["number"]), f"{entry} moved to {message['number']}"
        assert said(message["deleted"], message["body"]) in entry.bodies[step.index :], (entry, message)
        if step.event == "message:send":
            self.acked_posts += 1
            if None not in entry.bodies:
                self._open[entry.author].append(entry)
        entry.number = message["number"]
        entry.version = max(entry.version, message["version"])
        self._settle(entry, step.index)

    def _settle(self, entry: Entry, index: int) -> None:
        self.acks += 1
        entry.settled = max(entry.settled, index)

    def promises(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        """What is acknowledged by now."""
        return {key: (e.settled, e.number, e.version) for key, e in list(self.entries.items())}

    def take_back(self, promised: dict[tuple[str, str], tuple[int, int, int]]) -> None:
        """Forget what was acknowledged later, as a backup does."""
        for key, entry in self.entries.items():
            entry.settled, entry.number, entry.version = promised.get(key, (-1, 0, 0))

    # What must hold -----------------------------------------------------------------------------

    def check_stored(self, stored: Stored) -> None:
        """Every ack is stored, nothing twice, nothing from nowhere, in one gapless order."""
        rows = stored.rows
        assert [row.number for row in rows] == list(range(1, stored.last_number + 1)), "a gap in numbers"
        versions = {row.version for row in rows}
        assert len(versions) == len(rows), "two changes have one version"
        assert max(versions, default=0) == stored.version, "the room's version is not that of its last change"
        found = {(row.author, row.client_id): row for row in rows}
        assert len(found) == len(rows), "a message is stored twice"
        assert found.keys() <= self.entries.keys(), "something is stored that nobody sent"
        for key, entry in self.entries.items():
            self._check_entry(entry, found.get(key))
        for author, entries in self.by_author.items():
            self._check_order(author, [found.get((author, entry.client_id)) for entry in entries])

    @staticmethod
    def _check_entry(entry: Entry, row: Row | None) -> None:
        if row is None:
            assert entry.settled < 0, f"acknowledged and lost: {entry}"
            return
        assert entry.number in (0, row.number), f"acknowledged under another number: {entry}, {row}"
        assert row.version >= entry.version, f"an acknowledged change is lost: {entry}, {row}"
        possible = entry.bodies[max(entry.settled, 0) :]
        assert said(row.deleted, row.body) in possible, f"not what was acknowledged: {entry}, {row}"

    @staticmethod
    def _check_order(author: str, rows: list[Row | None]) -> None:
        """Sent one after the other, stored one after the other; what is missing is missing at the end."""
        numbers = [row.number for row in rows if row is not None]
        assert numbers == sorted(numbers), f"{author}'s messages changed places"
        assert all(row is not None for row in rows[: len(numbers)]), f"{author}: stored past a missing one"

    def check_seen(self, stored: Stored) -> None:
        """Readers saw only what is stored. (That all saw the same was held as they saw it.)"""
        for version, message in self.changes.items():
            assert message["number"] <= stored.last_number, f"seen, and not stored: {message}"
            row = stored.rows[message["number"] - 1]
            assert (row.author, row.client_id) == (message["author"]["username"], message["client_id"]), (
                f"seen, and not stored: {message}"
            )
            assert row.version >= version, f"a change was seen, and is not stored: {message}"


def said(deleted: Any, body: str) -> str | None:
    return None if deleted else body
