"""The tables. A change here comes with a migration, or a test fails."""

import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column whose type is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


def milliseconds(value: datetime) -> int:
    """A point in time as the database keeps it."""
    return round(value.timestamp() * 1000)


def moment(value: int) -> datetime:
    """The point in time that the database keeps so."""
    return datetime.fromtimestamp(value / 1000, UTC)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as milliseconds since 1970 in UTC: the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


def prefix_of(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    """That a folded name begins so, as a range of an index. Names compare by code points, which is
    SQLite's way; a column elsewhere needs the collation "C"."""
    return column.between(prefix, prefix + chr(sys.maxunicode))


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

rooms = Table(
    "rooms",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("topic", Text, nullable=False, default=""),
    Column("last_number", BigInteger, nullable=False, default=0),
    Column("version", BigInteger, nullable=False, default=0),
    Column("created_at", Moment, nullable=False),
    Column("archived_at", Moment),
    # The form in which names of public rooms are compared: each is taken once.
    Column("name_key", Text, unique=True, index=True),
    # The ids of a direct conversation's people, so that there is one for each set of them.
    Column("direct_key", String(200), unique=True, index=True),
    # Whoever registers becomes a member.
    Column("for_newcomers", Boolean, nullable=False, default=False, server_default=false()),
    # How many of its messages mention everybody. Less what a member had counted when they read, it is
    # how many they have not seen; so nobody's row is touched by such a message.
    Column("everyone_count", BigInteger, nullable=False, default=0, server_default="0"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("room_id", RowId, ForeignKey("rooms.id"), primary_key=True),
    Column("user_id", RowId, ForeignKey("users.id"), primary_key=True, index=True),
    Column("role", String(16), nullable=False, default="member"),
    Column("read_number", BigInteger, nullable=False, default=0),
    Column("joined_at", Moment, nullable=False),
    # How many unread messages mention the member by name, or as one of those who were there.
    Column("mentions", BigInteger, nullable=False, default=0, server_default="0"),
    # What the room's everyone_count was, of what the member has read.
    Column("everyone_read", BigInteger, nullable=False, default=0, server_default="0"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("room_id", RowId, ForeignKey("rooms.id"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("author_id", RowId, ForeignKey("users.id"), nullable=False),
    Column("client_id", String(36), nullable=False),
    # Of the message as it was sent: tells a retry from another message under the same client id,
    # even after the message was edited.
    Column("digest", LargeBinary(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("edited_at", Moment),
    Column("deleted", Boolean, nullable=False, default=False),
    Column("reply_to", BigInteger),
    # The number of the message that began the thread, of those that are in one.
    Column("thread", BigInteger),
    Column("replies", BigInteger, nullable=False, server_default="0"),
    # Who the text mentions, as JSON: {"users": [[id, username], …], "everyone": "room" | "here" | null}.
    # It is read with every message; the table mentions is for looking the other way.
    Column("mentions", Text),
    Column("pinned_at", Moment),
    UniqueConstraint("room_id", "number"),
    UniqueConstraint("author_id", "client_id"),
    Index(None, "room_id", "version", unique=True),
)
# Few messages are replies, and fewer are pinned: posting the others costs these nothing.
_is_reply = messages.c.thread.is_not(None)
_is_pinned = messages.c.pinned_at.is_not(None)
Index(
    None,
    messages.c.room_id,
    messages.c.thread,
    messages.c.number,
    sqlite_where=_is_reply,
    postgresql_where=_is_reply,
)
Index(
    None,
    messages.c.room_id,
    messages.c.pinned_at,
    sqlite_where=_is_pinned,
    postgresql_where=_is_pinned,
)

message_edits = Table(
    "message_edits",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("room_id", RowId, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("written_at", Moment, nullable=False),
    ForeignKeyConstraint(["room_id", "number"], ["messages.room_id", "messages.number"]),
    Index(None, "room_id", "number"),
)

reactions = Table(
    "reactions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("room_id", RowId, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("emoji", String(64), nullable=False),
    Column("user_id", RowId, ForeignKey("users.id"), nullable=False),
    ForeignKeyConstraint(["room_id", "number"], ["messages.room_id", "messages.number"]),
    UniqueConstraint("room_id", "number", "emoji", "user_id"),
)

EVERYONE = 0  # stands in mentions for all members of the room

mentions = Table(
    "mentions",
    metadata,
    Column("user_id", RowId, primary_key=True, autoincrement=False),
    Column("room_id", RowId, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    ForeignKeyConstraint(["room_id", "number"], ["messages.room_id", "messages.number"]),
    Index(None, "room_id", "number"),
)

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
