"""kill -9 at random moments, with everybody writing: what was acknowledged is there, once, in order."""

import os
import random
import time

import pytest

from tests.faults.figures import figures
from tests.faults.stored import Stored, stored
from tests.faults.vitals import LONG
from tests.faults.workload import Swarm, starting
from tests.server import Server

KILLS = int(os.environ.get("FAULTS_KILLS") or (200 if LONG else 6))
STEPS_BETWEEN = 150  # acknowledged at most between two kills
MOMENT = 0.01  # seconds at most, so that a kill meets every phase of a batch


@pytest.mark.timeout(60 + 20 * KILLS)
def test_whatever_the_moment_of_a_kill_nothing_is_lost_or_doubled(
    own_server: Server, swarm: Swarm, dice: random.Random
) -> None:
    swarm.add(authors=3, readers=2)
    prevented, recoveries = 0, []
    for turn in range(KILLS):
        _write_for_a_while(swarm, dice)
        own_server.kill()
        killed = time.monotonic()
        swarm.run(lambda: all(reader.connection is None for reader in swarm.readers))
        prevented += _check(swarm, stored(own_server.data))
        with starting(own_server):
            # Half of the time the next kill comes while they are still sending again what was cut off.
            if turn + 1 < KILLS and dice.random() < 0.5:
                swarm.run(lambda: all(reader.welcomed for reader in swarm.readers))
                continue
            swarm.settle()
        recoveries.append(time.monotonic() - killed)
        swarm.compare(newest=1_000)
        _check(swarm, stored(own_server.data))
    swarm.compare()
    ledger = swarm.ledger
    figures(
        kills=KILLS,
        steps_sent=ledger.steps,
        steps_acked=ledger.acks,
        messages_sent=len(ledger.entries),
        messages_acked=ledger.acked_posts,
        messages_stored=len(stored(own_server.data).rows),
        retries=ledger.retries,
        duplicates_prevented=prevented,
        connections=sum(reader.connects for reader in swarm.readers),
        syncs=sum(reader.syncs for reader in swarm.readers),
        longest_recovery_seconds=round(max(recoveries), 2),
    )


def _write_for_a_while(swarm: Swarm, dice: random.Random) -> None:
    swarm.write(dice.randrange(STEPS_BETWEEN))
    moment = time.monotonic() + dice.random() * MOMENT
    swarm.run(lambda: time.monotonic() >= moment)


def _check(swarm: Swarm, found: Stored) -> int:
    """Hold the disk against the ledger; returns how many messages are stored and will be sent again."""
    swarm.ledger.check_stored(found)
    swarm.ledger.check_seen(found)
    there = {(row.author, row.client_id) for row in found.rows}
    return sum(
        (step.entry.author, step.entry.client_id) in there
        for author in swarm.authors
        for step in author.under_way
        if step.event == "message:send"
    )
