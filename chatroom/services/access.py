"""The only way to get hold of a room, a message, a file, a sign-in or somebody else on behalf of a user.

What one may not see does not exist: NotFound, the same as for what really is not there.
"""

from collections.abc import Collection

from sqlalchemy import Connection

from chatroom.domain.entities.files import File
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import Declaration, User
from chatroom.domain.entities.rooms import ListedRoom, Member, Membership, Room
from chatroom.domain.errors import Conflict, Forbidden, NotFound
from chatroom.storage import declarations, files, memberships, messages, rooms, sessions


def membership(connection: Connection, user: User, room_id: int) -> Membership:
    """A room that the user is a member of, as they have it."""
    found = rooms.of_member(connection, user.id, room_id)
    if not found:
        raise _no_room()
    return found


def room(connection: Connection, user: User, room_id: int) -> Room:
    """A room that the user is a member of."""
    return membership(connection, user, room_id).room


def searchable(connection: Connection, user: User) -> dict[int, tuple[int, int]]:
    """Version and last number of every room that the user is a member of, by id."""
    return rooms.positions(connection, user.id)


def owned_room(connection: Connection, user: User, room_id: int) -> Room:
    """A room that the user is an owner of."""
    found = membership(connection, user, room_id)
    if found.room.kind == "direct":
        raise Forbidden("A direct conversation has no owner: nobody can change who is in it.")
    if found.role != "owner":
        raise Forbidden("Only an owner of the room may do that.")
    return found.room


def public_room(connection: Connection, room_id: int) -> Room:
    """A public room, which everybody may see and join."""
    found = rooms.public(connection, room_id)
    if not found:
        raise _no_room()
    return found


def joinable_room(connection: Connection, user: User, room_id: int) -> ListedRoom:
    """A public room that the user is no member of, and may become one of."""
    found = rooms.listed_one(connection, user.id, room_id)
    if not found or found.joined:
        raise _no_room()
    return found


def member(connection: Connection, of: Room, user_id: int) -> Member:
    """Somebody in a room that the user is a member of."""
    found = memberships.one(connection, user_id, of.id)
    if not found:
        raise NotFound("There is no such member.")
    return found


def acquaintances(connection: Connection, user_id: int, ids: Collection[int]) -> dict[int, Declaration]:
    """Those of these people whom a user may see: who are in a room with them. One sees oneself."""
    found = declarations.of_acquaintances(connection, user_id, ids)
    return {declaration.user_id: declaration for declaration in found}


def own_session(connection: Connection, user: User, session_id: int) -> None:
    """A sign-in of the user's own."""
    if sessions.device_of(connection, user.id, session_id) is None:
        raise NotFound("There is no such sign-in.")


def writable(of: Room) -> Room:
    """A room, unless it is archived.

    Raises:
        Conflict: it is.
    """
    if of.archived:
        raise Conflict("This room is archived: it can be read, and nothing in it can be changed.")
    return of


def advance(connection: Connection, user: User, room_id: int, *, posts: int) -> tuple[int, int]:
    """Count a change in a room that the user is a member of, and the messages it posts (0 or 1).

    One statement looks and counts, because every message needs both.

    Returns:
        The room's last number and its version, this change included.

    Raises:
        NotFound: the room is not there for the user.
        Conflict: it is archived.
    """
    counted = rooms.advance(connection, user.id, room_id, posts=posts)
    if not counted:
        # Looked at again, to say which it is: every message would pay for it otherwise.
        writable(room(connection, user, room_id))
        raise _no_room()
    return counted


def message(connection: Connection, user: User, room_id: int, number: int) -> Message:
    """A message of a room that the user is a member of."""
    room(connection, user, room_id)
    found = messages.one(connection, room_id, number)
    if not found:
        raise NotFound("There is no such message.")
    return found


def standing_message(connection: Connection, user: User, room_id: int, number: int) -> Message:
    """A message of a room that the user is a member of, not deleted."""
    return _standing(message(connection, user, room_id, number))


def own_message(connection: Connection, user: User, room_id: int, number: int) -> Message:
    """A message that the user may change: written by them, and not deleted."""
    found = message(connection, user, room_id, number)
    if found.author.id != user.id:
        raise Forbidden("Only its author may change a message.")
    return _standing(found)


def deletable_message(connection: Connection, user: User, room_id: int, number: int) -> Message:
    """A message that the user may delete: written by them, or in a room that they own; and not deleted."""
    found = message(connection, user, room_id, number)
    if found.author.id != user.id and membership(connection, user, room_id).role != "owner":
        raise Forbidden("Only its author, or an owner of the room, may delete a message.")
    return _standing(found)


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


def _standing(found: Message) -> Message:
    if found.deleted:
        raise NotFound("This message was deleted.")
    return found


def _no_room() -> NotFound:
    return NotFound("There is no such room.")
