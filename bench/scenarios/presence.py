"""Presence and typing: everybody in a room comes at once and looks at some of the others; then all write.

What it costs each connection must go by how many it looks at, and not by how many are in the room.
"""

import time
from contextlib import closing

from bench import machine
from bench.crowd import Crowd
from bench.scenarios.plan import Plan
from bench.systems import Chatroom
from bench.world import Member

SIZES = (250, 500, 1000)
WATCHED = 50
ROUNDS = 5  # of everybody typing, a second apart
_SETTLE_SECONDS = 3.0  # longer than changes are gathered


def measure(plan: Plan) -> None:
    plan.systems(Chatroom)
    for _ in range(plan.runs):
        with Chatroom() as system:
            *rooms, quiet = system.populate([*SIZES, 1])
            system.start()
            for members in rooms:
                with closing(Crowd(system.port, members, WATCHED)) as crowd:
                    _come(plan, system, crowd, quiet[0])
                    _type(plan, system, crowd, quiet[0])


def _come(plan: Plan, system: Chatroom, crowd: Crowd, quiet: Member) -> None:
    scenario = f"{len(crowd.all)} come, each watching {WATCHED}"
    with plan.watched(scenario, system, quiet):
        used, began = machine.processor_seconds(system.pid), time.monotonic()
        crowd.open_all()
        crowd.until(lambda: crowd.welcomed == len(crowd.all))
        welcomed = time.monotonic() - began
        crowd.until(lambda: not any(connection.missing for connection in crowd.all))
        known = time.monotonic() - began
        crowd.pause(_SETTLE_SECONDS)
        plan.figures.add(
            scenario,
            system.name,
            welcomed_seconds=welcomed,
            known_seconds=known,
            frames_each=crowd.frames / len(crowd.all),
            bytes_each=crowd.bytes / len(crowd.all),
            server_ms_each=(machine.processor_seconds(system.pid) - used) * 1000 / len(crowd.all),
        )


def _type(plan: Plan, system: Chatroom, crowd: Crowd, quiet: Member) -> None:
    scenario = f"{len(crowd.all)} type"
    with plan.watched(scenario, system, quiet):
        crowd.frames = crowd.bytes = 0
        used = machine.processor_seconds(system.pid)
        for _ in range(ROUNDS):
            began = time.monotonic()
            for connection in crowd.all:
                connection.emit("typing", {"room": connection.room})
            crowd.pause(1 - (time.monotonic() - began))
        crowd.until(lambda: all(connection.typed for connection in crowd.all))
        crowd.pause(_SETTLE_SECONDS)
        plan.figures.add(
            scenario,
            system.name,
            frames_each=crowd.frames / len(crowd.all),
            bytes_each=crowd.bytes / len(crowd.all),
            server_ms_each=(machine.processor_seconds(system.pid) - used) * 1000 / len(crowd.all),
        )
