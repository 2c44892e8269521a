"""What people do with messages besides writing them, in one piece for the edges."""

from dataclasses import dataclass

from chatroom.services.pins import Pins
from chatroom.services.reactions import Reactions
from chatroom.services.saved import Saved
from chatroom.services.threads import Threads
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Conversation:
    threads: Threads
    reactions: Reactions
    pins: Pins
    saved: Saved

    @classmethod
    def of(cls, database: Database, committer: Committer) -> "Conversation":
        return cls(
            Threads(database),
            Reactions(database, committer),
            Pins(database, committer),
            Saved(database, committer),
        )
