"""The data directory: made and checked before anything is opened. Light to import on purpose."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatroom.domain.errors import StartError


@contextmanager
def usable(directory: Path) -> Iterator[None]:
    """Around whatever the operating system may refuse to do in a directory.

    Raises:
        StartError: it did.
    """
    try:
        yield
    except OSError as error:
        where = error.filename or directory
        raise StartError(
            f"The data directory {directory} cannot be used: {where}: {error.strerror}."
        ) from error


def data_directory(path: Path) -> None:
    """Make the directory if it is not there, for its owner alone.

    Raises:
        StartError: it cannot be made or written.
    """
    with usable(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".probe-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()


def secret_key(directory: Path) -> str:
    """The key that signs cookies, made on first use.

    Raises:
        StartError: it cannot be made or read.
    """
    path = directory / "secret_key"
    with usable(directory):
        if not path.exists():
            _make_key(path)
        return path.read_text("ascii").strip()


def _make_key(path: Path) -> None:
    """Whole or not at all: half a key, or an empty one, would be used ever after."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def claim(directory: Path) -> int:
    """Keep other servers off this directory for as long as this process lives.

    Returns:
        The descriptor that holds the claim, which children inherit.

    Raises:
        StartError: another server has it.
    """
    with usable(directory):
        descriptor = os.open(directory / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StartError(f"Another Chatroom server is using the data directory {directory}.") from None
    return descriptor
