"""A backup by the commands of the README, made while everybody writes, restores to one moment."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import Person
from tests.faults.ledger import Entry
from tests.faults.stored import stored
from tests.faults.workload import Swarm, fetch, starting
from tests.server import Server

README = Path(__file__).parents[2] / "README.md"


def commands(heading: str) -> str:
    """What the README says under a heading is to be typed; `make run` is what the test does itself."""
    section = rf"^### {heading}\n.*?^```\n(.*?)^```$"
    found = re.search(section, README.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found, heading
    lines = [line for line in found[1].splitlines() if line != "make run"]
    return "\n".join(lines).replace("python3", sys.executable)


def type_in(place: Path, script: str) -> None:
    subprocess.run(["sh", "-euc", script], cwd=place, check=True, timeout=60)


@pytest.mark.timeout(180)
def test_a_backup_under_load_is_of_one_moment_and_readers_begin_anew_with_it(
    own_server: Server, swarm: Swarm, tmp_path: Path
) -> None:
    ledger = swarm.ledger
    ada = Person(own_server.url, "ada").register().log_in()
    file = ada.upload(b"in the backup")
    posted = ada.post("with a file", files=[file["id"]])
    ledger.entries[ada.username, posted["client_id"]] = Entry(
        ada.username, 0, posted["client_id"], ["with a file"], 0, posted["number"], posted["version"]
    )
    swarm.add(authors=2, readers=1).write(200)
    with swarm.in_background():
        promised = ledger.promises()
        type_in(tmp_path, commands("Backing it up"))
    swarm.write(100)
    swarm.settle()
    own_server.kill()
    gone = swarm.readers[0].replica.version
    type_in(tmp_path, commands("Restoring it"))

    found = stored(own_server.data)
    ledger.take_back(promised)
    ledger.check_stored(found)
    assert found.version < gone, "the room had gone on"

    swarm.run(lambda: all(reader.connection is None for reader in swarm.readers))
    with starting(own_server):
        swarm.run(lambda: all(reader.current for reader in swarm.readers))
    now = fetch(ada)
    for reader in swarm.readers:
        held = reader.replica
        assert (held.resets, held.version) == (1, found.version)
        assert held.messages == {number: now[number] for number in sorted(now)[-len(held.messages) :]}
    assert ada.get(file["url"]).content == b"in the backup"
    assert ada.post("and on")["number"] == found.last_number + 1
