"""Fan-out: one room, everybody in it hears every message."""

from typing import Any

from bench import generator
from bench.scenarios.plan import Plan
from bench.systems import (
    BaselineBatched,
    BaselineNaive,
    Chatroom,
    SocketIO,
    SocketIODeflate,
    System,
    Tutorial,
)
from bench.world import Member

SIZES = (10, 200, 1000)
IN_FLIGHT = 256
_YARDSTICKS = (BaselineNaive, BaselineBatched)
RATE = 100  # messages a second, for the latency of a delivery


def measure(plan: Plan) -> None:
    kinds = plan.systems(Chatroom, SocketIO, SocketIODeflate, Tutorial, *_YARDSTICKS)
    for _ in range(plan.runs):
        for kind in kinds:
            sizes = SIZES[-1:] if kind in (SocketIODeflate, *_YARDSTICKS) else SIZES
            with kind() as system:
                *rooms, quiet = system.populate([*sizes, 1])
                system.start()
                for members in rooms:
                    _saturated(plan, system, members, quiet[0])
                    if kind not in _YARDSTICKS:
                        _paced(plan, system, members, quiet[0])


def _saturated(plan: Plan, system: System, members: list[Member], quiet: Member) -> None:
    scenario = f"fan-out to {len(members)}"
    with plan.watched(scenario, system, quiet):
        found = generator.run(
            "closed", system.port, members, in_flight=IN_FLIGHT, seconds=plan.seconds, **_common(system)
        )
        plan.figures.add(
            scenario,
            system.name,
            deliveries_per_second=found["delivered"] / found["seconds"],
            messages_per_second=found["acked"] / found["seconds"],
            server_cpu=found["server_cpu"],
            load_cpu=found["load_cpu"],
        )


def _paced(plan: Plan, system: System, members: list[Member], quiet: Member) -> None:
    scenario = f"{RATE}/s to {len(members)}"
    with plan.watched(scenario, system, quiet):
        found = generator.run(
            "paced", system.port, members, rate=RATE, seconds=plan.seconds, **_common(system)
        )
        plan.figures.add(
            scenario,
            system.name,
            p50_ms=found["p50_ms"],
            p99_ms=found["p99_ms"],
            server_cpu=found["server_cpu"],
            load_cpu=found["load_cpu"],
        )


def _common(system: System) -> dict[str, Any]:
    return {"watch": system.pid, "deflate": int(system.deflate)}
