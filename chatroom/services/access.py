"""The only way to get hold of a room, a message or a file on behalf of a user.

What one may not see does not exist: NotFound, the same as for what really is not there.
"""

from sqlalchemy import Connection

from chatroom.domain.entities import File, Message, Room, User
from chatroom.domain.errors import Forbidden, NotFound
from chatroom.storage import files, messages, rooms


def room(connection: Connection, user: User, room_id: int) -> Room:
    """A room that the user is a member of."""
    found = rooms.of_member(connection, user.id, room_id)
    if not found:
        raise _no_room()
    return found


def advance(connection: Connection, user: User, room_id: int, *, posts: int) -> tuple[int, int]:
    """Count a change in a room that the user is a member of, and the messages it posts (0 or 1).

    One statement looks and counts, because every message needs both.

    Returns:
        The room's last number and its version, this change included.
    """
    counted = rooms.advance(connection, user.id, room_id, posts=posts)
    if not counted:
        raise _no_room()
    return counted


def message(connection: Connection, user: User, room_id: int, number: int) -> Message:
    """A message of a room that the user is a member of."""
    room(connection, user, room_id)
    found = messages.one(connection, room_id, number)
    if not found:
        raise NotFound("There is no such message.")
    return found


def own_message(connection: Connection, user: User, room_id: int, number: int) -> Message:
    """A message that the user may change: written by them, and not deleted."""
    found = message(connection, user, room_id, number)
    if found.author.id != user.id:
        raise Forbidden("Only its author may change a message.")
    if found.deleted:
        raise NotFound("This message was deleted.")
    return found


def file(connection: Connection, user: User, file_id: str) -> File:
    """A file in a room that the user is a member of, or one the user uploaded and has not sent."""
    found = files.one(connection, file_id)
    if found and found.room_id is None and found.user_id == user.id:
        return found
    if found and found.room_id is not None and rooms.of_member(connection, user.id, found.room_id):
        return found
    raise NotFound("There is no such file.")


def unsent_file(connection: Connection, user: User, file_id: str) -> File:
    """A file that the user uploaded and no message has taken."""
    found = files.one(connection, file_id)
    if not found or found.user_id != user.id or found.room_id is not None:
        raise NotFound("One of the files is not there any more. Attach it again.")
    return found


def _no_room() -> NotFound:
    return NotFound("There is no such room.")
