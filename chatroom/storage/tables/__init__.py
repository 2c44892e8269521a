"""The tables. A change here comes with a migration, or a test fails."""

# They refer to each other by name: whoever imports one has them all.
from chatroom.storage.tables import files, messages, people, reading, rooms

__all__ = ["files", "messages", "people", "reading", "rooms"]
