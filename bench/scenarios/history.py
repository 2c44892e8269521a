"""History: what reading costs when much is stored. Half of all is in the one room that is read."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from bench.figures import percentile
from bench.scenarios.plan import Plan
from bench.sockets import Client, Http
from bench.systems import Chatroom
from bench.world import Member, World

MEMBERS = 50
OTHER_ROOMS = 9
CHANGES = 1000
_CALLS = 200
_WARM = 20  # calls that are not counted
_ACTIONS = ("open a room", "older page", "sync 1,000", "whole page")


def measure(plan: Plan) -> None:
    plan.systems(Chatroom)
    with ExitStack() as stack:
        worlds = {stored: _world(stack, stored) for stored in plan.histories}
        for _ in range(plan.runs):
            for stored, (system, reader, quiet) in worlds.items():
                system.start()
                with plan.watched(f"history of {stored:,}", system, quiet):
                    _read(plan, system, stored, reader)
                system.stop()


def _world(stack: ExitStack, stored: int) -> tuple[Chatroom, Member, Member]:
    """A server with so many messages, somebody who reads them, and somebody in a quiet room."""
    system = stack.enter_context(Chatroom())
    read, *others, quiet = system.populate([MEMBERS] * (OTHER_ROOMS + 1) + [1])
    world = World(system.data)
    for room in others:
        world.history(room[0].room, room, stored // 2 // OTHER_ROOMS)
    world.history(read[0].room, read, stored // 2)
    return system, read[0], quiet[0]


def _read(plan: Plan, system: Chatroom, stored: int, reader: Member) -> None:
    in_room = stored // 2
    http, client = Http(system.port, reader.cookie), Client(system.port, reader.cookie)
    messages = f"/api/v1/rooms/{reader.room}/messages"
    anywhere = random.Random(1)

    def older() -> None:
        http.get(messages, before=anywhere.randint(100, in_room))

    def sync() -> None:
        for _ in _changes(client, reader.room, anywhere.randint(0, in_room - CHANGES)):
            pass

    actions: tuple[Callable[[], object], ...] = (
        lambda: http.get(messages),
        older,
        sync,
        lambda: http.get(f"/chatroom/{reader.room}"),
    )
    times: dict[str, list[float]] = {name: [] for name in _ACTIONS}
    for _ in range(_WARM + _CALLS):  # in turns, so that a busy moment of the machine hits all alike
        for name, action in zip(_ACTIONS, actions, strict=True):
            started = time.perf_counter()
            action()
            times[name].append((time.perf_counter() - started) * 1000)
    for name, of_action in times.items():
        plan.figures.add(
            f"{name}, {stored:,} stored",
            system.name,
            p50_ms=percentile(of_action[_WARM:], 0.5),
            p95_ms=percentile(of_action[_WARM:], 0.95),
        )
    client.close()


def _changes(client: Client, room: int, since: int) -> Iterator[bytes]:
    """1,000 changes, in as many answers as the server makes of them."""
    held = since
    while held < since + CHANGES:
        answer = client.call("sync", {"room": room, "since": held, "limit": since + CHANGES - held})
        held = int(answer[answer.index(b'"version":') + 10 :].partition(b",")[0])
        yield answer
