"""RESULTS.md: what was measured, on what, and whether it is what was aimed at."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench import generator, machine
from bench.figures import Figures, Key, short
from bench.scenarios.plan import Plan
from bench.targets import TARGETS

NOTES = Path(__file__).with_name("NOTES.md")
_OWN_CORE = 0.85  # what a saturated server has of its core when it is alone on it
_BUSY = 0.1  # from here on a reader should know that the machine was not quiet

_HEADINGS = {
    "deliveries_per_second": "deliveries/s",
    "messages_per_second": "messages/s",
    "acked_per_second": "acked messages/s",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "p99_ms": "p99 ms",
    "kb_each": "KB each",
    "connections": "connections",
    "connects_per_second": "connects/s",
    "idle_cpu": "idle, share of the core",
    "all_current_seconds": "all current after s",
    "welcomed_seconds": "all welcomed after s",
    "known_seconds": "all know after s",
    "frames_each": "frames each",
    "bytes_each": "bytes each",
    "server_ms_each": "server's ms each",
    "ready_seconds": "ready after s",
    "idle_mb": "idle MB",
    "up_mb_per_second": "upload MB/s",
    "up_memory_mb": "memory meanwhile, MB more",
    "down_mb_per_second": "download MB/s",
    "down_memory_mb": "memory meanwhile, MB more",
    "server_cpu": "server's core",
    "load_cpu": "generator's core",
}


def render(plan: Plan, busy: float, minutes: float) -> str:
    figures = plan.figures
    parts = [
        "# Results of the benchmark",
        _head(plan, busy, minutes),
        "## Targets",
        _targets(figures),
        "## Figures",
        "The median of the runs, with the least and the most in brackets; the last column is our "
        "first figure as a multiple of theirs.",
        *_scenarios(figures),
        "## The event loop",
        _gaps(figures),
        NOTES.read_text().strip(),
    ]
    if figures.failed:
        parts.insert(4, "## What did not come to a figure\n\n" + "\n".join(f"- {f}" for f in figures.failed))
    return "\n\n".join(parts) + "\n"


def _head(plan: Plan, busy: float, minutes: float) -> str:
    figures = plan.figures
    one_core = machine.SERVER_CORE == machine.LOAD_CORE
    lines = [
        "Made by `make bench`; do not edit. What is measured and how is [below](#how).",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d}, {machine.description()}",
        f"- {plan.runs} runs, windows of {plan.seconds:g} s, {minutes:.0f} minutes",
        f"- generator: {generator.kind()}",
        f"- in the second before it began, others kept the cores {busy:.0%} busy"
        + (": **not a quiet machine, take the figures with care**" if busy > _BUSY else ""),
        *(f"- {label} {version}" for label, version in figures.versions.items()),
        *(f"- absent: {label}: {reason}" for label, reason in figures.absent.items()),
    ]
    share = figures.least("fan-out to 1000", "chatroom", "server_cpu")
    if share is not None and share < _OWN_CORE:
        lines.append(
            f"- **the saturated server got only {share:.0%} of its core in one of the runs: others used the "
            "machine meanwhile, so absolute figures, latencies and gaps say little**"
        )
    if one_core:
        lines.append("- **one core for server and generator: figures are lower than they would be apart**")
    return "\n".join(lines)


def _targets(figures: Figures) -> str:
    rows = [target.row(figures) for target in TARGETS]
    return "\n".join(["| figure | target | found | |", "| --- | --- | --- | --- |", *rows])


def _scenarios(figures: Figures) -> Iterator[str]:
    keys = [key for key in figures.values if key.figure != "gap_ms"]
    for scenario in dict.fromkeys(key.scenario for key in keys):
        names = list(dict.fromkeys(key.figure for key in keys if key.scenario == scenario))
        systems = list(dict.fromkeys(key.system for key in keys if key.scenario == scenario))
        compared = len(systems) > 1 and "chatroom" in systems
        header = [
            "",
            *(_HEADINGS.get(name, name) for name in names),
            *(["ours against it"] if compared else []),
        ]
        rows = [_row(figures, scenario, system, names, compared) for system in systems]
        table = [f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}", *rows]
        yield f"### {scenario[:1].upper()}{scenario[1:]}\n\n" + "\n".join(table)


def _row(figures: Figures, scenario: str, system: str, names: list[str], compared: bool) -> str:
    cells = [_cell(figures.values.get(Key(scenario, system, name), [])) for name in names]
    cells = [f"**{system}**" if system == "chatroom" else system, *cells]
    if compared:
        cells.append(_ratio(figures, scenario, system, names[0]))
    return f"| {' | '.join(cells)} |"


def _cell(values: list[float]) -> str:
    if not values:
        return "-"
    ordered = sorted(values)
    middle = ordered[len(ordered) // 2]
    if len(ordered) == 1:
        return short(middle)
    return f"{short(middle)} ({short(ordered[0])} to {short(ordered[-1])})"


def _ratio(figures: Figures, scenario: str, system: str, figure: str) -> str:
    ours = figures.median(scenario, "chatroom", figure)
    theirs = figures.median(scenario, system, figure)
    if system == "chatroom" or not ours or not theirs:
        return ""
    return f"{ours / theirs:.2g} times" if ours / theirs < 10 else f"{ours / theirs:,.0f} times"


def _gaps(figures: Figures) -> str:
    rows = [f"| {scenario} | {short(gap)} ms |" for scenario, gap in figures.longest_gaps().items()]
    return "\n".join(
        ["The longest time for which it answered nobody, over all runs.", "", "| | |", "| --- | --- |", *rows]
    )
