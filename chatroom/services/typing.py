"""Who is writing at this moment. Nothing of it is kept."""

from dataclasses import dataclass, field

from chatroom.domain.entities.people import User
from chatroom.services import access
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Typing:
    """Gathers those who write in each room until somebody takes them to tell the others."""

    database: Database
    _gathered: dict[int, dict[int, User]] = field(default_factory=dict)

    def typed(self, user: User, room_id: int) -> None:
        """Somebody writes in a room.

        Raises:
            NotFound: the room is not there for the user.
            Conflict: it is archived.
        """
        with self.database.read() as connection:
            room = access.writable(access.room(connection, user, room_id))
        self._gathered.setdefault(room.id, {})[user.id] = user

    def left(self, user_id: int, room_id: int) -> None:
        """Somebody is in a room no more, and so is not named there."""
        self._gathered.get(room_id, {}).pop(user_id, None)

    def take(self) -> dict[int, list[User]]:
        """By room those who have written since this was asked last, the first of them first."""
        taken = {room_id: list(users.values()) for room_id, users in self._gathered.items() if users}
        self._gathered.clear()
        return taken
