"""What to measure, how long and how often; and the frame that every scenario shares."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.figures import Figures
from bench.generator import Failed
from bench.peers import Absent
from bench.pulse import Pulse
from bench.systems import Chatroom, System
from bench.world import Member


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Args:
        seconds: of each measured window.
        runs: how often everything is measured; systems take turns within each.
        connections: that are held idle.
        histories: numbers of stored messages.
        peers: whether others are measured, too.
    """

    figures: Figures
    seconds: float
    runs: int
    connections: int
    histories: tuple[int, ...]
    peers: bool

    def systems(self, *candidates: type[System]) -> list[type[System]]:
        """Those of them that can be run here, this server first; the others are noted as absent."""
        usable = []
        for system in candidates:
            if system is not Chatroom and not self.peers:
                continue
            try:
                self.figures.versions[system.label] = system.version()
                usable.append(system)
            except Absent as error:
                self.figures.absent[system.label] = str(error)
        return usable

    @contextmanager
    def watched(self, scenario: str, system: System, member: Member) -> Iterator[None]:
        """Note the longest gap of the event loop meanwhile, and failures. Peers have no heartbeat.

        Args:
            member: of a quiet room, whose connection the heartbeat is.
        """
        try:
            if isinstance(system, Chatroom):
                with Pulse(system.port, member.cookie) as pulse:
                    yield
                self.figures.add(scenario, system.name, gap_ms=pulse.gaps["longest_ms"])
            else:
                yield
        except (Failed, ConnectionError) as error:
            self.figures.fail(scenario, system.name, error)


Scenario = Callable[[Plan], None]
