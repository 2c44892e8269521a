"""The file store on the local disk: `files/ab/abcd…`, named by id, never by what users call them."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO


class LocalIncoming:
    def __init__(self, path: Path, final: Path) -> None:
        self.path = path
        self._final = final
        self._file = path.open("xb", buffering=0)

    def write(self, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._file.write(rest) :]

    def keep(self) -> None:
        os.fsync(self._file.fileno())
        self._final.parent.mkdir(exist_ok=True)
        self.path.rename(self._final)
        _sync_directory(self._final.parent)
        _sync_directory(self._final.parent.parent)

    def close(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


class LocalFileStore:
    """
    Args:
        directory: made if it is not there; holds nothing else.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._incoming = directory / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)
        for abandoned in self._incoming.iterdir():
            abandoned.unlink()

    @contextmanager
    def receive(self, file_id: str) -> Iterator[LocalIncoming]:
        incoming = LocalIncoming(self._incoming / file_id, self._path(file_id))
        try:
            yield incoming
        finally:
            incoming.close()

    def open(self, file_id: str) -> IO[bytes]:
        return self._path(file_id).open("rb")

    def remove(self, file_id: str) -> None:
        self._path(file_id).unlink(missing_ok=True)

    def ids(self, older_than: timedelta) -> Iterator[str]:
        latest = time.time() - older_than.total_seconds()
        for path in self._directory.glob("??/*"):
            if path.stat().st_mtime < latest:
                yield path.name

    def _path(self, file_id: str) -> Path:
        return self._directory / file_id[:2] / file_id


def _sync_directory(directory: Path) -> None:
    """A rename is durable once its directory is."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
