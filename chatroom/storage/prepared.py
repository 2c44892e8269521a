"""Statements of the message path: compiled once, then handed to the driver as they are.

SQLAlchemy takes 25 µs around each execution and the driver 4 (docs/decisions/0006); a message
needs four of them. They stay SQLAlchemy's statements, so they stay portable.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import Executable

Parameters = dict[str, Any]
_Compiled = tuple[str, list[str] | None, Parameters]  # SQL, the order of its parameters, those it has itself


def on_driver(connection: Connection, sql: str, values: Sequence[Any] | Parameters = ()) -> Any:
    """Have the driver execute SQL of its own dialect; returns its cursor.

    Raises:
        DBAPIError: as SQLAlchemy would, so that whoever catches errors knows one kind. What goes wrong
            later, while rows are fetched, is the driver's own.
    """
    driver = connection.dialect.loaded_dbapi
    try:
        return connection.connection.driver_connection.execute(sql, values)  # type: ignore[union-attr]
    except driver.Error as error:
        raise DBAPIError.instance(sql, None, error, driver.Error, dialect=connection.dialect) from error


class Prepared:
    """A statement whose parameters are all named by bindparam, and of the driver's own types.

    Args:
        statement: made with `bindparam`; a Moment goes in and comes out as milliseconds.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, parameters: Parameters) -> None:
        self._execute(connection, parameters)

    def one(self, connection: Connection, parameters: Parameters) -> Any:
        """The first row as a tuple, or None."""
        return self._execute(connection, parameters).fetchone()

    def rows(self, connection: Connection, parameters: Parameters) -> AbstractContextManager[Iterator[Any]]:
        """All rows as tuples, one by one, for as long as the context is open."""
        return closing(self._execute(connection, parameters))

    def _execute(self, connection: Connection, parameters: Parameters) -> Any:
        sql, positions, constants = self._compiled.get(connection.dialect.name) or self._compile(connection)
        if constants:
            parameters = constants | parameters
        values = parameters if positions is None else [parameters[name] for name in positions]
        return on_driver(connection, sql, values)

    def _compile(self, connection: Connection) -> _Compiled:
        compiled: Any = self._statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
        positions = compiled.positiontup if compiled.positional else None
        # SQLAlchemy's own: SQLite's LIMIT comes with an OFFSET of 0.
        constants = {name: value for name, value in compiled.params.items() if value is not None}
        found = str(compiled), positions, constants
        self._compiled[connection.dialect.name] = found
        return found
