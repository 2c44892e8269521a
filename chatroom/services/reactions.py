"""Reactions: any member gives them, and takes back their own."""

from dataclasses import dataclass, replace

from chatroom.domain import limits
from chatroom.domain.emoji import clean_emoji
from chatroom.domain.entities.messages import Message, Reactors
from chatroom.domain.entities.people import User
from chatroom.domain.errors import Conflict
from chatroom.domain.events import MessageChanged
from chatroom.domain.ports import Promise
from chatroom.domain.requests.reactions import ReactionAdd, ReactionList, ReactionRemove
from chatroom.services import access
from chatroom.storage import messages, reactions
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Reactions:
    """Raises Invalid where something is not an emoji, and Unavailable where too many writes wait."""

    database: Database
    committer: Committer

    def add(self, user: User, command: ReactionAdd) -> Promise[Message]:
        """React to a message. The same reaction twice is one.

        The promise breaks with:
            NotFound: the message is not there for the user, or was deleted.
            Conflict: it has too many reactions, or the room is archived.
        """
        emoji = clean_emoji(command.emoji)
        return self.committer.submit(lambda transaction: _add(transaction, user, command, emoji))

    def remove(self, user: User, command: ReactionRemove) -> Promise[Message]:
        """Take a reaction back. One that is not there is gone already.

        The promise breaks with:
            NotFound: the message is not there for the user, or was deleted.
            Conflict: the room is archived.
        """
        emoji = clean_emoji(command.emoji)
        return self.committer.submit(lambda transaction: _remove(transaction, user, command, emoji))

    def listed(self, user: User, command: ReactionList) -> list[Reactors]:
        """Who has reacted to a message.

        Raises:
            NotFound: it is not there for the user.
        """
        with self.database.read() as connection:
            access.message(connection, user, command.room, command.number)
            return reactions.with_names(connection, command.room, command.number)


def _add(transaction: Transaction, user: User, command: ReactionAdd, emoji: str) -> Message:
    message = access.standing_message(transaction.connection, user, command.room, command.number)
    if _has(message, user, emoji):
        return message
    given = {reaction.emoji for reaction in message.reactions}
    if emoji not in given and len(given) >= limits.REACTIONS_PER_MESSAGE:
        raise Conflict(f"A message has at most {limits.REACTIONS_PER_MESSAGE} different reactions.")
    if sum(len(reaction.users) for reaction in message.reactions) >= limits.REACTORS_PER_MESSAGE:
        raise Conflict("This message has too many reactions.")
    reactions.add(transaction.connection, command.room, command.number, emoji, user.id)
    return _changed(transaction, user, message)


def _remove(transaction: Transaction, user: User, command: ReactionRemove, emoji: str) -> Message:
    message = access.standing_message(transaction.connection, user, command.room, command.number)
    if not _has(message, user, emoji):
        return message
    reactions.remove(transaction.connection, command.room, command.number, emoji, user.id)
    return _changed(transaction, user, message)


def _has(message: Message, user: User, emoji: str) -> bool:
    return any(reaction.emoji == emoji and user.id in reaction.users for reaction in message.reactions)


def _changed(transaction: Transaction, user: User, message: Message) -> Message:
    connection, place = transaction.connection, (message.room_id, message.number)
    _, version = access.advance(connection, user, message.room_id, posts=0)
    messages.touch(connection, *place, version=version)
    changed = replace(message, version=version, reactions=reactions.of_message(connection, *place))
    transaction.publish(MessageChanged(changed))
    return changed
