"""The data directory: made and checked before anything is opened. Light to import on purpose."""

import fcntl
import os
import secrets
from pathlib import Path

from chatroom.domain.errors import StartError


def data_directory(path: Path) -> None:
    """Make the directory if it is not there, for its owner alone.

    Raises:
        StartError: it cannot be made or written.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".probe-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StartError(f"The data directory {path} cannot be written: {error.strerror}.") from error


def secret_key(directory: Path) -> str:
    """The key that signs cookies, made on first use."""
    path = directory / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text("ascii").strip()


def claim(directory: Path) -> int:
    """Keep other servers off this directory for as long as this process lives.

    Returns:
        The descriptor that holds the claim, which children inherit.

    Raises:
        StartError: another server has it.
    """
    descriptor = os.open(directory / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StartError(f"Another Chatroom server is using the data directory {directory}.") from None
    return descriptor
