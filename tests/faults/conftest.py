"""What the fault tests share: dice that can be thrown again, and people by the dozen."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.ledger import Ledger
from tests.faults.workload import Swarm
from tests.server import Server

SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))


@pytest.fixture
def dice() -> random.Random:
    """The same throws again with the SEED that a failing test shows."""
    print(f"To repeat: SEED={SEED}")
    return random.Random(SEED)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that the test may kill."""
    with Server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def swarm(own_server: Server, dice: random.Random) -> Swarm:
    """Nobody yet, on a server that the test may kill."""
    return Swarm(own_server, Ledger(), dice)


@pytest.fixture(scope="session")
def strace() -> str:
    """The program that shows, and makes fail, a process's system calls."""
    if not shutil.which("strace"):
        install_package("strace")
    return shutil.which("strace") or pytest.fail("This test needs strace: install the package 'strace'.")


def install_package(name: str) -> None:
    """Where that is possible."""
    subprocess.run([Path(__file__).parents[2] / "scripts/install-packages", name], check=False)
