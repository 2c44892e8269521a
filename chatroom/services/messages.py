"""What a message can do: be sent, edited, deleted, and read: in pages, by number, as it was before."""

from dataclasses import dataclass
from typing import Literal

from chatroom.domain import limits
from chatroom.domain.entities.messages import Edit, Message
from chatroom.domain.entities.people import User
from chatroom.domain.entities.sync import Page
from chatroom.domain.ports import Audience, Promise
from chatroom.domain.requests.messages import (
    MessageDelete,
    MessageEdit,
    MessageGet,
    MessageHistory,
    MessageSend,
)
from chatroom.services import access, writing
from chatroom.storage import edits, messages
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Messages:
    """Raises Unavailable where too many writes wait already."""

    database: Database
    committer: Committer
    audience: Audience

    def send(self, author: User, command: MessageSend) -> Promise[Message]:
        """Post a message. The same client id with the same content is the same message.

        The promise breaks with:
            NotFound: the room, one of the files, or what it answers is not there for the author.
            Conflict: the client id already stands for another message, or the room is archived.
        """
        return self.committer.submit(
            lambda transaction: writing.post(transaction, author, command, self.audience)
        )

    def edit(self, user: User, command: MessageEdit) -> Promise[Message]:
        """Change what one's own message says.

        The promise breaks with:
            NotFound: there is no such message.
            Forbidden: it is somebody else's.
            Invalid: nothing would be left of it.
            Conflict: the room is archived.
        """
        return self.committer.submit(
            lambda transaction: writing.edit(transaction, user, command, self.audience)
        )

    def delete(self, user: User, command: MessageDelete) -> Promise[Message]:
        """Delete one's own message, or any in a room that one owns: a tombstone stays, its files become
        unreachable.

        The promise breaks with:
            NotFound: there is no such message.
            Forbidden: it is somebody else's, and so is the room.
            Conflict: the room is archived.
        """
        return self.committer.submit(lambda transaction: writing.delete(transaction, user, command))

    def page(
        self,
        user: User,
        room_id: int,
        *,
        anchor: Literal["newest", "before", "after", "around"],
        number: int = 0,
        limit: int = limits.PAGE_DEFAULT,
    ) -> Page:
        """Consecutive messages of a room: its newest, or those before, after or around a number.
        Fewer than the limit where they are long: those nearest to the number.

        Raises:
            NotFound: the room is not there for the user.
        """
        with self.database.read() as connection:
            room = access.room(connection, user, room_id)
            start, older, newer = {
                "newest": (room.last_number + 1, limit, 0),
                "before": (number, limit, 0),
                "after": (number + 1, 0, limit),
                "around": (number, limit // 2, limit - limit // 2),
            }[anchor]
            # Each side has its half, so that neither leaves out what is nearest.
            characters = limits.ANSWER_CHARACTERS_MAX // (2 if older and newer else 1)
            found = [
                *(messages.before(connection, room_id, start, older, characters) if older else ()),
                *(messages.after(connection, room_id, start - 1, newer, characters) if newer else ()),
            ]
            first = found[0].number if found else start
            last = found[-1].number if found else start - 1
            before = min(first, room.last_number + 1) > 1
            return Page(room.version, found, before, after=last < room.last_number)

    def some(self, user: User, command: MessageGet) -> list[Message]:
        """Those of these messages that are there, in the order of their numbers; fewer where they are
        long, but one, if there is one.

        Raises:
            NotFound: the room is not there for the user.
        """
        with self.database.read() as connection:
            access.room(connection, user, command.room)
            return messages.some(
                connection, command.room, sorted(set(command.numbers)), limits.ANSWER_CHARACTERS_MAX
            )

    def one(self, user: User, room_id: int, number: int) -> Message:
        """One message.

        Raises:
            NotFound: it is not there for the user.
        """
        with self.database.read() as connection:
            return access.message(connection, user, room_id, number)

    def history(self, user: User, command: MessageHistory) -> list[Edit]:
        """What a message said before it was edited, the oldest first: as much of the newest as fits one
        answer.

        Raises:
            NotFound: the message is not there for the user.
        """
        with self.database.read() as connection:
            access.message(connection, user, command.room, command.number)
            return edits.of_message(
                connection, command.room, command.number, limits.EDITS_MAX, limits.ANSWER_CHARACTERS_MAX
            )
