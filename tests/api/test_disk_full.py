"""A full disk: an error and never an acknowledgement; reading works; writing resumes with the space."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Person, error_of
from tests.server import Server
from tests.trouble import small_disk

SMALL_DISK = 3_000_000  # bytes


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("limited") / "data") as running:
        yield running


@pytest.fixture
def ada(own_server: Server) -> Person:
    return Person(own_server.url, "ada").register().log_in()


@pytest.fixture
def full(own_server: Server, ada: Person) -> Iterator[Server]:
    """A server whose disk has room for a few more messages, and for nothing else."""
    log = own_server.data / "chatroom.db-wal"
    let_files_grow_to(own_server, log.stat().st_size + 50_000)
    yield own_server
    let_files_grow_to(own_server, resource.RLIM_INFINITY)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", SMALL_DISK) as place:
        yield place


def let_files_grow_to(server: Server, size: int) -> None:
    """From now on, as far as the server can tell, the disk has no room for larger files."""
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def numbers(person: Person) -> list[int]:
    page = person.api("GET", "/rooms/1/messages", params={"limit": 200}).json()
    return [message["number"] for message in page["messages"]]


def post_until_refused(person: Person) -> list[int]:
    """The numbers of what was acknowledged before the disk was full."""
    acknowledged: list[int] = []
    for _ in range(2_000):
        answer = person.try_to_post("x" * 10_000)
        if answer.status_code != 201:
            assert answer.status_code == 503
            assert error_of(answer)["code"] == "unavailable"
            assert "Nothing was saved" in error_of(answer)["message"]
            return acknowledged
        acknowledged.append(answer.json()["message"]["number"])
    pytest.fail("the disk never filled up")


def test_no_message_is_acknowledged_that_could_not_be_written(full: Server, ada: Person) -> None:
    before = numbers(ada)

    acknowledged = post_until_refused(ada)

    assert numbers(ada) == [*before, *acknowledged]
    assert ada.get("/chatroom").status_code == 200


def test_writing_resumes_when_there_is_room_again(full: Server, ada: Person) -> None:
    before = numbers(ada)
    acknowledged = post_until_refused(ada)

    let_files_grow_to(full, resource.RLIM_INFINITY)
    sent = ada.post("after")

    assert sent["number"] == len(before) + len(acknowledged) + 1
    assert numbers(ada) == [*before, *acknowledged, sent["number"]]


def test_what_was_acknowledged_before_is_there_after_a_crash(full: Server, ada: Person) -> None:
    before = numbers(ada)
    acknowledged = post_until_refused(ada)

    full.kill()
    full.start()

    assert numbers(ada) == [*before, *acknowledged]


def test_a_form_says_that_nothing_was_saved(full: Server, ada: Person) -> None:
    post_until_refused(ada)
    ben = Person(full.url, "ben")

    answer = ben.submit("/register", username=ben.username, password=ben.password)

    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
    let_files_grow_to(full, resource.RLIM_INFINITY)
    ben.register().log_in()


def test_a_disk_that_is_full_of_messages_can_be_read(disk: Path) -> None:
    with Server(disk / "data") as server:
        ada = Person(server.url, "ada").register().log_in()

        acknowledged = post_until_refused(ada)

        assert acknowledged
        newest = ada.api("GET", "/rooms/1/messages", params={"limit": 1}).json()["messages"]
        assert [message["number"] for message in newest] == acknowledged[-1:]


def test_a_file_that_does_not_fit_leaves_nothing(disk: Path) -> None:
    with Server(disk / "data") as server:
        ada = Person(server.url, "ada").register().log_in()
        place = server.data / "files"
        assert ada.upload(b"x" * 100_000)["size"] == 100_000
        before = {path for path in place.rglob("*") if path.is_file()}

        answer = ada.try_to_upload(b"x" * SMALL_DISK)

        assert answer.status_code == 503
        assert "disk is full" in error_of(answer)["message"]
        assert {path for path in place.rglob("*") if path.is_file()} == before
        assert ada.upload(b"x" * 100_000)["size"] == 100_000
