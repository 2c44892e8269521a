"""The systems that are measured beside ours.

Those that speak Socket.IO are driven by our generator (bench/systems.py). Those that do not are
packages here with a driver of their own: `bench.peers.synapse` and `bench.peers.ejabberd`. A peer
that is not there is reported as absent with its reason; nothing is ever estimated for it.
"""

from importlib import import_module
from typing import Protocol, cast

NAMES = ("synapse", "ejabberd")


class Absent(Exception):
    """The peer cannot be run on this machine; the message says why, for RESULTS.md."""


class Peer(Protocol):
    """What each of these packages offers, as plain functions."""

    def available(self) -> tuple[str | None, str]:
        """Its version, or None and the reason; installs it if need be."""

    def durable(self, in_flight: int, rooms: int, members: int, seconds: float) -> dict[str, float]:
        """Start the peer on the server's core, drive it from the generator's, and stop it.

        Returns:
            At least `acked_per_second`, `p50_ms` and `p99_ms`; `server_cpu` and `generator_cpu` as
            shares of a core.
        """


def load(name: str) -> tuple[Peer, str]:
    """A peer that can be run, and its version.

    Raises:
        Absent: there is no such driver, or the peer cannot be installed here.
    """
    try:
        peer = cast("Peer", import_module(f"bench.peers.{name}"))
        version, reason = peer.available()
    except (ImportError, AttributeError) as error:
        raise Absent(f"no driver: {error}") from None
    if version is None:
        raise Absent(reason)
    return peer, version
