"""Catching up: which rooms there are, how far each has come, and what changed since."""

from collections.abc import Generator
from dataclasses import dataclass

from sqlalchemy import Connection

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Membership, Room
from chatroom.domain.entities.sync import Changes
from chatroom.domain.requests.sync import Sync
from chatroom.services import access
from chatroom.storage import message_rows, messages, rooms, saved
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Synchronizer:
    database: Database

    def rooms(self, user: User) -> list[Membership]:
        """Every room of the user."""
        with self.database.read() as connection:
            return rooms.all_of_member(connection, user.id)

    def welcome(self, user: User) -> tuple[list[Membership], list[tuple[int, int]]]:
        """Every room of the user, and room and number of each message that they keep for themselves."""
        with self.database.read() as connection:
            memberships = rooms.all_of_member(connection, user.id)
            # Who comes back into a room has again what they kept there: maybe more than one can keep.
            return memberships, saved.references(connection, user.id, limits.SAVED_MAX)

    def room(self, user: User, room_id: int) -> Membership:
        """One room of the user.

        Raises:
            NotFound: it is not there for the user.
        """
        with self.database.read() as connection:
            return access.membership(connection, user, room_id)

    def heads(self, user: User) -> dict[int, int]:
        """The version of every room of the user."""
        with self.database.read() as connection:
            return rooms.heads(connection, user.id)

    def changes(self, user: User, command: Sync) -> Changes:
        """What changed in a room since a version, oldest change first, as much as fits the limit.

        A version of the future (the server was restored from a backup) cannot be continued from:
        the answer is the newest page, which replaces all that the client holds.

        Raises:
            NotFound: the room is not there for the user.
        """
        steps = self.changes_in_steps(user, command)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: Changes = end.value
                return found

    def changes_in_steps(self, user: User, command: Sync) -> Generator[None, None, Changes]:
        """The same for those who share a thread with others: yields whenever it has read some.

        Each step reads a moment of its own. The answer is of the last of them: nothing has been committed
        between that and the return.
        """
        found: dict[int, Message] = {}
        since, characters = command.since, limits.ANSWER_CHARACTERS_MAX
        while True:
            with self.database.read() as connection:
                room = access.room(connection, user, command.room)
                if command.since > room.version:
                    return _newest(connection, room)
                wanted = min(limits.SYNC_STEP, command.limit - len(found))
                # An answer over what may wait for a slow reader would cut it off, and it would come back
                # and ask for the same again.
                some = messages.changed(connection, room.id, since, wanted, characters)
            for message in some:
                found.pop(message.number, None)  # it has changed once more since the step before
                found[message.number] = message
                characters -= message_rows.length(message)
            # The last change of a room is always one of a message that is there.
            since = some[-1].version if some else room.version
            more = since < room.version
            if not more or len(some) < wanted or len(found) >= command.limit or characters <= 0:
                return Changes(since, list(found.values()), more, reset=False)
            yield


def _newest(connection: Connection, room: Room) -> Changes:
    newest = messages.before(
        connection, room.id, room.last_number + 1, limits.PAGE_DEFAULT, limits.ANSWER_CHARACTERS_MAX
    )
    return Changes(room.version, newest, more=False, reset=True)
