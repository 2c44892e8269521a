"""Many people at once, moved along by one loop, so that a test can stop the world at any moment."""

import random
import select
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

from tests.cast import Person
from tests.faults.ledger import Ledger
from tests.faults.people import Author, Reader
from tests.faults.wire import Ended, Json
from tests.server import Server

WITHIN = 60.0
_PAUSE = 0.02  # seconds between two looks at a server that is not there, or says nothing


class Swarm:
    """The people, and the loop that moves them."""

    def __init__(self, server: Server, ledger: Ledger, dice: random.Random) -> None:
        self.server = server
        self.ledger = ledger
        self.dice = dice
        self.readers: list[Reader] = []
        self.observer: Person | None = None

    @property
    def authors(self) -> list[Author]:
        return [reader for reader in self.readers if isinstance(reader, Author)]

    def add(self, *, authors: int = 0, readers: int = 0, window: int = 8) -> "Swarm":
        """Let people register, log in and take part."""
        port, dice = self.server.port, self.dice
        for _ in range(authors):
            person = Person(self.server.url, "author").register().log_in()
            author = Author(port, person.cookie, dice, self.ledger, person.username, window)
            self.readers.append(author)
        for _ in range(readers):
            person = Person(self.server.url, "reader").register().log_in()
            self.readers.append(Reader(port, person.cookie, dice, self.ledger))
        return self

    def run(self, until: Callable[[], bool], within: float = WITHIN) -> None:
        """Let them read and write until something is the case."""
        deadline = time.monotonic() + within
        while not until():
            assert time.monotonic() < deadline, f"Not within {within} s: {self._state()}"
            self.turn()

    def turn(self) -> None:
        """One round: whoever is cut off tries to come back, and whoever has something to do does it."""
        for reader in self.readers:
            with suppress(Ended):
                if reader.connection is None:
                    reader.connect()
                if isinstance(reader, Author):
                    reader.write()
        connected = {reader.connection: reader for reader in self.readers if reader.connection is not None}
        if not connected:
            time.sleep(_PAUSE)
            return
        readable, _, _ = select.select(list(connected), [], [], _PAUSE)
        for connection in readable:
            connected[connection].pump()

    def settle(self) -> None:
        """Stop writing, and wait until everything is acknowledged and everybody up to date.

        What a live connection did not bring by the time of an answer to `heads`, it never will:
        nobody may be behind then.
        """
        for author in self.authors:
            author.paused = True
        self.run(lambda: all(r.current for r in self.readers) and not any(a.under_way for a in self.authors))
        for reader in self.readers:
            head = reader.head()
            assert reader.current
            assert reader.replica.version == head, "a change was lost on a live connection"
            assert reader.holes == []
            assert reader.replica.resets == 0, "a reader was ahead of the server"

    def write(self, steps: int) -> "Swarm":
        """Let the authors go on until so many more of their steps were acknowledged."""
        for author in self.authors:
            author.paused = False
        enough = self.ledger.acks + steps
        self.run(lambda: self.ledger.acks >= enough)
        return self

    @contextmanager
    def in_background(self) -> Iterator[None]:
        """Let them go on in a thread of their own meanwhile; its failure is the test's."""
        over = threading.Event()
        failures: list[BaseException] = []

        def work() -> None:
            try:
                self.run(over.is_set, within=10 * WITHIN)
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
        if failures:
            raise failures[0]

    def compare(self, newest: int | None = None) -> None:
        """After `settle`: everybody holds what whoever asks over HTTP gets, or the newest part of it."""
        self.observer = self.observer or Person(self.server.url, "observer").register().log_in()
        last = max(self.readers[0].replica.messages, default=0)
        first = 1 if newest is None else max(1, last - newest)
        fetched = fetch(self.observer, first)
        assert len(fetched) == last - first + 1
        for reader in self.readers:
            held = reader.replica.messages
            assert {number: held[number] for number in range(first, last + 1)} == fetched
            assert len(held) == last

    def _state(self) -> list[str]:
        return [
            f"{type(r).__name__} welcomed={r.welcomed} current={r.current} version={r.replica.version}"
            for r in self.readers
        ]


def fetch(person: Person, first: int = 1) -> dict[int, Json]:
    """The room as the HTTP API tells it now, from a number on."""
    found: dict[int, Json] = {}
    query = {"limit": 200}
    while True:
        answer = person.api("GET", "/rooms/1/messages", params=query)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found.update(
            {message["number"]: message for message in page["messages"] if message["number"] >= first}
        )
        if not page["before"] or page["messages"][0]["number"] <= first:
            return found
        query["before"] = page["messages"][0]["number"]


@contextmanager
def starting(server: Server) -> Iterator[None]:
    """Start a server meanwhile: whoever wants to come back does not know when it is ready, either."""
    with ThreadPoolExecutor(1) as pool:
        ready = pool.submit(server.start)
        try:
            yield
        finally:
            ready.result()
