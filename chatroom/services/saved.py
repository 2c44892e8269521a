"""Messages that people save for themselves, of which nobody else is told."""

from dataclasses import dataclass

from chatroom.domain import limits
from chatroom.domain.entities.messages import Listed
from chatroom.domain.entities.people import User
from chatroom.domain.errors import Conflict
from chatroom.domain.events import MessageSaved
from chatroom.domain.requests.messages import MessageSave, MessageUnsave, SavedList
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.storage import saved
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Saved:
    """Raises Unavailable where too many writes wait already."""

    database: Database
    committer: Committer

    def save(self, user: User, command: MessageSave) -> None:
        """Save a message for oneself, in an archived room, too. One that is saved stays so.

        Raises:
            NotFound: the message is not there for the user, or was deleted.
            Conflict: the user has saved too many.
        """
        self.committer.run(lambda transaction: _save(transaction, user, command))

    def unsave(self, user: User, command: MessageUnsave) -> None:
        """Save it no longer. One that is not saved stays so.

        Raises:
            NotFound: the message is not there for the user.
        """
        self.committer.run(lambda transaction: _unsave(transaction, user, command))

    def listed(self, user: User, command: SavedList) -> Listed:
        """What a user has saved and may see still, behind some of it, the last saved first. Fewer than the
        limit where they are long."""
        with self.database.read() as connection:
            return Listed(
                *saved.of_user(connection, user.id, command.skip, command.limit, limits.ANSWER_CHARACTERS_MAX)
            )


def _save(transaction: Transaction, user: User, command: MessageSave) -> None:
    connection, place = transaction.connection, (command.room, command.number)
    access.standing_message(connection, user, *place)
    if saved.has(connection, user.id, *place):
        return
    if saved.count(connection, user.id) >= limits.SAVED_MAX:
        raise Conflict(f"You have saved {limits.SAVED_MAX} messages. Remove one of them first.")
    saved.add(connection, user.id, *place, now())
    transaction.publish(MessageSaved(user.id, *place, saved=True))


def _unsave(transaction: Transaction, user: User, command: MessageUnsave) -> None:
    connection, place = transaction.connection, (command.room, command.number)
    access.message(connection, user, *place)
    if saved.has(connection, user.id, *place):
        saved.remove(connection, user.id, *place)
        transaction.publish(MessageSaved(user.id, *place, saved=False))
