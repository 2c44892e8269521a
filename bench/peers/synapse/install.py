"""Gets Synapse from PyPI into a virtual environment of its own."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from bench.peers import Absent
from bench.peers.process import home

FOLDER = home("synapse")
_PYTHON = FOLDER / "bin/python"
_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_INSTALLED = FOLDER / "requirements.txt"


def ensure() -> str:
    """Install what is not there yet; tells the version.

    Raises:
        Absent: it cannot be had here.
    """
    wanted = _REQUIREMENTS.read_text()
    if not _INSTALLED.exists() or _INSTALLED.read_text() != wanted:
        _install()
        _INSTALLED.write_text(wanted)
    return wanted.strip().partition("==")[2] + f", Python {sys.version.split()[0]}"


def command(settings: Path) -> list[str | Path]:
    """What starts it."""
    return [_PYTHON, "-m", "synapse.app.homeserver", "--config-path", settings]


def _install() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    venv.create(FOLDER, with_pip=True)
    pip: list[str | Path] = [
        _PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary",
        ":all:",
    ]
    done = subprocess.run([*pip, "-r", _REQUIREMENTS], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise Absent(f"pip: {last}")
