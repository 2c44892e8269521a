"""The file store on the local disk."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from chatroom.storage.local_files import LocalFileStore

FILE_ID = "Ab-_" + "x" * 18


@pytest.fixture
def store(tmp_path: Path) -> LocalFileStore:
    return LocalFileStore(tmp_path / "files")


def files_below(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


def kept(store: LocalFileStore, file_id: str = FILE_ID, content: bytes = b"hello") -> None:
    with store.receive(file_id) as incoming:
        incoming.write(content)
        incoming.keep()


def test_what_was_kept_can_be_opened(store: LocalFileStore) -> None:
    with store.receive(FILE_ID) as incoming:
        incoming.write(b"hel")
        incoming.write(b"lo")
        incoming.keep()

    with store.open(FILE_ID) as content:
        assert content.read() == b"hello"


def test_what_is_coming_in_can_be_looked_at_but_not_opened(store: LocalFileStore) -> None:
    with store.receive(FILE_ID) as incoming:
        incoming.write(b"hello")

        assert incoming.path.read_bytes() == b"hello"
        with pytest.raises(FileNotFoundError):
            store.open(FILE_ID)


def test_leaving_without_keeping_leaves_nothing(tmp_path: Path, store: LocalFileStore) -> None:
    with store.receive(FILE_ID) as incoming:
        incoming.write(b"hello")
        assert files_below(tmp_path)

    assert files_below(tmp_path) == []


def test_an_error_on_the_way_leaves_nothing(tmp_path: Path, store: LocalFileStore) -> None:
    def receive() -> NoReturn:
        with store.receive(FILE_ID) as incoming:
            incoming.write(b"hello")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        receive()

    assert files_below(tmp_path) == []


def test_what_a_crash_left_half_done_is_gone_after_a_restart(tmp_path: Path, store: LocalFileStore) -> None:
    kept(store)
    crashed = store.receive("half" + "x" * 18)
    crashed.__enter__().write(b"hello")
    assert len(files_below(tmp_path)) == 2

    restarted = LocalFileStore(tmp_path / "files")

    assert len(files_below(tmp_path)) == 1
    assert restarted.open(FILE_ID).read() == b"hello"


def test_what_was_removed_is_gone_and_can_be_removed_again(store: LocalFileStore) -> None:
    kept(store)

    store.remove(FILE_ID)
    store.remove(FILE_ID)

    with pytest.raises(FileNotFoundError):
        store.open(FILE_ID)


def test_only_files_that_are_old_enough_are_listed(tmp_path: Path, store: LocalFileStore) -> None:
    kept(store, FILE_ID)
    kept(store, "new" + "x" * 19)
    [old] = [path for path in files_below(tmp_path) if path.name == FILE_ID]
    os.utime(old, (time.time() - 7200, time.time() - 7200))

    assert list(store.ids(timedelta(hours=1))) == [FILE_ID]
    assert len(list(store.ids(timedelta(seconds=-60)))) == 2
