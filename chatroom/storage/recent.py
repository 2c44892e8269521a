"""Messages that have lately been read, for whoever reads them next.

When a thousand people come back at once, or one asks for the same over and over, each row is made into a
message, and that into JSON, a single time. Nothing has to be forgotten when something changes: whatever a
message shows changes only with its version, since clients would not hear of it otherwise.
"""

from sqlalchemy import Connection

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message


class RecentMessages:
    """Belongs to the connections that read, which see only what is committed, and to their thread.

    Args:
        count: of messages that are kept, those read for the first time last.
        characters: that a message may have to be kept.
    """

    def __init__(
        self, count: int = limits.RECENT_MESSAGES, characters: int = limits.RECENT_CHARACTERS
    ) -> None:
        self._count = count
        self._characters = characters
        self._kept: dict[tuple[int, int], Message] = {}

    def get(self, room_id: int, number: int, version: int) -> Message | None:
        found = self._kept.get((room_id, number))
        return found if found is not None and found.version == version else None

    def keep(self, message: Message, characters: int) -> None:
        """Keep a message, if it is not too long, in place of the oldest."""
        if characters > self._characters:
            return
        kept = self._kept
        kept[message.room_id, message.number] = message
        if len(kept) > self._count:
            del kept[next(iter(kept))]


def of(connection: Connection) -> RecentMessages | None:
    """What a connection shares with the others that read; nothing for one that writes."""
    found: RecentMessages | None = connection.info.get(RecentMessages)
    return found
