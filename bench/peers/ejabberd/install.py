"""Gets ejabberd from Debian's or Ubuntu's packages, unpacked into a folder of its own.

Nothing is installed system-wide: no service is started or enabled, no user is made, no root needed.
Where the system has an ejabberd already, its programs are used, with a configuration of our own.
"""

import os
import shutil
import subprocess
from pathlib import Path

from bench.peers import Absent
from bench.peers.process import home

FOLDER = home("ejabberd")
PACKAGES = ["ejabberd", "erlang-p1-sqlite3"]


def root() -> Path:
    """The directory that stands for `/`: the system's own, or our folder, filled when need be.

    Raises:
        Absent: it cannot be had here.
    """
    for place in (Path("/"), FOLDER):
        if _programs(place) and list(place.glob("usr/lib/erlang/lib/p1_sqlite3-*")):
            return place
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Absent("it comes from Debian's or Ubuntu's packages, and there is no apt-get here")
    _unpack()
    return FOLDER


def version(place: Path) -> str:
    """Of what is installed there."""
    return _programs(place)[0].name.partition("-")[2]


def schema(place: Path) -> Path:
    """The tables of its SQLite store."""
    return place / "usr/share/ejabberd/sql/lite.sql"


def command(place: Path) -> tuple[Path, dict[str, str]]:
    """The Erlang machine there, and the environment that makes it find everything."""
    (binaries,) = place.glob("usr/lib/erlang/erts-*/bin")
    libraries = str(_programs(place)[0].parent)
    environment = {
        "ROOTDIR": str(place / "usr/lib/erlang"),
        "BINDIR": str(binaries),
        "EMU": "beam",
        "PROGNAME": "erl",
        "ERL_LIBS": libraries,
        "LD_LIBRARY_PATH": libraries,
        "EJABBERD_SQL_PATH": str(schema(place).parent),
    }
    return binaries / "erlexec", environment


def _programs(place: Path) -> list[Path]:
    return sorted(found.parent for found in place.glob("usr/lib/*/ejabberd-*/ebin"))


def _unpack() -> None:
    """Unpack it and whatever of its dependencies the system lacks."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    packages = FOLDER / "packages"
    packages.mkdir(parents=True)
    if os.geteuid() == 0:
        _apt("update")
    plan = _apt("install", "--simulate", "--no-install-recommends", *PACKAGES)
    needed = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    _apt("download", *needed, into=packages)
    for package in packages.glob("*.deb"):
        subprocess.run(["dpkg", "-x", package, FOLDER], check=True)
    shutil.rmtree(packages)


def _apt(*arguments: str, into: Path | None = None) -> str:
    done = subprocess.run(
        ["apt-get", "-q", *arguments], cwd=into, check=False, capture_output=True, text=True
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise Absent(f"apt-get {arguments[0]}: {last}")
    return done.stdout
