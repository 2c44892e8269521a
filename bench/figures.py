"""What was measured: one value for each run, kept by scenario, system and figure."""

import statistics
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Key:
    scenario: str
    system: str
    figure: str


@dataclass(slots=True)
class Figures:
    """All values of a measurement, and the systems that could not be measured with the reason."""

    values: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    absent: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    def add(self, scenario: str, system: str, **values: float) -> None:
        """Note what one run found, and show it."""
        for figure, value in values.items():
            self.values[Key(scenario, system, figure)].append(value)
        shown = "  ".join(f"{figure} {short(value)}" for figure, value in values.items())
        print(f"{scenario:<24} {system:<18} {shown}", flush=True)

    def fail(self, scenario: str, system: str, error: Exception) -> None:
        """Note a run that did not come to a figure: it is reported, not dropped."""
        reason = " ".join(str(error).split())[:200]  # one line, also of an HTTP answer
        self.failed.append(f"{scenario}, {system}: {reason}")
        print(f"{scenario:<24} {system:<18} FAILED: {reason}", flush=True)

    def of(self, scenario: str, system: str, figure: str) -> list[float]:
        return self.values.get(Key(scenario, system, figure), [])

    def median(self, scenario: str, system: str, figure: str) -> float | None:
        values = self.of(scenario, system, figure)
        return statistics.median(values) if values else None

    def least(self, scenario: str, system: str, figure: str) -> float | None:
        return min(self.of(scenario, system, figure), default=None)

    def longest_gaps(self) -> dict[str, float]:
        """The longest that the event loop was blocked, by scenario, over all runs."""
        return {key.scenario: max(values) for key, values in self.values.items() if key.figure == "gap_ms"}


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def short(value: float) -> str:
    """A number as people read it: three digits that mean something."""
    if value >= 1000:
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
