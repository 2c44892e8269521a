"""Reading a room: pages with their ends marked, and what changed since a version."""

from collections.abc import Iterator

import pytest

from chatroom.domain import limits
from chatroom.domain.payloads.sync import PagePayload
from tests.api.changes import CHANGES, changes, head
from tests.cast import Person, error_of
from tests.server import Server

LAST = 12
MESSAGES = "/rooms/1/messages"


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("empty") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def reader(empty_server: Server) -> Person:
    """Somebody in a room with twelve messages, and nobody else."""
    ada = Person(empty_server.url, "ada").register().log_in()
    empty = ada.api("GET", MESSAGES).json()
    assert empty == {"version": 0, "messages": [], "before": False, "after": False}
    for anchor in ("before", "after", "around"):
        assert ada.api("GET", MESSAGES, params={anchor: 500}).json() == empty
    for number in range(1, LAST + 1):
        assert ada.post(f"message {number}")["number"] == number
    return ada


def page(reader: Person, **query: object) -> tuple[list[int], bool, bool]:
    """The numbers on a page, and whether there are messages before and after them."""
    answer = reader.api("GET", MESSAGES, params={"limit": 5, **query})
    assert answer.status_code == 200, answer.text
    found = PagePayload.model_validate(answer.json())
    return [message.number for message in found.messages], found.before, found.after


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ([8, 9, 10, 11, 12], True, False)),
        ({"limit": 12}, (list(range(1, 13)), False, False)),
        ({"limit": 11}, (list(range(2, 13)), True, False)),
        ({"limit": 200}, (list(range(1, 13)), False, False)),
        ({"before": 8}, ([3, 4, 5, 6, 7], True, True)),
        ({"before": 6}, ([1, 2, 3, 4, 5], False, True)),
        ({"before": 3}, ([1, 2], False, True)),
        ({"before": 1}, ([], False, True)),
        ({"before": 0}, ([], False, True)),
        ({"before": 13}, ([8, 9, 10, 11, 12], True, False)),
        ({"before": 2**53 - 1}, ([8, 9, 10, 11, 12], True, False)),
        ({"after": 0}, ([1, 2, 3, 4, 5], False, True)),
        ({"after": 5}, ([6, 7, 8, 9, 10], True, True)),
        ({"after": 7}, ([8, 9, 10, 11, 12], True, False)),
        ({"after": 11}, ([12], True, False)),
        ({"after": 12}, ([], True, False)),
        ({"after": 2**53 - 1}, ([], True, False)),
        ({"around": 6}, ([4, 5, 6, 7, 8], True, True)),
        ({"around": 1}, ([1, 2, 3], False, True)),
        ({"around": 12}, ([10, 11, 12], True, False)),
        ({"around": 6, "limit": 1}, ([6], True, True)),
        ({"around": 999}, ([11, 12], True, False)),
    ],
)
def test_a_page_tells_whether_there_is_more(
    reader: Person, query: dict[str, object], expected: tuple[list[int], bool, bool]
) -> None:
    assert page(reader, **query) == expected


@pytest.fixture(scope="module")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody in a room with messages as long as can be, and ten short ones in the middle."""
    with Server(tmp_path_factory.mktemp("long") / "data") as running:
        ada = Person(running.url, "ada").register().log_in()
        for number in range(1, 41):
            ada.post("short" if 15 < number <= 25 else "😀" * limits.BODY_MAX)
        yield ada


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, (list(range(35, 41)), True, False)),
        ({"before": 35}, (list(range(29, 35)), True, True)),
        ({"before": 28}, (list(range(12, 28)), True, True)),
        ({"before": 3}, ([1, 2], False, True)),
        ({"after": 0}, (list(range(1, 7)), False, True)),
        ({"after": 36}, ([37, 38, 39, 40], True, False)),
        ({"around": 10}, ([7, 8, 9, 10, 11, 12], True, True)),
        ({"around": 20}, (list(range(13, 29)), True, True)),
        ({"around": 1}, ([1, 2, 3], False, True)),
        ({"limit": 1}, ([40], True, False)),
    ],
)
def test_a_page_of_long_messages_has_those_nearest_to_its_number(
    listener: Person, query: dict[str, object], expected: tuple[list[int], bool, bool]
) -> None:
    assert page(listener, **{"limit": 200, **query}) == expected


def test_the_room_opens_with_a_page_of_bounded_size(listener: Person) -> None:
    assert len(listener.get("/chatroom").content) < 8 * limits.ANSWER_CHARACTERS_MAX


def test_paging_back_and_forth_reads_every_message_once(reader: Person) -> None:
    back: list[int] = []
    forth: list[int] = []
    more, at = True, LAST + 1
    while more:
        numbers, more, _ = page(reader, before=at)
        back = numbers + back
        at = numbers[0]
    more, at = True, 0
    while more:
        numbers, _, more = page(reader, after=at)
        forth += numbers
        at = numbers[-1]

    assert back == forth == list(range(1, LAST + 1))


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=x",
        "limit=",
        "limit=1.5",
        "before=-1",
        "before=x",
        "before=9007199254740992",
        "after=" + "9" * 50,
        "before=1&after=1",
        "around=1&before=1",
        "offset=1",
        "limit=5&is_admin=1",
    ],
)
def test_a_query_that_breaks_the_schema_is_refused(reader: Person, query: str) -> None:
    answer = reader.api("GET", f"{MESSAGES}?{query}")

    assert answer.status_code == 422
    assert error_of(answer)["fields"]


@pytest.mark.parametrize(
    "query", ["", "since=-1", "since=x", "since=0&limit=0", "since=0&limit=1001", "since=0&x=1"]
)
def test_a_query_for_changes_that_breaks_the_schema_is_refused(reader: Person, query: str) -> None:
    answer = reader.api("GET", f"{CHANGES}?{query}")

    assert answer.status_code == 422
    assert error_of(answer)["fields"]


def test_nothing_has_changed_since_now(reader: Person) -> None:
    now = head(reader)

    found = changes(reader, now)

    assert (found.version, found.messages, found.more, found.reset) == (now, [], False, False)


def test_changes_come_oldest_first_and_say_when_there_are_more(reader: Person) -> None:
    found = changes(reader, 0, limit=5)

    assert [message.version for message in found.messages] == sorted(m.version for m in found.messages)
    assert len(found.messages) == 5
    assert (found.version, found.more) == (found.messages[-1].version, True)


def test_exactly_as_many_changes_as_asked_for_are_all(reader: Person) -> None:
    found = changes(reader, 0, limit=LAST)

    assert len(found.messages) == LAST
    assert (found.version, found.more) == (head(reader), False)


def test_a_version_of_the_future_is_answered_with_the_newest_page(reader: Person) -> None:
    found = changes(reader, head(reader) + 1)

    assert found.reset
    assert not found.more
    newest = PagePayload.model_validate(reader.api("GET", MESSAGES).json())
    assert (found.version, found.messages) == (newest.version, newest.messages)
