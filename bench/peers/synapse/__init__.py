"""Synapse: a Matrix server on SQLite. README.md says what was chosen and why."""

import asyncio
import shutil

from bench.peers import Absent
from bench.peers.durable import drive
from bench.peers.process import Running, free_port, running, scratch
from bench.peers.synapse import config, install
from bench.peers.synapse.client import Client
from bench.peers.synapse.prepared import Prepared, prepared


def available() -> tuple[str | None, str]:
    """Its version, or None and the reason; installs it if need be."""
    try:
        return install.ensure(), ""
    except Absent as reason:
        return None, str(reason)


def durable(in_flight: int, rooms: int, members: int, seconds: float) -> dict[str, float]:
    """A send is acknowledged when the answer to its PUT names the event it has become."""
    install.ensure()
    world = prepared(rooms, members)
    port = free_port()
    with scratch("synapse") as directory:
        shutil.copytree(world.directory, directory, dirs_exist_ok=True)
        command = install.command(config.write(directory, port))
        with running(command, port, directory) as server:
            found = asyncio.run(_load(server, world, in_flight, seconds))
        if (stored := config.stored(directory)) != found["acked"]:
            raise RuntimeError(f"{found['acked']} messages were acknowledged, {stored} are stored")
    return found


async def _load(server: Running, world: Prepared, in_flight: int, seconds: float) -> dict[str, float]:
    """The members of every room take turns at speaking there."""
    client = Client(server.port)
    rooms, tokens = world.rooms, world.tokens

    async def send(turn: int) -> None:
        await client.say(tokens[turn // len(rooms) % len(tokens)], rooms[turn % len(rooms)], turn)

    try:
        return await drive(send, server, in_flight, seconds)
    finally:
        client.close()
