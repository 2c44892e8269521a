"""The sweep: files that no message took, and bytes that no row names."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import text

from chatroom.domain import limits
from chatroom.domain.entities.files import File
from chatroom.domain.entities.people import User
from chatroom.domain.errors import Invalid, NotFound, TooLarge
from chatroom.domain.requests.messages import MessageDelete, MessageSend
from chatroom.services.clock import now
from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from chatroom.storage.local_files import LocalFileStore
from tests.storage.writing import NOBODY, author

P = ParamSpec("P")
T = TypeVar("T")
LONG_AGO = timedelta(hours=limits.UNATTACHED_FILE_HOURS + 1)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "files"


def at_once(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    return call(*args, **kwargs)


@pytest.fixture
def files(database: Database, committer: Committer, directory: Path) -> Files:
    store = LocalFileStore(directory)
    return Files(database, committer, store, at_once, at_once, 1_000_000)


@pytest.fixture
def ada(committer: Committer) -> User:
    return author(committer)


def upload(files: Files, user: User) -> File:
    return files.receive(user, "notes.txt", "text/plain", [b"hello"])


def age(committer: Committer, directory: Path) -> None:
    """Let all files be as old as if they had been uploaded long ago."""
    moment = now() - LONG_AGO
    for path in directory.rglob("*"):
        os.utime(path, (time.time() - LONG_AGO.total_seconds(),) * 2)
    statement = text("UPDATE files SET created_at = :moment")
    committer.run(
        lambda transaction: transaction.connection.execute(
            statement, {"moment": int(moment.timestamp() * 1000)}
        )
    )


def bytes_kept(directory: Path) -> set[str]:
    return {path.name for path in directory.rglob("*") if path.is_file()}


def test_a_file_that_no_message_took_is_forgotten_after_a_day(
    files: Files, ada: User, committer: Committer, directory: Path
) -> None:
    file = upload(files, ada)
    age(committer, directory)

    files.sweep()

    assert bytes_kept(directory) == set()
    with pytest.raises(NotFound):
        files.open(ada, file.id)


def test_a_file_that_waits_to_be_sent_is_kept(files: Files, ada: User, directory: Path) -> None:
    file = upload(files, ada)

    files.sweep()

    assert bytes_kept(directory) == {file.id}
    assert b"".join(files.open(ada, file.id)[1]) == b"hello"


def test_a_file_of_a_message_is_kept_however_old(
    files: Files, ada: User, database: Database, committer: Committer, directory: Path
) -> None:
    file = upload(files, ada)
    Messages(database, committer, NOBODY).send(
        ada, MessageSend(room=1, client_id=str(uuid4()), body="", files=(file.id,))
    )
    age(committer, directory)

    files.sweep()

    assert b"".join(files.open(ada, file.id)[1]) == b"hello"


def test_the_bytes_of_a_deleted_message_are_swept(
    files: Files, ada: User, database: Database, committer: Committer, directory: Path
) -> None:
    file = upload(files, ada)
    messages = Messages(database, committer, NOBODY)
    sent = messages.send(ada, MessageSend(room=1, client_id=str(uuid4()), body="", files=(file.id,))).result()
    messages.delete(ada, MessageDelete(room=1, number=sent.number)).result()
    age(committer, directory)
    assert bytes_kept(directory) == {file.id}

    files.sweep()

    assert bytes_kept(directory) == set()


def test_bytes_without_a_row_are_swept_once_they_are_old(
    files: Files, ada: User, committer: Committer, directory: Path
) -> None:
    with files.store.receive("x" * 22) as incoming:
        incoming.write(b"hello")
        incoming.keep()
    files.sweep()
    assert bytes_kept(directory) == {"x" * 22}, "a row may be about to be written"

    age(committer, directory)
    files.sweep()

    assert bytes_kept(directory) == set()


@pytest.mark.parametrize(
    ("content", "error"), [([], Invalid), ([b""], Invalid), ([b"x" * 600_000] * 2, TooLarge)]
)
def test_a_file_that_is_refused_leaves_nothing(
    files: Files, ada: User, directory: Path, content: list[bytes], error: type[Exception]
) -> None:
    with pytest.raises(error):
        files.receive(ada, "notes.txt", "text/plain", content)

    assert bytes_kept(directory) == set()


def test_the_largest_file_is_taken(files: Files, ada: User) -> None:
    file = files.receive(ada, "notes.txt", "text/plain", [b"x" * 500_000] * 2)

    assert sum(map(len, files.open(ada, file.id)[1])) == file.size == 1_000_000
