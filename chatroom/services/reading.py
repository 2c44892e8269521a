"""Up to where somebody has read a room. All their connections are told when it moves."""

from dataclasses import dataclass, replace

from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Membership
from chatroom.domain.events import ReadMoved
from chatroom.domain.requests.reading import Read, ReadAll, Unread
from chatroom.services import access
from chatroom.storage import reading
from chatroom.storage.committer import Committer, Transaction


@dataclass(frozen=True, slots=True)
class Reading:
    """Every write waits until it is on disk.

    All raise NotFound where the room is not there for the user, and Unavailable. A number behind the last
    message stands for the last message.
    """

    committer: Committer

    def read(self, user: User, command: Read) -> Membership:
        """Take a message and all before it for read. Does nothing where more is: devices may say it late."""
        return self.committer.run(lambda transaction: _read(transaction, user, command))

    def unread(self, user: User, command: Unread) -> Membership:
        """Take a message and all behind it for unread."""
        return self.committer.run(lambda transaction: _unread(transaction, user, command))

    def read_all(self, user: User, _command: ReadAll) -> None:
        """Take everything in every room for read."""
        self.committer.run(lambda transaction: _read_all(transaction, user))


def _read(transaction: Transaction, user: User, command: Read) -> Membership:
    membership = access.membership(transaction.connection, user, command.room)
    number = min(command.number, membership.room.last_number)
    return _move(transaction, user, membership, max(number, membership.read_number))


def _unread(transaction: Transaction, user: User, command: Unread) -> Membership:
    membership = access.membership(transaction.connection, user, command.room)
    number = min(command.number, membership.room.last_number)
    return _move(transaction, user, membership, max(number - 1, 0))


def _move(transaction: Transaction, user: User, membership: Membership, number: int) -> Membership:
    if number == membership.read_number:
        return membership
    room_id = membership.room.id
    mentions = reading.move(transaction.connection, user.id, room_id, number)
    transaction.publish(ReadMoved(user.id, room_id, number, mentions))
    return replace(membership, read_number=number, mentions=mentions)


def _read_all(transaction: Transaction, user: User) -> None:
    for room_id, last_number in reading.move_all(transaction.connection, user.id):
        transaction.publish(ReadMoved(user.id, room_id, last_number, mentions=0))
