"""Whoever was away, or comes while others write, ends with the room as it is: no hole, nothing twice."""

import json
import random
import re

import pytest

from tests.cast import Person
from tests.faults.ledger import Ledger
from tests.faults.people import Reader
from tests.faults.stored import stored
from tests.faults.workload import Swarm, fetch
from tests.server import Server

CHANGES = 10_000
LIMIT = 500
CONNECTS, NEWCOMERS = 40, 5
_STATE = re.compile(r'<script type="application/json" id="state">(.*?)</script>', re.DOTALL)

pytestmark = pytest.mark.timeout(180)


def test_ten_thousand_changes_are_caught_up_in_pages_without_a_gap(
    own_server: Server, dice: random.Random
) -> None:
    swarm = Swarm(own_server, Ledger(lengths=(20,)), dice).add(authors=2, readers=1, window=100)
    reader = swarm.readers[-1]
    swarm.write(500)
    swarm.settle()
    before, held = reader.replica.version, dict(reader.replica.messages)
    reader.disconnect()
    swarm.readers.remove(reader)
    swarm.write(1)
    swarm.run(lambda: swarm.authors[0].replica.version >= before + CHANGES)
    swarm.settle()

    reader.connect()
    assert reader.connection is not None
    changed: dict[int, int] = {}
    version, more, pages = before, True, 0
    while more:
        answer = reader.connection.call("sync", {"room": 1, "since": version, "limit": LIMIT})
        assert not answer["reset"]
        for message in answer["messages"]:
            assert version < message["version"] <= answer["version"]
            assert message["number"] not in changed, "nothing comes twice"
            changed[message["number"]] = message["version"]
            held[message["number"]] = message
        version, more, pages = answer["version"], answer["more"], pages + 1

    now = fetch(Person(own_server.url, "observer").register().log_in())
    assert held == now
    assert version == max(message["version"] for message in now.values())
    missed = {number for number, message in now.items() if message["version"] > before}
    assert changed.keys() == missed, "all that changed, and nothing else"
    assert pages == -(-len(missed) // LIMIT)


def test_connecting_while_others_write_leaves_no_hole(
    own_server: Server, swarm: Swarm, dice: random.Random
) -> None:
    swarm.add(authors=2, window=32).write(100)
    ben = Person(own_server.url, "ben").register().log_in()
    with swarm.in_background():
        comers = [_come(ben, swarm, dice) for _ in range(CONNECTS)]
    swarm.readers += comers
    swarm.settle()
    _check(comers, own_server)
    swarm.ledger.check_stored(stored(own_server.data))


def test_registering_while_others_write_leaves_no_hole(
    own_server: Server, swarm: Swarm, dice: random.Random
) -> None:
    swarm.add(authors=2, window=32).write(100)
    with swarm.in_background():
        comers = [
            _come(Person(own_server.url, "cleo").register().log_in(), swarm, dice) for _ in range(NEWCOMERS)
        ]
    swarm.readers += comers
    swarm.settle()
    _check(comers, own_server)


def _come(person: Person, swarm: Swarm, dice: random.Random) -> Reader:
    """Open the page, connect, and hear some of what the others write.

    A hole between where `welcome` says that the room stands and the first live change would be healed
    by the next sync; so it is looked for in what comes live, and `settle` fails on it.
    """
    reader = Reader(swarm.server.port, person.cookie, dice, swarm.ledger)
    _begin_with_the_page(reader, person)
    reader.connect()
    while not reader.live:
        reader.pump()
    return reader


def _begin_with_the_page(reader: Reader, person: Person) -> None:
    """As the browser does: the state in the page is where it starts."""
    found = _STATE.search(person.get("/chatroom").text)
    assert found
    state = json.loads(found[1])
    # The page's own version may be newer than the header's: the smaller is what is held for certain.
    version = min(state["rooms"][0]["version"], state["page"]["version"])
    reader.replica.begin(version, state["page"]["messages"])


def _check(comers: list[Reader], server: Server) -> None:
    """They hold a page and all that came after it, and of older messages those that were changed."""
    now = fetch(Person(server.url, "observer").register().log_in())
    for comer in comers:
        held = comer.replica.messages
        first = comer.replica.first
        assert first > 1
        assert {number for number in held if number >= first} == set(range(first, len(now) + 1))
        assert held == {number: now[number] for number in held}
