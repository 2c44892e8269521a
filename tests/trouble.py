"""Trouble for a server: a disk with room for little, and others who hold the database."""

import fcntl
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """A file system of its own, of so many bytes."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system; tests/api has the test with a file size limit")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def by_a_transaction(database: Path) -> Iterator[None]:
    """Another program, an operator's sqlite3 say, is in the middle of a write."""
    other = sqlite3.connect(database, isolation_level=None, timeout=10)
    other.execute("PRAGMA wal_autocheckpoint = 0")
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextmanager
def by_the_file_lock(database: Path) -> Iterator[None]:
    """Another process of ours, `chatroom user` say, is in the middle of a write."""
    with database.with_name(database.name + "-lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
