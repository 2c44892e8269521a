"""Uploaded files."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from chatroom.storage.tables.base import Moment, RowId, metadata

files = Table(
    "files",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("user_id", RowId, ForeignKey("users.id"), nullable=False),
    Column("room_id", RowId),
    Column("number", BigInteger),
    Column("position", Integer),
    Column("name", Text, nullable=False),
    Column("type", String(100), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("created_at", Moment, nullable=False),
    ForeignKeyConstraint(["room_id", "number"], ["messages.room_id", "messages.number"]),
    Index(None, "room_id", "number"),
)
