"""History: what reading costs when much is stored. Half of all is in the one room that is read."""

import random
import time
from collections.abc import Callable, Iterator

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
    for stored in plan.histories:
        with Chatroom() as system:
            rooms = system.populate([MEMBERS] * (OTHER_ROOMS + 1) + [1])
            *rooms, quiet = rooms
            world = World(system.data)
            for room in rooms[1:]:
                world.history(room[0].room, room, stored // 2 // OTHER_ROOMS)
            in_room = stored // 2
            world.history(rooms[0][0].room, rooms[0], in_room)
            for _ in range(plan.runs):
                system.start()
                with plan.watched(f"history of {stored:,}", system, quiet[0]):
                    _read(plan, system, stored, in_room, rooms[0][0])
                system.stop()


def _read(plan: Plan, system: Chatroom, stored: int, in_room: int, reader: Member) -> None:
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
    for name, action in zip(_ACTIONS, actions, strict=True):
        times = []
        for _ in range(_WARM + _CALLS):
            started = time.perf_counter()
            action()
            times.append((time.perf_counter() - started) * 1000)
        plan.figures.add(
            f"{name}, {stored:,} stored",
            system.name,
            p50_ms=percentile(times[_WARM:], 0.5),
            p95_ms=percentile(times[_WARM:], 0.95),
        )
    client.close()


def _changes(client: Client, room: int, since: int) -> Iterator[bytes]:
    """1,000 changes, in as many answers as the server makes of them."""
    held = since
    while held < since + CHANGES:
        answer = client.call("sync", {"room": room, "since": held, "limit": since + CHANGES - held})
        held = int(answer[answer.index(b'"version":') + 10 :].partition(b",")[0])
        yield answer
