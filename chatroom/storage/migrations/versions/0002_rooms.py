"""Rooms of several kinds: archived ones, names that are taken once, direct conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Unique indexes and no constraints: for those SQLite would have to make the table anew, which it
    # refuses while rows of other tables refer to it.
    op.add_column("rooms", sa.Column("archived_at", sa.BigInteger))
    op.add_column("rooms", sa.Column("name_key", sa.Text))
    op.add_column("rooms", sa.Column("direct_key", sa.String(200)))
    op.add_column("rooms", sa.Column("for_newcomers", sa.Boolean, nullable=False, server_default=sa.false()))
    rooms = sa.table(
        "rooms", sa.column("name"), sa.column("name_key"), sa.column("for_newcomers", sa.Boolean)
    )
    # Until now there was `general`, and everybody in it.
    op.execute(rooms.update().values(name_key=sa.func.lower(rooms.c.name), for_newcomers=sa.true()))
    op.create_index("ix_rooms_name_key", "rooms", ["name_key"], unique=True)
    op.create_index("ix_rooms_direct_key", "rooms", ["direct_key"], unique=True)
