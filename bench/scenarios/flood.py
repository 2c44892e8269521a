"""One user floods: what the others notice of it, with the rate limits that users get."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench import generator, machine
from bench.scenarios.plan import Plan
from bench.systems import ROOT, LimitedChatroom
from bench.world import Member

MEMBERS = 100
SENDERS, RATE = 16, 100  # messages a second together: well below what each may send
CONNECTIONS = 3
EVENTS = ("message:send", "sync", "typing", "search")
QUIET = "100/s to 100, nobody floods"


def measure(plan: Plan) -> None:
    for _ in range(plan.runs):
        with LimitedChatroom() as system:
            members, (flooder,), quiet = system.populate([MEMBERS, 1, 1])
            system.start()
            _paced(plan, system, members, QUIET, quiet[0])
            for event in EVENTS:
                with _flood(system, flooder, event):
                    _paced(plan, system, members, f"100/s to 100, one floods {event}", quiet[0])


def _paced(plan: Plan, system: LimitedChatroom, members: list[Member], scenario: str, quiet: Member) -> None:
    with plan.watched(scenario, system, quiet):
        found = generator.run(
            "paced",
            system.port,
            members,
            rate=RATE,
            senders=SENDERS,
            seconds=plan.seconds,
            watch=system.pid,
        )
        plan.figures.add(
            scenario,
            system.name,
            p50_ms=found["p50_ms"],
            p99_ms=found["p99_ms"],
            server_cpu=found["server_cpu"],
            load_cpu=found["load_cpu"],
        )


@contextmanager
def _flood(system: LimitedChatroom, flooder: Member, event: str) -> Iterator[None]:
    """Somebody sends as fast as some connections take it, and reads what comes back."""
    wish = (system.port, flooder.cookie, event, CONNECTIONS, "yes", flooder.room)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.flooder", *map(str, wish)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=machine.on_core(machine.LOAD_CORE),
    ) as process:
        assert process.stdout is not None
        if process.stdout.readline() != "flooding\n":
            raise generator.Failed("the flood did not begin")
        try:
            yield
        finally:
            process.communicate(timeout=60)
