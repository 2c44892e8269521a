"""Starting: how long until it serves, and what it holds when nobody is there."""

import time

from bench import machine
from bench.scenarios.plan import Plan
from bench.systems import Chatroom, SocketIO, Tutorial

_SETTLE_SECONDS = 1.0


def measure(plan: Plan) -> None:
    kinds = plan.systems(Chatroom, SocketIO, Tutorial)
    for _ in range(plan.runs):
        for kind in kinds:
            with kind() as system:
                system.populate([1])
                system.start()
                time.sleep(_SETTLE_SECONDS)
                plan.figures.add(
                    "start",
                    system.name,
                    ready_seconds=system.start_seconds,
                    idle_mb=machine.resident(system.pid) / 1e6,
                )
