"""Durable throughput: many small rooms, every message acknowledged once it is on the disk."""

from bench import generator
from bench.peers import NAMES, Absent, Peer, load
from bench.scenarios.plan import Plan
from bench.systems import Chatroom, SocketIO, Tutorial

ROOMS, MEMBERS = 100, 10
IN_FLIGHT = (1, 16, 256)
# For those with drivers of their own: a moderate load, and the same as ours. Ratios take their better one.
PEERS_IN_FLIGHT = (32, 256)
_FIGURES = ("acked_per_second", "p50_ms", "p99_ms", "server_cpu", "load_cpu")


def measure(plan: Plan) -> None:
    kinds = plan.systems(Chatroom, Tutorial, SocketIO)
    others = _others(plan)
    for _ in range(plan.runs):
        for kind in kinds:
            with kind() as system:
                *rooms, quiet = system.populate([MEMBERS] * ROOMS + [1])
                members = [member for room in rooms for member in room]
                system.start()
                for in_flight in IN_FLIGHT:
                    scenario = f"durable, {in_flight} in flight"
                    with plan.watched(scenario, system, quiet[0]):
                        found = generator.run(
                            "closed",
                            system.port,
                            members,
                            in_flight=in_flight,
                            seconds=plan.seconds,
                            watch=system.pid,
                        )
                        found["acked_per_second"] = found["acked"] / found["seconds"]
                        plan.figures.add(scenario, system.name, **{name: found[name] for name in _FIGURES})
        for name, peer in others.items():
            _other(plan, name, peer)


def _others(plan: Plan) -> dict[str, Peer]:
    found = {}
    for name in NAMES if plan.peers else ():
        try:
            found[name], plan.figures.versions[name] = load(name)
        except Absent as error:
            plan.figures.absent[name] = str(error)
    return found


def _other(plan: Plan, name: str, peer: Peer) -> None:
    for in_flight in PEERS_IN_FLIGHT:
        scenario = f"durable, {in_flight} in flight"
        try:
            found = peer.durable(in_flight, ROOMS, MEMBERS, plan.seconds)
        except Exception as error:  # whatever a peer does, the others are still measured
            plan.figures.fail(scenario, name, error)
            continue
        found["load_cpu"] = found.get("generator_cpu", 0.0)
        plan.figures.add(scenario, name, **{figure: found[figure] for figure in _FIGURES if figure in found})
