"""The targets of the project, each with what was found and whether that meets it."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.figures import Figures, short
from bench.scenarios import flood

Value = Callable[[Figures], float | None]


@dataclass(frozen=True, slots=True)
class Target:
    """
    Args:
        value: what was found, or None when it was not measured.
        bound: the target itself; `most` tells whether it is an upper one.
    """

    what: str
    value: Value
    bound: float
    unit: str = ""
    most: bool = False

    def row(self, figures: Figures) -> str:
        found = self.value(figures)
        wanted = f"{'≤' if self.most else '≥'} {self.bound:,g}{self.unit}"
        if found is None:
            return f"| {self.what} | {wanted} | - | not measured |"
        met = found <= self.bound if self.most else found >= self.bound
        return f"| {self.what} | {wanted} | {short(found)}{self.unit} | {'met' if met else '**not met**'} |"


def _of(scenario: str, figure: str, system: str = "chatroom") -> Value:
    return lambda figures: figures.median(scenario, system, figure)


def _ratio(ours: Value, theirs: Value) -> Value:
    def value(figures: Figures) -> float | None:
        above, below = ours(figures), theirs(figures)
        return above / below if above and below else None

    return value


def _greatest(*values: Value) -> Value:
    return lambda figures: max((found for value in values if (found := value(figures))), default=None)


def _longest_gap(figures: Figures) -> float | None:
    return max(figures.longest_gaps().values(), default=None)


def _growth(action: str) -> Value:
    return _ratio(
        _of(f"{action}, 1,000,000 stored", "p95_ms"),
        _of(f"{action}, 10,000 stored", "p95_ms"),
    )


_THOUSAND = _of("fan-out to 1000", "deliveries_per_second")
_DURABLE = _of("durable, 256 in flight", "acked_per_second")
_TUTORIAL = _of("durable, 256 in flight", "acked_per_second", "tutorial")
_SYNAPSE = _greatest(
    _of("durable, 32 in flight", "acked_per_second", "synapse"),
    _of("durable, 256 in flight", "acked_per_second", "synapse"),
)
_NODE = _of("fan-out to 1000", "deliveries_per_second", "socketio")

_FLOODED = _ratio(
    _greatest(*(_of(f"100/s to 100, one floods {event}", "p99_ms") for event in flood.EVENTS)),
    _of(flood.QUIET, "p99_ms"),
)

TARGETS = (
    Target("durable deliveries/s, room of 1,000", _THOUSAND, 800_000),
    Target("… against Node socket.io, which stores nothing", _ratio(_THOUSAND, _NODE), 8, " times"),
    Target("durable deliveries/s, room of 200", _of("fan-out to 200", "deliveries_per_second"), 600_000),
    Target("durable acked messages/s, rooms of 10, 256 in flight", _DURABLE, 8_000),
    Target("… against Synapse", _ratio(_DURABLE, _SYNAPSE), 50, " times"),
    Target("… against the tutorial app", _ratio(_DURABLE, _TUTORIAL), 15, " times"),
    Target(
        "round trip with fsync, one at a time, p50", _of("durable, 1 in flight", "p50_ms"), 1.5, " ms", True
    ),
    Target(
        "delivery at 100 messages/s to 1,000 readers, p99", _of("100/s to 1000", "p99_ms"), 25, " ms", True
    ),
    Target("idle connection", _of("idle connections", "kb_each"), 15, " KB", True),
    Target(
        "open a room at 1 million messages, p95",
        _of("open a room, 1,000,000 stored", "p95_ms"),
        5,
        " ms",
        True,
    ),
    Target("… against 10 thousand", _growth("open a room"), 1.3, " times", True),
    Target("others' p99 while one user floods, the worst of four", _FLOODED, 1.2, " times", True),
    Target("event loop blocked, longest of all scenarios", _longest_gap, 50, " ms", True),
)
