"""Messages, and what belongs to them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from chatroom.storage.tables.base import Moment, RowId, metadata

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
