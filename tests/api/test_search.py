"""Search over HTTP: who finds what, filters, pages, and what is refused."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from chatroom.domain import limits
from chatroom.domain.payloads.search import SearchPayload
from tests.api.test_files import picture
from tests.cast import Person, error_of, made
from tests.server import Server
from tests.waiting import eventually

ABSENT = 999_999


def ask(person: Person, q: str, **parameters: Any) -> requests.Response:
    return person.api("GET", "/search", params={"q": q, **parameters})


def search(person: Person, q: str, **parameters: Any) -> dict[str, Any]:
    """What a search that must succeed answers."""
    answer = made(ask(person, q, **parameters))
    SearchPayload.model_validate(answer)
    return answer


def found(person: Person, q: str, **parameters: Any) -> list[str]:
    """The texts that are found."""
    return [result["message"]["body"] for result in search(person, q, **parameters)["results"]]


def refusal(answer: requests.Response) -> tuple[str, str]:
    error = error_of(answer)
    return error["code"], error["message"]


@pytest.fixture
def word() -> str:
    """A word that nobody has used before."""
    return f"w{secrets.token_hex(6)}"


# What is found ------------------------------------------------------------------------------------


def test_what_was_said_is_found_as_soon_as_it_was_answered(ada: Person, word: str) -> None:
    message = ada.post(f"The {word} is ready")

    answer = search(ada, word[2:9].upper())

    assert answer["results"] == [{"message": message, "excerpt": f"The {word} is ready"}]
    assert answer["terms"] == [word[2:9].upper()]
    assert (answer["more"], answer["next"], answer["complete"]) == (False, None, True)


def test_a_message_is_found_by_what_it_says_now(ada: Person, word: str) -> None:
    edited, deleted = ada.post(f"{word} before"), ada.post(f"{word} before")
    assert len(found(ada, f"{word} before")) == 2

    made(ada.api("PATCH", f"/rooms/1/messages/{edited['number']}", json={"body": f"{word} after"}))
    made(ada.api("DELETE", f"/rooms/1/messages/{deleted['number']}"))

    assert found(ada, f"{word} before") == []
    assert found(ada, word) == [f"{word} after"]


def test_an_excerpt_is_the_text_around_what_was_found(ada: Person, word: str) -> None:
    body = "before " * 100 + word + " after" * 100
    ada.post(body)

    [result] = search(ada, word)["results"]

    assert word in result["excerpt"]
    assert len(result["excerpt"]) <= limits.SEARCH_EXCERPT
    assert result["excerpt"].startswith("…")
    assert result["excerpt"].endswith("…")
    assert result["excerpt"].strip("…") in body


# Who finds it -------------------------------------------------------------------------------------


def test_nobody_finds_what_they_may_not_see(
    ada: Person, ben: Person, outsider: Person, anonymous: Person, word: str
) -> None:
    room = ada.make_room()
    ada.post(word, room=room["id"])

    assert found(ada, word) == [word]
    for other in (ben, outsider):
        answer = search(other, word)
        assert (answer["results"], answer["more"], answer["complete"]) == ([], False, True)
    assert refusal(ask(anonymous, word))[0] == "unauthorized"


def test_who_is_removed_finds_nothing_any_more_and_who_joins_everything(
    ada: Person, ben: Person, word: str
) -> None:
    room = ada.make_room()
    ada.post(word, room=room["id"])
    assert found(ben, word) == []

    made(ada.api("POST", f"/rooms/{room['id']}/members", json={"user": ben.id}))
    assert found(ben, word) == [word]

    made(ada.api("DELETE", f"/rooms/{room['id']}/members/{ben.id}"))
    assert found(ben, word) == []
    assert refusal(ask(ben, word, room=room["id"]))[0] == "not_found"


def test_a_room_that_one_may_not_see_is_one_that_is_not_there(ada: Person, ben: Person) -> None:
    room = ada.make_room()
    assert found(ada, f'in:"{room["name"]}"') == []

    hidden, missing = ask(ben, "word", room=room["id"]), ask(ben, "word", room=ABSENT)
    assert (hidden.status_code, hidden.text) == (missing.status_code, missing.text)

    hidden, missing = ask(ben, f'in:"{room["name"]}"'), ask(ben, 'in:"no such room"')
    assert refusal(hidden) == ("invalid", f"You are in no room called {room['name']}.")
    assert refusal(missing) == ("invalid", "You are in no room called no such room.")


def test_a_page_begins_nowhere_that_one_may_not_see(ada: Person, ben: Person, word: str) -> None:
    room = ada.make_room()
    mine = ada.post(word)
    ada.post(word, room=room["id"])
    time = round(datetime.fromisoformat(mine["created_at"]).timestamp() * 1000)

    # A place in a room is only compared with: what stands there makes no difference.
    for number in (1, 2, ABSENT):
        assert found(ben, word, before=f"{time + 1}-{room['id']}-{number}") == [word]
        assert found(ben, word, before=f"{time - 1}-{room['id']}-{number}") == []


# Filters ------------------------------------------------------------------------------------------


def test_filters_say_who_where_what_and_when(ada: Person, ben: Person, word: str) -> None:
    room = ada.make_room("Design review", members=[ben])
    direct = made(ada.api("POST", "/rooms/direct", json={"users": [ben.id]}))["room"]
    ada.post(f"{word} one https://example.org", room=room["id"])
    ben.post(f"{word} two", room=room["id"])
    ben.post(f"{word} three", room=direct["id"])
    ada.post(f"{word} four", files=[ada.upload(picture(), "a picture.png", "image/png")["id"]])
    today = datetime.now(UTC).date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)

    def which(filters: str, person: Person = ada) -> set[str]:
        return {body.split()[1] for body in found(person, f"{word} {filters}")}

    assert which(f"from:{ben.username}") == {"two", "three"}
    assert which(f"from:@{ben.username.upper()}") == {"two", "three"}
    assert which("from:me") == {"one", "four"}
    assert which(f"from:me from:{ben.username}") == {"one", "two", "three", "four"}
    assert which(f'in:"{room["name"].upper()}"') == {"one", "two"}
    assert which(f"in:@{ben.username}") == {"three"}
    assert which(f"in:@{ada.username}", ben) == {"three"}
    assert which("in:general has:image") == {"four"}
    assert which("in:general has:link") == set()
    assert which("has:link") == {"one"}
    assert which("has:file picture") == {"four"}
    assert which(f"after:{yesterday} before:{tomorrow}") == {"one", "two", "three", "four"}
    assert which(f"before:{today}") == set()
    assert which(f"after:{today}") == set()
    assert which("mentions:me") == set()
    assert {body.split()[1] for body in found(ada, word, room=direct["id"])} == {"three"}


@pytest.mark.parametrize(
    ("q", "sentence"),
    [
        ("has:foo", "There is no filter has:foo; use has:file, has:link or has:image."),
        ("from:nobody-at-all", "There is nobody called nobody-at-all."),
        ("in:@nobody-at-all", "There is nobody called nobody-at-all."),
        ("in:nowhere", "You are in no room called nowhere."),
        ("mentions:you", "There is no filter mentions:you; use mentions:me."),
        ("before:yesterday", "before: takes a day, as in before:2026-01-31."),
        ("after:2026-02-30", "after: takes a day, as in after:2026-01-31."),
        ("word from:", "Something is missing after from: as in from:ada."),
        ("  ", "Write something to look for."),
        ('""', "Write something to look for."),
    ],
)
def test_what_is_not_understood_is_explained(ada: Person, q: str, sentence: str) -> None:
    answer = ask(ada, q)

    assert refusal(answer) == ("invalid", sentence)
    assert error_of(answer)["fields"] == {"q": sentence}


@pytest.mark.parametrize("q", ["https://example.org", "10:30", "std::map", "has", "fromage:", '"has:foo"'])
def test_what_only_looks_like_a_filter_is_text(ada: Person, word: str, q: str) -> None:
    ada.post(f"{word} {q.strip(chr(34))}")

    assert found(ada, f"{word} {q}") == [f"{word} {q.strip(chr(34))}"]


# Pages and limits ---------------------------------------------------------------------------------


def test_results_come_in_pages_newest_first(ada: Person, word: str) -> None:
    rooms = [1, ada.make_room()["id"]]
    bodies = [ada.post(f"{word} {turn}", room=rooms[turn % 2])["body"] for turn in range(7)]

    first = search(ada, word, limit=3)
    second = search(ada, word, limit=3, before=first["next"])
    third = search(ada, word, limit=3, before=second["next"])

    pages = [[result["message"]["body"] for result in page["results"]] for page in (first, second, third)]
    assert pages == [bodies[:-4:-1], bodies[-4:-7:-1], bodies[:1]]
    assert [page["more"] for page in (first, second, third)] == [True, True, False]
    assert third["next"] is None


def test_the_best_come_first_when_that_is_asked_for(ada: Person, word: str) -> None:
    exact = ada.post(f"{word.upper()} alone")["body"]
    inside = ada.post(f"un{word}able, in a long text " + "that goes on " * 20)["body"]

    assert found(ada, word.upper()) == [inside, exact]
    assert found(ada, word.upper(), order="best") == [exact, inside]


def test_long_messages_make_a_short_page_with_a_next_one(ada: Person, word: str) -> None:
    for turn in range(8):
        ada.post(f"{word} {turn} " + "x" * (limits.BODY_MAX - 20))

    first = search(ada, word, limit=8)
    rest = search(ada, word, limit=8, before=first["next"])

    assert 0 < len(first["results"]) < 8
    assert len(first["results"]) + len(rest["results"]) == 8
    assert first["more"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": ""},
        {"q": "q" * (limits.SEARCH_QUERY_MAX + 1)},
        {"q": "a\x00b"},
        {"q": "word", "limit": 0},
        {"q": "word", "limit": limits.SEARCH_MAX + 1},
        {"q": "word", "order": "oldest"},
        {"q": "word", "before": "1-2"},
        {"q": "word", "before": "1-2-3; DROP TABLE messages"},
        {"q": "word", "order": "best", "before": "1-2-3"},
        {"q": "word", "room": "x"},
        {"q": "word", "unknown": "1"},
        {},
    ],
)
def test_what_is_out_of_bounds_is_refused(ada: Person, parameters: dict[str, Any]) -> None:
    assert found(ada, "q" * limits.SEARCH_QUERY_MAX, limit=limits.SEARCH_MAX) == []

    assert refusal(ada.api("GET", "/search", params=parameters))[0] == "invalid"


# The index ----------------------------------------------------------------------------------------


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "data") as running:
        yield running


def test_an_index_that_is_lost_comes_back(own_server: Server, word: str) -> None:
    dora = Person(own_server.url, "dora").register().log_in()
    for turn in range(30):
        dora.post(f"{word} {turn}")
    own_server.stop()
    for file in own_server.data.glob("search.db*"):
        file.unlink()

    own_server.start()

    answer = eventually(lambda: (found := search(dora, word, limit=50))["complete"] and found)
    assert len(answer["results"]) == 30


def test_whoever_turns_search_off_keeps_no_index(tmp_path: Path, word: str) -> None:
    with Server(tmp_path / "data") as server:
        dora = Person(server.url, "dora").register().log_in()
        dora.post(word)
        assert found(dora, word) == [word]
        server.stop()
    with Server(tmp_path / "data", search="off") as server:
        dora.url = server.url
        assert refusal(ask(dora, word)) == ("unavailable", "Searching is turned off on this server.")
        dora.post(f"{word} again")
        server.stop()
        assert list(server.data.glob("search.db*")) == []
    with Server(tmp_path / "data") as server:
        dora.url = server.url
        answer = eventually(lambda: (found := search(dora, word))["complete"] and found)
        assert len(answer["results"]) == 2


def test_a_user_searches_so_often_and_no_more(tmp_path: Path) -> None:
    with Server(tmp_path / "data", rate_limits="on") as server:
        dora = Person(server.url, "dora").register().log_in()
        burst, _ = limits.REQUESTS_PER_USER["search"]
        for _ in range(burst):
            found(dora, "word")

        refused = [ask(dora, "word") for _ in range(10)]

        assert "rate_limited" in {refusal(answer)[0] for answer in refused if not answer.ok}


def test_a_user_has_few_searches_under_way_at_a_time(server: Server, word: str) -> None:
    dora = Person(server.url, "dora").register().log_in()
    others = [Person(server.url, "dora") for _ in range(16)]
    for other in others:
        other.http.cookies.update(dora.http.cookies)
    dora.post(word)

    with ThreadPoolExecutor(len(others)) as threads:
        answers = list(threads.map(lambda other: ask(other, word), others * 20))

    assert {answer.status_code for answer in answers} <= {200, 429}
    assert found(dora, word) == [word], "afterwards everything is as before"
