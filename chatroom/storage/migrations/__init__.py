"""Brings the database to the newest revision, each step in one transaction."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

# A test holds this against the scripts; it saves loading Alembic when there is nothing to do.
HEAD = "0005"


class NewerDatabase(Exception):
    """The database was written by a newer release than this one."""


def current(connection: Connection) -> str | None:
    """The revision of the database; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Bring the database to a revision within the transaction of the connection.

    Raises:
        NewerDatabase: it is at a revision that this release does not know.
    """
    if current(connection) == revision:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        if "Can't locate revision" in str(error):
            raise NewerDatabase from None
        raise
