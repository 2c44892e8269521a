"""kill -9 while what is said is being indexed: afterwards all that was acknowledged is found, as it is."""

import random
import secrets
import threading
import time
from pathlib import Path

import requests

from tests.cast import Person, made
from tests.faults.stored import stored
from tests.server import Server
from tests.waiting import eventually

KILLS = 4
WRITERS = 3


def complete(person: Person, q: str) -> set[str]:
    """All texts that are found, once everything has been indexed."""
    assert eventually(lambda: found(person, q)[1], within=30)
    return found(person, q)[0]


def found(person: Person, q: str) -> tuple[set[str], bool]:
    texts: set[str] = set()
    before: dict[str, str] = {}
    while True:
        answer = made(person.api("GET", "/search", params={"q": q, "limit": 50, **before}))
        texts |= {result["message"]["body"] for result in answer["results"]}
        if not answer["next"]:
            return texts, answer["complete"]
        before = {"before": answer["next"]}


def written(person: Person, word: str, acknowledged: set[str], turns: range) -> None:
    """Send, and change every third message, until the server is gone."""
    token = person.csrf_token()
    headers = {"X-CSRFToken": token}
    for turn in turns:
        body = f"{word} {person.username} {turn}."
        content = {"client_id": f"00000000-0000-4000-8000-{secrets.token_hex(6)}", "body": body}
        url = f"{person.url}/api/v1/rooms/1/messages"
        try:
            number = person.http.post(url, json=content, headers=headers, timeout=30).json()["message"][
                "number"
            ]
            acknowledged.add(body)
            if turn % 3 == 0:
                acknowledged.discard(body)
                changed = {"body": f"{word} {person.username} changed {turn}."}
                answer = person.http.patch(f"{url}/{number}", json=changed, headers=headers, timeout=30)
                if answer.ok:
                    acknowledged.add(changed["body"])
        except requests.RequestException:
            return


def test_whatever_the_moment_of_a_kill_what_was_acknowledged_is_found(
    own_server: Server, dice: random.Random
) -> None:
    people = [Person(own_server.url, name).register().log_in() for name in ("ada", "ben", "cleo")[:WRITERS]]
    word = f"w{secrets.token_hex(6)}"
    acknowledged: set[str] = set()
    turn = 0
    for _ in range(KILLS):
        threads = [
            threading.Thread(target=written, args=(person, word, acknowledged, range(turn, turn + 10_000)))
            for person in people
        ]
        for thread in threads:
            thread.start()
        _wait_for_more(acknowledged, dice)
        own_server.kill()
        for thread in threads:
            thread.join()
        turn += 10_000
        own_server.start()
        texts = complete(people[0], word)
        assert acknowledged <= texts
    _check_against_what_is_stored(own_server.data, word, complete(people[0], word))


def _wait_for_more(acknowledged: set[str], dice: random.Random) -> None:
    wanted = len(acknowledged) + dice.randrange(10, 120)
    eventually(lambda: len(acknowledged) >= wanted, within=30)
    moment = time.monotonic() + dice.random() * 0.2  # so that it meets every phase of a step
    eventually(lambda: time.monotonic() >= moment)


def _check_against_what_is_stored(data: Path, word: str, texts: set[str]) -> None:
    assert texts == {row.body for row in stored(data).rows if word in row.body}
