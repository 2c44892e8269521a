"""Rooms, and who is in them."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table, Text, false

from chatroom.storage.tables.base import Moment, RowId, metadata

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
    # The member wants no attention drawn to it.
    Column("muted", Boolean, nullable=False, default=False, server_default=false()),
)
