"""Migrations: the scripts, the tables and the constant agree, and a step is whole or not at all."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from chatroom.domain.errors import StartError
from chatroom.storage import migrations
from chatroom.storage.engine import Database
from chatroom.storage.opening import open_database
from chatroom.storage.tables.base import metadata
from tests.storage.writing import look


def test_the_newest_script_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_a_migrated_database_has_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_a_new_database_has_the_room_general(path: Path, database: Database) -> None:
    assert look(path, "SELECT id, name, kind, last_number, version FROM rooms") == [
        (1, "general", "public", 0, 0)
    ]


@pytest.fixture
def old(path: Path) -> Path:
    """A database of the first release, in which somebody has said something."""
    database = Database(path)
    unit = database.begin()
    migrations.upgrade(unit.connection, "0001")
    for statement in (
        "INSERT INTO users VALUES (1, 'ada', 'ada', '', 0)",
        "INSERT INTO sessions VALUES (1, 1, x'00', 0, 1)",
        "INSERT INTO memberships VALUES (1, 1, 'member', 0, 0)",
        "INSERT INTO messages VALUES (1, 1, 1, 1, 1, 'c', x'', 'hello', 0, NULL, 0)",
    ):
        unit.connection.execute(text(statement))
    unit.commit()
    unit.finish()
    database.close()
    return path


def test_a_database_of_the_first_release_keeps_what_is_in_it(old: Path) -> None:
    open_database(old).close()

    assert look(old, "SELECT name_key, direct_key, archived_at, for_newcomers FROM rooms") == [
        ("general", None, None, 1)
    ]
    assert look(old, "SELECT body FROM messages") == [("hello",)]
    assert look(old, "SELECT id, device FROM sessions") == [(1, "")]
    assert look(old, "SELECT room_id, user_id, muted FROM memberships") == [(1, 1, 0)]
    assert look(old, "PRAGMA foreign_key_check") == []


def test_what_was_said_before_positions_were_kept_is_read_and_names_of_private_rooms_are_free(
    path: Path,
) -> None:
    database = Database(path)
    unit = database.begin()
    migrations.upgrade(unit.connection, "0002")
    for statement in (
        "INSERT INTO users VALUES (1, 'ada', 'ada', '', 0)",
        "INSERT INTO rooms (id, name, kind, topic, last_number, version, created_at, name_key, direct_key)"
        " VALUES (2, 'Plans', 'private', '', 7, 9, 0, 'plans', NULL),"
        " (3, 'Tea', 'public', '', 5, 5, 0, 'tea', NULL), (4, '', 'direct', '', 0, 0, 0, NULL, '1-2')",
        "INSERT INTO memberships VALUES (2, 1, 'owner', 0, 0), (3, 1, 'member', 2, 0),"
        " (4, 1, 'member', 0, 0)",
    ):
        unit.connection.execute(text(statement))
    unit.commit()
    unit.finish()
    database.close()

    open_database(path).close()

    assert look(path, "SELECT id, name_key, direct_key, everyone_count FROM rooms WHERE id > 1") == [
        (2, None, None, 0),
        (3, "tea", None, 0),
        (4, None, "1-2", 0),
    ]
    assert look(path, "SELECT room_id, read_number, mentions, everyone_read FROM memberships") == [
        (2, 7, 0, 0),
        (3, 5, 0, 0),
        (4, 0, 0, 0),
    ]
    assert look(path, "PRAGMA foreign_key_check") == []


def test_an_upgrade_that_is_interrupted_leaves_the_database_as_it_was(old: Path) -> None:
    before = look(old, "SELECT sql FROM sqlite_master"), look(old, "SELECT * FROM rooms")
    database = Database(old)
    unit = database.begin()
    migrations.upgrade(unit.connection)
    unit.abandon()
    database.close()

    assert (look(old, "SELECT sql FROM sqlite_master"), look(old, "SELECT * FROM rooms")) == before


def test_opening_again_changes_nothing(path: Path, database: Database) -> None:
    before = look(path, "SELECT * FROM rooms"), look(path, "SELECT sql FROM sqlite_master")

    open_database(path).close()

    assert (look(path, "SELECT * FROM rooms"), look(path, "SELECT sql FROM sqlite_master")) == before


def test_a_migration_that_is_interrupted_leaves_nothing_behind(path: Path) -> None:
    database = Database(path)
    unit = database.begin()
    migrations.upgrade(unit.connection)
    assert migrations.current(unit.connection) == migrations.HEAD
    unit.abandon()
    database.close()
    assert look(path, "SELECT name FROM sqlite_master") == []

    open_database(path).close()

    assert look(path, "SELECT name FROM rooms") == [("general",)]


def test_a_database_of_a_newer_release_is_refused(path: Path, database: Database) -> None:
    unit = database.begin()
    unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    unit.commit()
    unit.finish()

    with pytest.raises(StartError, match="newer release"):
        open_database(path)
