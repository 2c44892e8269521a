"""People, and their sessions."""

from sqlalchemy import Boolean, Column, ForeignKey, LargeBinary, String, Table, Text, false

from chatroom.storage.tables.base import Moment, RowId, metadata

users = Table(
    "users",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("username", String(64), nullable=False),
    Column("username_key", String(128), nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("away", Boolean, nullable=False, default=False, server_default=false()),
    Column("status_emoji", Text, nullable=False, default="", server_default=""),
    Column("status_text", Text, nullable=False, default="", server_default=""),
    Column("status_expires_at", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("user_id", RowId, ForeignKey("users.id"), nullable=False, index=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("device", String(64), nullable=False, default="", server_default=""),
    # An id that was used again would end with the session that had it before.
    sqlite_autoincrement=True,
)

revocations = Table(
    "revocations",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("session_id", RowId, nullable=False),
    sqlite_autoincrement=True,
)
