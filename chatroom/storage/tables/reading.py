"""What one has saved, and what one is writing."""

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Table, Text

from chatroom.storage.tables.base import Moment, RowId, metadata

saved_messages = Table(
    "saved_messages",
    metadata,
    Column("user_id", RowId, ForeignKey("users.id"), primary_key=True),
    Column("room_id", RowId, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("saved_at", Moment, nullable=False),
    ForeignKeyConstraint(["room_id", "number"], ["messages.room_id", "messages.number"]),
)

drafts = Table(
    "drafts",
    metadata,
    Column("user_id", RowId, ForeignKey("users.id"), primary_key=True),
    Column("room_id", RowId, ForeignKey("rooms.id"), primary_key=True),
    Column("body", Text, nullable=False),
    Column("reply_to", BigInteger),
    Column("updated_at", Moment, nullable=False),
)
