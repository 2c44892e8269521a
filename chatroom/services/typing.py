"""Who is writing at this moment. Nothing of it is kept."""

from dataclasses import dataclass, field

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.errors import NotFound
from chatroom.services import access
from chatroom.storage.engine import Database

# Those who write by where they do: in a thread, by the number of the message that began it, or in none.
Writers = dict[int | None, list[User]]


@dataclass(frozen=True, slots=True)
class Typing:
    """Gathers those who write in each room until somebody takes them to tell the others."""

    database: Database
    _gathered: dict[int, dict[int | None, dict[int, User]]] = field(default_factory=dict)

    def typed(self, user: User, room_id: int, thread: int | None = None) -> None:
        """Somebody writes in a room, or in a thread of it.

        Raises:
            NotFound: the room is not there for the user, or no thread can begin with that message.
            Conflict: it is archived.
        """
        with self.database.read() as connection:
            room = access.writable(access.room(connection, user, room_id))
            if thread is not None and access.message(connection, user, room_id, thread).thread is not None:
                raise NotFound("No thread begins with this message.")
        writers = self._gathered.setdefault(room.id, {})
        # What one room is told must not grow with its threads.
        if thread in writers or thread is None or len(writers.keys() - {None}) < limits.TYPING_THREADS:
            writers.setdefault(thread, {})[user.id] = user

    def said(self, message: Message) -> None:
        """Whoever has sent what they wrote is not named any more, wherever they wrote it."""
        writers = self._gathered.get(message.room_id)
        if writers:
            for thread in (None, message.thread):
                writers.get(thread, {}).pop(message.author.id, None)

    def left(self, user_id: int, room_id: int) -> None:
        """Somebody is in a room no more, and so is not named there."""
        for users in self._gathered.get(room_id, {}).values():
            users.pop(user_id, None)

    def take(self) -> dict[int, Writers]:
        """By room those who have written since this was asked last, the first of them first."""
        taken = {
            room_id: {thread: list(users.values()) for thread, users in writers.items() if users}
            for room_id, writers in self._gathered.items()
        }
        self._gathered.clear()
        return {room_id: writers for room_id, writers in taken.items() if writers}
