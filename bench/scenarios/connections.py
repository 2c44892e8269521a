"""Connections: how fast they are made, what an idle one costs, and how a storm of resumes goes."""

import resource
import time

from bench import generator, machine
from bench.generator import Failed, Load
from bench.scenarios.plan import Plan
from bench.systems import Chatroom, SocketIO, SocketIODeflate, System, Tutorial
from bench.world import Member, World

RECONNECTING = 1000
MISSED = 100  # messages that each of them has to catch up on
_SETTLE_SECONDS = 3.0
_OTHER_FILES = 500  # that a server has open besides its connections


def measure(plan: Plan) -> None:
    kinds = plan.systems(Chatroom, SocketIO, SocketIODeflate, Tutorial)
    for _ in range(plan.runs):
        for kind in kinds:
            with kind() as system:
                crowd, quiet = system.populate([_most(plan, kind), 1])
                system.start()
                with plan.watched("idle connections", system, quiet[0]):
                    _idle(plan, system, crowd)
        _reconnect(plan)


def _most(plan: Plan, kind: type[System]) -> int:
    """As many connections as planned, or as the limit of open files lets this system hold."""
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(plan.connections, (files - _OTHER_FILES) // kind.descriptors_each)


def _idle(plan: Plan, system: System, crowd: list[Member]) -> None:
    # The first tenth takes what the process had lying about since its start; the others tell what
    # each one costs.
    first, others = crowd[: len(crowd) // 10], crowd[len(crowd) // 10 :]
    common = {"hold": 1, "deflate": int(system.deflate), "watch": system.pid}
    with Load("connect", system.port, first, **common) as load:
        load.result()
        time.sleep(_SETTLE_SECONDS)
        before = machine.resident(system.pid)
        with Load("connect", system.port, others, **common) as second:
            found = second.result()
            time.sleep(_SETTLE_SECONDS)
            used = machine.processor_seconds(system.pid)
            time.sleep(_SETTLE_SECONDS)
            used = machine.processor_seconds(system.pid) - used
            each = (machine.resident(system.pid) - before) / len(others)
            # Connections that are gone would cost nothing, and make the best figure of all.
            held = machine.descriptors(system.pid)
            if held < len(crowd) or not (load.stands() and second.stands()):
                raise Failed(f"{held} descriptors are open, not {len(crowd)}: connections were lost")
    plan.figures.add(
        "idle connections",
        system.name,
        kb_each=each / 1000,
        connections=len(crowd),
        connects_per_second=len(others) / found["connecting_seconds"],
        idle_cpu=used / _SETTLE_SECONDS,
        load_cpu=found["load_cpu"],
        server_cpu=found["server_cpu"],
    )


def _reconnect(plan: Plan) -> None:
    """Everybody at once: connect, be welcomed, and sync until nothing is missing."""
    with Chatroom() as system:
        members, quiet = system.populate([RECONNECTING, 1])
        World(system.data).history(members[0].room, members, 1000 + MISSED)
        system.start()
        with plan.watched("reconnecting", system, quiet[0]):
            found = generator.run(
                "connect",
                system.port,
                members,
                burst=RECONNECTING,
                since=1000,
                watch=system.pid,
            )
            plan.figures.add(
                "reconnecting",
                system.name,
                all_current_seconds=found["connecting_seconds"],
                p50_ms=found["connect_p50_ms"],
                load_cpu=found["load_cpu"],
                server_cpu=found["server_cpu"],
            )
