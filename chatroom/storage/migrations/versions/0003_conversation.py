"""Conversation: replies, reactions, mentions, pins, what one has kept, read and begun to write."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _columns()
    _of_messages()
    _of_users()
    # What was read was not kept until now: nobody is to find years of messages unread.
    op.execute(
        "UPDATE memberships SET read_number ="
        " (SELECT last_number FROM rooms WHERE rooms.id = memberships.room_id)"
    )
    # That a private room has a name is nobody's to find out.
    op.execute("UPDATE rooms SET name_key = NULL WHERE kind = 'private'")


def _columns() -> None:
    op.add_column("users", sa.Column("away", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("users", sa.Column("status_emoji", sa.Text, nullable=False, server_default=""))
    op.add_column("users", sa.Column("status_text", sa.Text, nullable=False, server_default=""))
    op.add_column("users", sa.Column("status_expires_at", sa.BigInteger))
    op.add_column("rooms", sa.Column("everyone_count", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("memberships", sa.Column("mentions", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column(
        "memberships", sa.Column("everyone_read", sa.BigInteger, nullable=False, server_default="0")
    )
    op.add_column("messages", sa.Column("reply_to", sa.BigInteger))
    op.add_column("messages", sa.Column("thread", sa.BigInteger))
    op.add_column("messages", sa.Column("replies", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("messages", sa.Column("mentions", sa.Text))
    op.add_column("messages", sa.Column("pinned_at", sa.BigInteger))
    for name, columns, some in (
        ("ix_messages_room_id_thread_number", ["room_id", "thread", "number"], "thread IS NOT NULL"),
        ("ix_messages_room_id_pinned_at", ["room_id", "pinned_at"], "pinned_at IS NOT NULL"),
    ):
        op.create_index(name, "messages", columns, sqlite_where=sa.text(some), postgresql_where=sa.text(some))


def _message_columns() -> list[sa.Column[int]]:
    return [
        sa.Column("room_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
    ]


def _of_message(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["room_id", "number"],
        ["messages.room_id", "messages.number"],
        name=f"fk_{table}_room_id_number",
    )


def _of_messages() -> None:
    op.create_table(
        "message_edits",
        sa.Column("id", ROW_ID, nullable=False),
        *_message_columns(),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("written_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_edits"),
        _of_message("message_edits"),
    )
    op.create_index("ix_message_edits_room_id_number", "message_edits", ["room_id", "number"])
    op.create_table(
        "reactions",
        sa.Column("id", ROW_ID, nullable=False),
        *_message_columns(),
        sa.Column("emoji", sa.String(64), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reactions"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_reactions_user_id"),
        _of_message("reactions"),
        sa.UniqueConstraint(
            "room_id", "number", "emoji", "user_id", name="uq_reactions_room_id_number_emoji_user_id"
        ),
    )
    op.create_table(
        "mentions",
        sa.Column("user_id", ROW_ID, nullable=False),
        *_message_columns(),
        sa.PrimaryKeyConstraint("user_id", "room_id", "number", name="pk_mentions"),
        _of_message("mentions"),
    )
    op.create_index("ix_mentions_room_id_number", "mentions", ["room_id", "number"])


def _of_users() -> None:
    op.create_table(
        "saved_messages",
        sa.Column("user_id", ROW_ID, nullable=False),
        *_message_columns(),
        sa.Column("saved_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "room_id", "number", name="pk_saved_messages"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_saved_messages_user_id"),
        _of_message("saved_messages"),
    )
    op.create_table(
        "drafts",
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.Column("room_id", ROW_ID, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("reply_to", sa.BigInteger),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "room_id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_drafts_user_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_drafts_room_id"),
    )
