"""Threads: a message, and what answers it or another of the same thread."""

from dataclasses import dataclass

from sqlalchemy import Connection

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message, Thread
from chatroom.domain.entities.people import User
from chatroom.domain.events import MessageChanged
from chatroom.domain.requests.messages import MessageSend, MessageThread
from chatroom.services import access
from chatroom.storage import messages
from chatroom.storage.committer import Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Threads:
    database: Database

    def thread(self, user: User, command: MessageThread) -> Thread:
        """The thread of a message, whichever of its messages that is: what began it, and the first of
        the others behind a number. Fewer than the limit where they are long.

        Raises:
            NotFound: the message is not there for the user.
        """
        with self.database.read() as connection:
            named = access.message(connection, user, command.room, command.number)
            root = (
                named
                if named.thread is None
                else access.message(connection, user, command.room, named.thread)
            )
            found, more = messages.in_thread(
                connection,
                command.room,
                root.number,
                command.after,
                command.limit,
                limits.ANSWER_CHARACTERS_MAX,
            )
            return Thread(root, found, more)


def of_reply(connection: Connection, author: User, command: MessageSend) -> int | None:
    """The number of the message that began the thread which a reply joins.

    Raises:
        NotFound: what it answers is not there for the author, or was deleted.
    """
    if command.reply_to is None:
        return None
    answered = access.standing_message(connection, author, command.room, command.reply_to)
    return answered.thread or answered.number


def count(transaction: Transaction, user: User, message: Message, step: int) -> None:
    """Count a message that came into a thread, or went from it: a change of the one that began it."""
    if message.thread is None:
        return
    connection = transaction.connection
    _, version = access.advance(connection, user, message.room_id, posts=0)
    messages.count_replies(connection, message.room_id, message.thread, step, version=version)
    root = access.message(connection, user, message.room_id, message.thread)
    transaction.publish(MessageChanged(root))
