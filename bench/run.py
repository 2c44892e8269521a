"""Measures this server beside its peers on this machine: `make bench`, or
`python bench/run.py fanout --seconds 3` for a scenario alone.

Servers run on the first core, whatever makes the load on the second.
"""

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import machine, report
from bench.figures import Figures
from bench.scenarios import SCENARIOS
from bench.scenarios.plan import Plan

_HISTORIES = (10_000, 1_000_000)
_LONG_HISTORIES = (*_HISTORIES, 10_000_000)
RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    options = _options()
    os.sched_setaffinity(0, {machine.LOAD_CORE})
    figures = Figures()
    plan = Plan(
        figures=figures,
        seconds=options.seconds or (10.0 if options.long else 3.0),
        runs=options.runs or (5 if options.long else 3),
        connections=options.connections,
        histories=tuple(options.stored or (_LONG_HISTORIES if options.long else _HISTORIES)),
        peers=not options.alone,
    )
    busy, began = machine.busy(), time.monotonic()
    for name in options.scenarios or SCENARIOS:
        SCENARIOS[name](plan)
    minutes = (time.monotonic() - began) / 60
    if options.scenarios and not options.write:
        print(f"\n{minutes:.1f} minutes. Not written to {RESULTS.name}: not all scenarios ran.")
        return
    RESULTS.write_text(report.render(plan, busy, minutes))
    print(f"\n{minutes:.1f} minutes. Written to {RESULTS}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="*", choices=[*SCENARIOS, []], help="all, if none is named")
    parser.add_argument("--seconds", type=float, help="of each measured window")
    parser.add_argument("--runs", type=int, help="of everything")
    parser.add_argument("--connections", type=int, default=10_000, help="held idle")
    parser.add_argument("--stored", type=int, action="append", help="messages of history; may be repeated")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--long", action="store_true", help="longer, more often, and 10 million messages")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md whatever ran")
    return parser.parse_args()


if __name__ == "__main__":
    main()
