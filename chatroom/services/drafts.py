"""What somebody has begun to write, kept for all their devices. Whoever saves last is right."""

from dataclasses import dataclass

from chatroom.domain import limits
from chatroom.domain.entities.people import User
from chatroom.domain.entities.reading import Draft
from chatroom.domain.events import DraftChanged
from chatroom.domain.requests.reading import DraftSave
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.storage import drafts
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Drafts:
    database: Database
    committer: Committer

    def save(self, user: User, command: DraftSave) -> Draft:
        """Keep what is being written in a room; an empty body removes it.

        Raises:
            NotFound: the room is not there for the user.
            Unavailable: not now.
        """
        return self.committer.run(lambda transaction: _save(transaction, user, command))

    def of(self, user: User) -> tuple[list[Draft], bool]:
        """The user's drafts, the last changed first, as many as fit an answer; and whether there are more."""
        with self.database.read() as connection:
            return drafts.newest(connection, user.id, limits.DRAFTS_CHARACTERS_MAX)


def _save(transaction: Transaction, user: User, command: DraftSave) -> Draft:
    connection = transaction.connection
    room = access.room(connection, user, command.room)
    reply_to = command.reply_to if command.body else None
    draft = Draft(room.id, command.body, reply_to, now())
    before = drafts.one(connection, user.id, room.id)
    if (before.body, before.reply_to) == (draft.body, draft.reply_to) if before else not draft.body:
        return before or draft
    if draft.body:
        drafts.keep(connection, user.id, draft)
    else:
        drafts.remove(connection, user.id, room.id)
    transaction.publish(DraftChanged(user.id, draft))
    return draft
