"""Those who use the server under test: readers who resume, and authors who never give up a message."""

import random
from collections import deque
from typing import Any

from tests.faults.ledger import Ledger, Step
from tests.faults.replica import Replica
from tests.faults.wire import Connection, Ended, Json

SYNC_LIMITS = (7, 50, 200, 1_000)


class Reader:
    """Somebody with the room open: connects, comes back, and catches up as docs/protocol.md says.

    Args:
        port: of the server, or of a proxy before it.
        cookie: of a signed-in person.
        dice: decides how much is asked for at a time.
        ledger: gets to know what the reader is shown.
    """

    def __init__(self, port: int, cookie: str, dice: random.Random, ledger: Ledger) -> None:
        self.port = port
        self.cookie = cookie
        self.replica = Replica(ledger.changes)
        self.connection: Connection | None = None
        self.welcomed = False
        self.syncing = False
        self.syncs = 0
        self.connects = 0
        self.codes: list[int | None] = []
        self.holes: list[tuple[int, int]] = []
        self._dice = dice
        self.live = 0
        self.sync_limit: int | None = None
        self._last = 0

    @property
    def current(self) -> bool:
        """Whether nothing is known to be missing."""
        return self.welcomed and not self.syncing and not self.replica.waiting

    def connect(self) -> None:
        """Raises Ended: the server is not there."""
        self.connects += 1
        self.connection = Connection(self.port, self.cookie, self._on_event)

    def pump(self) -> None:
        """Take in what has come; an end of the connection is noted and nothing more."""
        assert self.connection is not None
        try:
            self.connection.pump()
        except Ended as end:
            self.disconnect(end.code)

    def disconnect(self, code: int | None = None) -> None:
        if self.connection is not None:
            self.connection.close()
        self.codes.append(code)
        self.connection, self.welcomed, self.syncing = None, False, False

    def head(self) -> int:
        """The room's version by the server's word; everything up to it has come before the answer."""
        assert self.connection is not None
        version: int = self.connection.call("heads", {})["rooms"]["1"]
        return version

    def _on_event(self, name: str, data: Json) -> None:
        if name == "welcome":
            self.connects += 1
            self._last = data["rooms"][0]["version"]
            self.welcomed = True
            if self._last != self.replica.version:
                self._sync()
        elif name == "message":
            self._follow(data["version"])
            if self.replica.hear(data) and not self.syncing:
                self._sync()

    def _follow(self, version: int) -> None:
        """Live changes come one after the other, and begin no later than where `welcome` stood.

        Syncing would heal a hole, and so hide it: it is noted here.
        """
        assert self.welcomed, "a change before the welcome"
        if version > self._last + 1:
            self.holes.append((self._last, version))
        self._last = max(self._last, version)
        self.live += 1

    def _sync(self) -> None:
        assert self.connection is not None
        self.syncing = True
        self.syncs += 1
        since = self.replica.version
        wish = {"room": 1, "since": since, "limit": self.sync_limit or self._dice.choice(SYNC_LIMITS)}
        self.connection.emit("sync", wish, lambda answer: self._on_synced(since, answer))

    def _on_synced(self, since: int, answer: Json) -> None:
        self.replica.take(since, answer)
        self.syncing = False
        if answer["more"] or self.replica.waiting:
            self._sync()


class Author(Reader):
    """Somebody who writes without waiting for acks, and sends again whatever got none.

    Args:
        name: the username.
        ledger: told of every step before it is sent, too, and of its ack.
        window: steps under way at once.
    """

    def __init__(
        self, port: int, cookie: str, dice: random.Random, ledger: Ledger, name: str, window: int = 8
    ) -> None:
        super().__init__(port, cookie, dice, ledger)
        self.name = name
        self.paused = False
        self.window = window
        self._ledger = ledger
        self._under_way: deque[Step] = deque()

    @property
    def under_way(self) -> list[Step]:
        """Steps without an ack."""
        return list(self._under_way)

    def write(self) -> None:
        """Fill the window. Raises Ended: the connection is over."""
        while self.welcomed and not self.paused and len(self._under_way) < self.window:
            step = self._ledger.next_step(self.name, self._dice)
            self._under_way.append(step)
            self._send(step)

    def _on_event(self, name: str, data: Json) -> None:
        super()._on_event(name, data)
        if name == "welcome":
            for step in tuple(self._under_way):
                self._ledger.retries += 1
                self._send(step)

    def _send(self, step: Step) -> None:
        assert self.connection is not None
        self.connection.emit(step.event, step.data, lambda answer: self._on_answer(step, answer))

    def _on_answer(self, step: Step, answer: dict[str, Any]) -> None:
        if not answer["ok"] and answer["error"]["code"] == "unavailable":
            return  # still under way: it is sent again after the next welcome
        self._under_way.remove(step)
        self._ledger.answered(step, answer)
