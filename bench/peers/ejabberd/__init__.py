"""ejabberd: rooms of MUC, every message archived by mod_mam. README.md says what was chosen and why."""

import asyncio
from pathlib import Path

from bench.peers import Absent
from bench.peers.durable import drive
from bench.peers.ejabberd import config, install
from bench.peers.ejabberd.client import Client
from bench.peers.process import Running, free_port, running, scratch


def available() -> tuple[str | None, str]:
    """Its version, or None and the reason; installs it if need be."""
    try:
        return install.version(install.root()), ""
    except Absent as reason:
        return None, str(reason)


def durable(in_flight: int, rooms: int, members: int, seconds: float) -> dict[str, float]:
    """A send is acknowledged when its sender sees the room reflect it, which is after it was archived."""
    place = install.root()
    port = free_port()
    with scratch("ejabberd") as directory:
        settings = config.write(directory, port)
        config.create_archive(directory, install.schema(place))
        program, environment = install.command(place)
        environment |= _environment(directory, settings)
        command: list[str | Path] = [
            program,
            "-noinput",
            "-mnesia",
            "dir",
            f'"{directory / "mnesia"}"',
            "-s",
            "ejabberd",
        ]
        with running(command, port, directory, environment) as server:
            found = asyncio.run(_load(server, in_flight, rooms, members, seconds))
        if (stored := config.stored(directory)) != found["acked"]:
            raise RuntimeError(f"{found['acked']} messages were acknowledged, {stored} are stored")
    return found


def _environment(directory: Path, settings: Path) -> dict[str, str]:
    return {
        "EJABBERD_CONFIG_PATH": str(settings),
        "EJABBERD_LOG_PATH": str(directory / "ejabberd.log"),
        "HOME": str(directory),
    }


async def _load(
    server: Running, in_flight: int, rooms: int, members: int, seconds: float
) -> dict[str, float]:
    """Every member enters every room, and takes their turn at speaking there."""
    people = [await Client.signed_in(person, server.port) for person in range(members)]
    try:
        for person in people:
            await asyncio.wait_for(person.join(rooms), 60)

        async def send(turn: int) -> None:
            await people[turn // rooms % members].say(turn % rooms, turn)

        return await drive(send, server, in_flight, seconds)
    finally:
        for person in people:
            person.close()
