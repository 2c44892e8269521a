"""Pins: messages that stay at hand for everybody in a room."""

from dataclasses import dataclass, replace

from chatroom.domain import limits
from chatroom.domain.entities.messages import Listed, Message
from chatroom.domain.entities.people import User
from chatroom.domain.errors import Conflict
from chatroom.domain.events import MessageChanged
from chatroom.domain.ports import Promise
from chatroom.domain.requests.messages import MessagePin, MessageUnpin, OfMessage, RoomPins
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.storage import pins
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Pins:
    """Raises Unavailable where too many writes wait already."""

    database: Database
    committer: Committer

    def pin(self, user: User, command: MessagePin) -> Promise[Message]:
        """Pin a message to its room. One that is pinned stays as it is.

        The promise breaks with:
            NotFound: the message is not there for the user, or was deleted.
            Conflict: the room has too many pins, or is archived.
        """
        return self.committer.submit(lambda transaction: _set(transaction, user, command, pinned=True))

    def unpin(self, user: User, command: MessageUnpin) -> Promise[Message]:
        """Unpin a message. One that is not pinned stays as it is.

        The promise breaks with:
            NotFound: the message is not there for the user, or was deleted.
            Conflict: the room is archived.
        """
        return self.committer.submit(lambda transaction: _set(transaction, user, command, pinned=False))

    def listed(self, user: User, command: RoomPins) -> Listed:
        """The messages pinned to a room behind some of them, the last pinned first. Fewer where they are
        long.

        Raises:
            NotFound: the room is not there for the user.
        """
        with self.database.read() as connection:
            access.room(connection, user, command.room)
            return Listed(
                *pins.of_room(
                    connection,
                    command.room,
                    command.skip,
                    limits.PINS_PER_ROOM,
                    limits.ANSWER_CHARACTERS_MAX,
                )
            )


def _set(transaction: Transaction, user: User, command: OfMessage, *, pinned: bool) -> Message:
    connection = transaction.connection
    message = access.standing_message(connection, user, command.room, command.number)
    if message.pinned == pinned:
        return message
    if pinned and pins.count(connection, command.room) >= limits.PINS_PER_ROOM:
        raise Conflict(f"A room has at most {limits.PINS_PER_ROOM} pins. Unpin something first.")
    _, version = access.advance(connection, user, command.room, posts=0)
    pins.pin(connection, command.room, command.number, now() if pinned else None, version=version)
    changed = replace(message, pinned=pinned, version=version)
    transaction.publish(MessageChanged(changed))
    return changed
