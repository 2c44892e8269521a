"""A clock that is set an hour forth and back while the server runs: nothing is ordered by it, nobody is
thrown out by it, and nobody is let in again.

The time of day is libfaketime's, for the server alone. Its monotonic clock is the real one, as it is
when an operator or an NTP daemon sets a clock.
"""

import select
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.cast import Person
from tests.faults.conftest import install_package
from tests.faults.raw import unheard
from tests.faults.replica import Replica
from tests.faults.vitals import LONG
from tests.faults.wire import Connection, Ended, Json
from tests.faults.workload import fetch
from tests.server import Server
from tests.waiting import eventually

HOUR, DAY = 3600, 86_400
READERS = 5
PING = 1


@pytest.fixture(scope="session")
def library() -> Path:
    """libfaketime, for programs with threads."""
    if not (found := installed()):
        install_package("libfaketime")
        found = installed()
    return found or pytest.fail("This test needs libfaketime: install the package 'faketime'.")


def installed() -> Path | None:
    return next(iter(Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1")), None)


class TimelessServer(Server):
    """A server whose clock can be set."""

    def __init__(self, data: Path, library: Path, **settings: str) -> None:
        super().__init__(data, **settings)
        self._library = library
        self._clock = data.with_suffix(".clock")
        self.set_clock(0)

    def set_clock(self, offset: int) -> None:
        """From now on it is so many seconds later than it really is."""
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(f"{offset:+d}")
        fresh.rename(self._clock)

    def command(self) -> list[str | Path]:
        return [
            "env",
            f"LD_PRELOAD={self._library}",
            f"FAKETIME_TIMESTAMP_FILE={self._clock}",
            "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            *super().command(),
        ]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, library: Path) -> Iterator[TimelessServer]:
    settings = {"ping_seconds": str(PING), "session_days": "1"}
    with TimelessServer(tmp_path_factory.mktemp("timeless") / "data", library, **settings) as running:
        yield running


@pytest.fixture
def server(running: TimelessServer) -> TimelessServer:
    """At the right time."""
    running.set_clock(0)
    return running


class PingedConnection(Connection):
    """Counts what the server sends to find dead connections."""

    pings = 0

    def _take(self, text: bytes) -> None:
        self.pings += text == b"2"
        super()._take(text)


class Readers:
    """People with the room open, who answer pings all the while."""

    def __init__(self, server: Server, person: Person, count: int) -> None:
        self.replicas = [Replica() for _ in range(count)]
        self.disconnected: list[Ended] = []
        self._connections = [
            PingedConnection(server.port, person.cookie, self._hearing(replica)) for replica in self.replicas
        ]
        for connection, replica in zip(self._connections, self.replicas, strict=True):
            replica.begin(connection.call("heads", {})["rooms"]["1"], [])
        threading.Thread(target=self._read, daemon=True).start()

    def until(self, version: int) -> None:
        """Wait until everybody holds a version."""
        eventually(lambda: self.disconnected or all(replica.version == version for replica in self.replicas))
        assert self.disconnected == []

    def until_pinged(self) -> None:
        """Wait until everybody was pinged again: clients leave a server that goes silent."""
        pings = [connection.pings for connection in self._connections]
        eventually(
            lambda: (
                self.disconnected
                or all(one.pings > before for one, before in zip(self._connections, pings, strict=True))
            )
        )
        assert self.disconnected == []

    def _read(self) -> None:
        try:
            while True:
                for connection in select.select(self._connections, [], [])[0]:
                    connection.pump()
        except Ended as end:
            self.disconnected.append(end)

    @staticmethod
    def _hearing(replica: Replica) -> Callable[[str, Json], None]:
        def hear(name: str, data: Json) -> None:
            if name == "message":
                replica.hear(data)

        return hear


def moment(message: Json) -> datetime:
    return datetime.fromisoformat(message["created_at"])


def test_messages_keep_their_order_and_people_their_connections(server: TimelessServer) -> None:
    ada = Person(server.url, "ada").register().log_in()
    readers = Readers(server, ada, READERS)
    sent = [ada.post("now")]
    for offset in (HOUR, -HOUR, 0) if LONG else (HOUR, -HOUR):
        server.set_clock(offset)
        # A new sign-in by the new clock, which the next step takes back.
        late = Person(server.url, "late").register().log_in()
        sent.append(late.post(f"at {offset:+d}"))
        sent.append(ada.post(f"again at {offset:+d}"))
        readers.until(sent[-1]["version"])
        readers.until_pinged()
        assert late.api("GET", "/me").status_code == 200
        Connection(server.port, late.cookie, unheard).call("heads", {})

    forth, back = moment(sent[2]) - moment(sent[0]), moment(sent[4]) - moment(sent[0])
    assert forth.total_seconds() > HOUR - 60, "the clock was set for the server"
    assert back.total_seconds() < 60 - HOUR
    first = sent[0]["number"]
    assert [message["number"] for message in sent] == list(range(first, first + len(sent)))
    assert list(fetch(ada, first).values()) == sent
    assert all(list(replica.messages.values()) == sent for replica in readers.replicas)
    assert ada.api("GET", "/me").status_code == 200
    assert "Traceback" not in server.log()


def test_whoever_signed_in_before_the_clock_was_set_back_is_still_signed_in(server: TimelessServer) -> None:
    ada = Person(server.url, "ada").register().log_in()
    page = ada.csrf_token("/chatroom")

    server.set_clock(-HOUR)

    assert ada.get("/chatroom").status_code == 200
    assert ada.api("GET", "/me").status_code == 200
    Connection(server.port, ada.cookie, unheard).call("heads", {})
    # A form that was opened before can be sent, too.
    assert ada.submit("/logout", csrf_token=page).status_code == 302


def test_no_session_that_ended_is_revived(server: TimelessServer) -> None:
    ada, ben = (Person(server.url, name).register().log_in() for name in ("ada", "ben"))
    signed_out = ben.cookie
    ben.log_out()
    live = Connection(server.port, ada.cookie, unheard)
    live.call("heads", {})

    server.set_clock(DAY + HOUR // 2)
    code = None
    try:
        while True:
            live.pump()
    except Ended as end:
        code = end.code
    assert code == 1008, "a connection ends with its session"
    eventually(lambda: status(ada) == 401)

    server.set_clock(DAY - HOUR // 2)

    assert status(ada) == 401, "its time would not be over yet, by this clock"
    ben.http.cookies.clear()
    ben.http.headers["Cookie"] = signed_out
    assert status(ben) == 401
    assert ada.log_in().api("GET", "/me").status_code == 200


def status(person: Person) -> int:
    return person.api("GET", "/me").status_code
