"""Search: what it costs when much is stored, and what keeping the index costs those who write.

Half of what is stored is in rooms of the one who searches, half in others. `python bench/run.py search
--alone` takes three minutes; `--long` has 10 million messages, and takes an hour.
"""

import random
import time
from collections.abc import Callable, Iterator

from bench import generator
from bench.figures import percentile
from bench.scenarios import durable
from bench.scenarios.plan import Plan
from bench.sockets import Client
from bench.systems import Chatroom, ChatroomWithoutSearch
from bench.words import Author
from bench.world import Member, World

ROOMS, MEMBERS = 20, 10  # of the one who searches; and as many others
_CALLS = 200
_PATIENCE_SECONDS = 4 * 3600


def measure(plan: Plan) -> None:
    plan.systems(Chatroom)
    for stored in plan.histories:
        with Chatroom() as system:
            reader, quiet = _world(system, stored)
            for turn in range(plan.runs):
                system.start()
                _index(plan, system, stored, reader, first=turn == 0)
                with plan.watched(f"search in {stored:,}", system, quiet):
                    _search(plan, system, stored, reader)
                system.stop()
    _write(plan)


def _world(system: Chatroom, stored: int) -> tuple[Member, Member]:
    """Somebody who is in half of the rooms, and somebody in a quiet one."""
    *rooms, quiet = system.populate([MEMBERS] * (2 * ROOMS) + [1])
    world, author = World(system.data), Author()
    for room in rooms:
        world.history(room[0].room, room, stored // len(rooms), author.message)
    reader = rooms[0][0]
    world.join(reader, [room[0].room for room in rooms[1:ROOMS]])
    return reader, quiet[0]


def _index(plan: Plan, system: Chatroom, stored: int, reader: Member, *, first: bool) -> None:
    """Wait until everything is indexed and has been brought together, with nobody else there."""
    client = Client(system.port, reader.cookie)
    began = time.perf_counter()
    while b'"complete":true' not in client.call("search", {"q": "has:link", "limit": 1}):
        if time.perf_counter() - began > _PATIENCE_SECONDS:
            raise generator.Failed("the index did not become complete")
        time.sleep(0.2)
    if first:
        seconds = time.perf_counter() - began
        size = (system.data / "search.db").stat().st_size
        plan.figures.add(
            f"index of {stored:,}",
            system.name,
            messages_per_second=stored / seconds,
            bytes_each=size / stored,
        )
        time.sleep(5 + stored / 200_000)
    client.close()


def _search(plan: Plan, system: Chatroom, stored: int, reader: Member) -> None:
    client = Client(system.port, reader.cookie)
    queries = _queries(reader)
    times: dict[str, list[float]] = {name: [] for name in queries}
    for _ in range(_CALLS):  # in turns, so that a busy moment of the machine hits all alike
        for name, query in queries.items():
            request = next(query)
            started = time.perf_counter()
            answer = client.call("search", request)
            times[name].append((time.perf_counter() - started) * 1000)
            if b'"ok":true' not in answer:
                raise generator.Failed(answer.decode(errors="replace"))
    client.close()
    for name, of_query in times.items():
        plan.figures.add(
            f"search for {name}, {stored:,} stored",
            system.name,
            p50_ms=percentile(of_query, 0.5),
            p95_ms=percentile(of_query, 0.95),
        )


def _queries(reader: Member) -> dict[str, Iterator[dict[str, object]]]:
    """Kinds of searches, each of which asks for something else every time."""
    dice, words = random.Random(7), Author().words
    common, rare = [word for word in words[:300] if len(word) > 2], words[20_000:]
    characters = [chr(0x4E00 + 7 * number) for number in range(300)]

    def asking(make: Callable[[], str], **more: object) -> Iterator[dict[str, object]]:
        while True:
            yield {"q": make(), **more}

    def one_of(choice: list[str]) -> str:
        return dice.choice(choice)

    return {
        "a common word": asking(lambda: one_of(common)),
        "a rare word": asking(lambda: one_of(rare)),
        "a rare word in one room": asking(lambda: one_of(rare), room=reader.room),
        "a common and a rare word": asking(lambda: f"{one_of(common)} {one_of(rare)}"),
        "a phrase that nobody said": asking(lambda: f'"{one_of(rare)} {one_of(rare)}"'),
        "part of an address": asking(lambda: f"10.{dice.randrange(256)}.{dice.randrange(256)}"),
        "one CJK character": asking(lambda: one_of(characters)),
        "two CJK characters": asking(lambda: one_of(characters) + one_of(characters)),
        "a common word, from: and has:": asking(lambda: f"{one_of(common)} from:me has:link"),
        "a common word, best first": asking(lambda: one_of(common), order="best"),
    }


def _write(plan: Plan) -> None:
    """The throughput of `durable` with the index, and without."""
    for _ in range(plan.runs):
        for kind in (Chatroom, ChatroomWithoutSearch):
            with kind() as system:
                *rooms, quiet = system.populate([durable.MEMBERS] * durable.ROOMS + [1])
                members = [member for room in rooms for member in room]
                system.start()
                scenario = f"durable, 256 in flight, {'with' if kind is Chatroom else 'without'} the index"
                with plan.watched(scenario, system, quiet[0]):
                    found = generator.run(
                        "closed",
                        system.port,
                        members,
                        in_flight=256,
                        seconds=plan.seconds,
                        watch=system.pid,
                    )
                    plan.figures.add(
                        scenario,
                        Chatroom.name,
                        acked_per_second=found["acked"] / found["seconds"],
                        p50_ms=found["p50_ms"],
                        p99_ms=found["p99_ms"],
                        server_cpu=found["server_cpu"],
                    )
