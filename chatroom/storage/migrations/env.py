"""Alembic runs this: it migrates on the connection, and in the transaction, that it is given."""

from alembic import context

from chatroom.storage.tables.base import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
