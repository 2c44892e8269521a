"""The database of a process: one writer, readers that cannot write, and whole transactions."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database, Locked
from chatroom.storage.opening import open_database
from tests.storage.writing import adding, names

ADA = (
    "INSERT INTO users (id, username, username_key, password_hash, created_at)"
    " VALUES (1, 'ada', 'ada', '', 0)"
)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO rooms (name) VALUES ('x')",
        "UPDATE rooms SET name = 'x'",
        "DELETE FROM rooms",
        "CREATE TABLE x (y)",
        "DROP TABLE rooms",
    ],
)
def test_a_reader_cannot_write(database: Database, statement: str) -> None:
    with database.read() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql(statement)


def test_a_reader_reads_of_one_moment(database: Database, committer: Committer) -> None:
    count = text("SELECT count(*) FROM users")
    with database.read() as connection:
        before = connection.execute(count).scalar_one()
        committer.run(adding("ada"))
        assert connection.execute(count).scalar_one() == before

    with database.read() as connection:
        assert connection.execute(count).scalar_one() == before + 1


def test_only_one_writes_at_a_time(path: Path, database: Database) -> None:
    other = open_database(path)
    unit = database.begin()

    with pytest.raises(Locked):
        other.begin()

    unit.abandon()
    other.begin().abandon()
    other.close()


def test_what_is_abandoned_leaves_no_trace(path: Path, database: Database) -> None:
    unit = database.begin()
    unit.connection.exec_driver_sql(ADA)
    unit.abandon()

    assert names(path) == []


def test_what_is_committed_outlives_a_process_that_never_finishes(path: Path, database: Database) -> None:
    unit = database.begin()
    unit.connection.exec_driver_sql(ADA)
    unit.commit()

    assert names(path) == ["ada"]
    unit.finish()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 0)],
)
def test_the_writer_syncs_every_commit_and_blocks_on_nothing(
    database: Database, pragma: str, value: object
) -> None:
    unit = database.begin()
    found = unit.connection.execute(text(f"PRAGMA {pragma}")).scalar_one()
    unit.abandon()

    assert found == value


def test_a_reader_leaves_checkpoints_to_the_writer(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("PRAGMA wal_autocheckpoint")).scalar_one() == 0


def test_foreign_keys_are_kept(committer: Committer, database: Database) -> None:
    unit = database.begin()
    with pytest.raises(Exception, match="FOREIGN KEY"):
        unit.connection.exec_driver_sql(
            "INSERT INTO memberships (room_id, user_id, role, read_number, joined_at)"
            " VALUES (1, 99, 'member', 0, 0)"
        )
    unit.abandon()


@pytest.mark.parametrize("name", ["a b", "a?b", "a#b", "a%20b", "a:b", "ünïcödé", "a&mode=memory"])
def test_the_directory_may_have_any_name(tmp_path: Path, name: str) -> None:
    directory = tmp_path / name
    directory.mkdir()

    open_database(directory / "chatroom.db").close()

    assert (directory / "chatroom.db").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
