"""Accounts and rooms, made once over the API and copied for each run: making them takes a minute."""

import asyncio
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.peers.process import free_port, running
from bench.peers.synapse import config, install
from bench.peers.synapse.client import Client

_AT_A_TIME = 8


@dataclass(frozen=True, slots=True)
class Prepared:
    """A server at rest, whose people have all joined all its rooms.

    Args:
        kept: what holds the directory until this program ends.
        tokens: of the people.
        rooms: their ids.
    """

    kept: tempfile.TemporaryDirectory[str]
    tokens: list[str]
    rooms: list[str]

    @property
    def directory(self) -> Path:
        return Path(self.kept.name)


@cache
def prepared(rooms: int, members: int) -> Prepared:
    """Make the people and the rooms, the first time that they are asked for."""
    kept = tempfile.TemporaryDirectory(prefix="bench-synapse-prepared-")
    directory, port = Path(kept.name), free_port()
    with running(install.command(config.write(directory, port)), port, directory):
        tokens, names = asyncio.run(_fill(port, rooms, members))
    return Prepared(kept, tokens, names)


async def _fill(port: int, rooms: int, members: int) -> tuple[list[str], list[str]]:
    client = Client(port)
    tokens = [await client.register(person) for person in range(members)]
    turn = asyncio.Semaphore(_AT_A_TIME)

    async def filled() -> str:
        async with turn:
            room = await client.create_room(tokens[0])
            for token in tokens[1:]:
                await client.join(token, room)
            return room

    names = await asyncio.gather(*(filled() for _ in range(rooms)))
    client.close()
    return tokens, names
