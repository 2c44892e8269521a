"""The database, opened and brought to the newest revision before anything is served."""

import time
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from chatroom.domain import limits
from chatroom.domain.errors import StartError
from chatroom.storage import migrations
from chatroom.storage.engine import Database, Locked, WriteTransaction

_LOOK_AGAIN_SECONDS = 0.005


def open_database(path: Path) -> Database:
    """Open the database and bring it to the newest revision.

    Raises:
        StartError: it cannot be opened, is damaged, is locked, or is of a newer release.
    """
    try:
        database = Database(path)
        unit = _begin(database)
        try:
            migrations.upgrade(unit.connection)
            unit.commit()
        except BaseException:
            unit.abandon()
            raise
        unit.finish()
    except Locked as error:
        raise StartError(f"The database {path} is locked by another program.") from error
    except migrations.NewerDatabase as error:
        raise StartError(f"The database {path} was written by a newer release of Chatroom.") from error
    except (DBAPIError, OSError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error.strerror
        raise StartError(f"The database {path} cannot be opened: {reason}.") from error
    return database


def _begin(database: Database) -> WriteTransaction:
    """Wait for another process: a running server is often writing just when a command is given."""
    deadline = time.monotonic() + limits.LOCK_WAIT_SECONDS
    while True:
        try:
            return database.begin()
        except Locked:
            if time.monotonic() > deadline:
                raise
        time.sleep(_LOOK_AGAIN_SECONDS)
