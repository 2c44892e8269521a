"""Disk full and database locked, as a client of the real-time protocol meets them: a clear error within
bounds, never a false ack, and everybody else undisturbed. (Over HTTP: tests/api/test_disk_full.py.)"""

import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from uuid import uuid4

import pytest

from chatroom.domain import limits
from tests.cast import Person
from tests.faults.figures import figures
from tests.faults.raw import unheard
from tests.faults.stored import stored
from tests.faults.vitals import LONG, Vitals, percentile
from tests.faults.wire import Connection, Json
from tests.server import Server
from tests.trouble import by_a_transaction, by_the_file_lock, small_disk

SMALL_DISK = 4_000_000  # bytes
BLOCKED_MAX = 0.1  # seconds for which nothing may hold up the event loop
SENDERS, PIPELINED = 3, 250  # more writes than one batch takes


def message(body: str = "hello") -> Json:
    return {"room": 1, "client_id": str(uuid4()), "body": body}


# Disk full ----------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", SMALL_DISK) as place:
        yield place


def test_a_full_disk_is_an_error_without_an_ack_and_passes_when_there_is_room_again(disk: Path) -> None:
    heard: list[int] = []

    def hear(name: str, data: Json) -> None:
        if name == "message":
            heard.append(data["number"])

    with Server(disk / "data") as server:
        ada = Person(server.url, "ada").register().log_in()
        sender = Connection(server.port, ada.cookie, unheard)
        reader = Connection(server.port, ada.cookie, hear)
        reader.call("heads", {})
        ballast = disk / "ballast"
        refusal, acked = fill_up(sender, ballast)

        assert refusal == {"code": "unavailable", "message": refusal["message"]}
        assert "Nothing was saved" in refusal["message"]
        upload = {"name": "a.txt", "type": "text/plain", "data": "not bytes"}
        assert sender.call("file:upload", upload)["error"]["code"] == "invalid", "the server answers"
        assert refused_upload(ada)
        # Reading goes on: the room, its history, and the file of the page itself.
        assert reader.call("heads", {})["rooms"]["1"] == acked
        assert reader.call("sync", {"room": 1, "since": 0})["ok"]
        assert ada.get("/chatroom").status_code == 200

        ballast.unlink()
        recovered = sender.call("message:send", message("after"))

        assert recovered["ok"], recovered
        assert recovered["message"]["number"] == acked + 1, "no number was used up"
        assert ada.upload(b"x" * 10_000)["size"] == 10_000
        reader.call("heads", {})
        assert heard == list(range(1, acked + 2)), "what failed was shown to nobody"
        assert not list((server.data / "files/incoming").iterdir())
        assert "Traceback" not in server.log()
        server.stop()
        assert stored(server.data).last_number == acked + 1


def fill_up(sender: Connection, ballast: Path) -> tuple[Json, int]:
    """Have something else take the disk while messages come in; returns the first refusal, and how
    many were acknowledged before."""
    acked = 0
    with ballast.open("wb", buffering=0) as file:
        while True:
            answer = sender.call("message:send", message("x" * limits.BODY_MAX))
            if not answer["ok"]:
                return answer["error"], acked
            acked += 1
            with suppress(OSError):
                file.write(bytes(100_000))


def refused_upload(person: Person) -> bool:
    answer = person.try_to_upload(b"x" * 500_000)
    return answer.status_code == 503 and answer.json()["error"]["code"] == "unavailable"


# Database locked ----------------------------------------------------------------------------------


Locking = Callable[[Path], AbstractContextManager[None]]


class Heartbeat:
    """Round trips of `heads`, one after the other: a blocked event loop cannot hide from them.

    What the machine did meanwhile is taken off: the time for which the server, or this thread, could
    have run and was not let.
    """

    def __init__(self, server: Server, person: Person) -> None:
        self._connection = Connection(server.port, person.cookie, unheard)
        self._server = Vitals(server.pid)

    def beat(self, until: Callable[[], bool]) -> list[float]:
        """The times of all round trips until something is the case."""
        own, times = Vitals(threading.get_native_id()), []
        while not until():
            waited = self._server.waited_for_cpu() + own.waited_for_cpu()
            began = time.perf_counter()
            self._connection.call("heads", {})
            took = time.perf_counter() - began
            waited = self._server.waited_for_cpu() + own.waited_for_cpu() - waited
            times.append(max(0.0, took - waited))
        return times


def locked_answers(server: Server, person: Person) -> Callable[[], list[Json]]:
    """Send more at once than a batch takes; returns how to ask for the answers that came."""
    answers: list[Json] = []

    def work() -> None:
        senders = [Connection(server.port, person.cookie, unheard) for _ in range(SENDERS)]
        for sender in senders:
            for _ in range(PIPELINED):
                sender.emit("message:send", message(), answers.append)
        while len(answers) < SENDERS * PIPELINED:
            for sender in select.select(senders, [], [], 1)[0]:
                sender.pump()

    threading.Thread(target=work, daemon=True).start()
    return lambda: list(answers)


# Both kinds in the short version, too, without a server: tests/storage/test_trouble.py.
@pytest.mark.parametrize("locked", [by_a_transaction, by_the_file_lock][: 2 if LONG else 1])
def test_a_locked_database_is_an_error_within_bounds_and_blocks_nobody(
    own_server: Server, locked: Locking
) -> None:
    ada = Person(own_server.url, "ada").register().log_in()
    ada.post("before")
    heart = Heartbeat(own_server, ada)
    over = time.monotonic() + 1
    calm = heart.beat(lambda: time.monotonic() > over)

    began = time.monotonic()
    with locked(own_server.data / "chatroom.db"):
        answers = locked_answers(own_server, ada)
        busy = heart.beat(lambda: len(answers()) == SENDERS * PIPELINED or time.monotonic() - began > 30)
        took = time.monotonic() - began
        assert ada.api("GET", "/rooms/1").json()["room"]["version"] == 1, "reading goes on"

    figures(
        locked_answered_s=round(took, 1),
        locked_round_trip_ms_p50=round(1000 * percentile(busy, 0.5), 2),
        locked_round_trip_ms_p99=round(1000 * percentile(busy, 0.99), 2),
        locked_round_trip_ms_max=round(1000 * max(busy), 1),
        unlocked_round_trip_ms_p99=round(1000 * percentile(calm, 0.99), 2),
        unlocked_round_trip_ms_max=round(1000 * max(calm), 1),
    )
    assert {answer["error"]["code"] for answer in answers()} == {"unavailable"}
    assert limits.LOCK_WAIT_SECONDS <= took < limits.LOCK_WAIT_SECONDS + 2.5
    assert len(busy) > 200
    assert max(busy) < BLOCKED_MAX
    assert ada.post("after")["number"] == 2, "nothing of what was refused was stored"
