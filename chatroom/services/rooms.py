"""What a room can do: be made, found, changed, joined and left. Who is in it is the matter of
membership.py."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from chatroom.domain import limits
from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import ListedRoom, Member, Membership, Room, RoomKind
from chatroom.domain.errors import Conflict, Invalid, NotFound
from chatroom.domain.events import RoomChanged
from chatroom.domain.names import clean_room_name, room_name_key, username_key
from chatroom.domain.requests.rooms import (
    RoomCreate,
    RoomDirect,
    RoomInvite,
    RoomJoin,
    RoomLeave,
    RoomMute,
    RoomRemove,
    RoomRole,
    RoomUpdate,
)
from chatroom.services import access, membership
from chatroom.services.clock import now
from chatroom.storage import memberships, rooms, users
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Rooms:
    """Every write waits until it is on disk.

    All raise NotFound where the room is not there for the user, Forbidden where only an owner may,
    Conflict where the state of the room is against it, and Unavailable.
    """

    database: Database
    committer: Committer

    def create(self, user: User, command: RoomCreate) -> Membership:
        """Make a public or a private room; its maker owns it.

        Raises:
            Invalid: the name breaks its rule.
            Conflict: the name is taken, or the user is in too many rooms.
        """
        return self.committer.run(lambda transaction: _create(transaction, user, command))

    def direct(self, user: User, command: RoomDirect) -> Membership:
        """The conversation of some people and the user: there is one for each set of people.

        Raises:
            Invalid: they are too many, or nobody else.
            NotFound: one of them is not there.
        """
        return self.committer.run(lambda transaction: _direct(transaction, user, command))

    def update(self, user: User, command: RoomUpdate) -> Membership:
        """Change what a room is called, what it is about, or whether it is archived. The topic is any
        member's to change."""
        return self.committer.run(lambda transaction: _update(transaction, user, command))

    def join(self, user: User, command: RoomJoin) -> Membership:
        """Become a member of a public room."""
        return self.committer.run(lambda transaction: membership.join(transaction, user, command))

    def leave(self, user: User, command: RoomLeave) -> None:
        """Be a member no more. The last owner has to name another, unless nobody is left."""
        self.committer.run(lambda transaction: membership.leave(transaction, user, command))

    def invite(self, user: User, command: RoomInvite) -> Member:
        """Make somebody a member; any member may."""
        return self.committer.run(lambda transaction: membership.invite(transaction, user, command))

    def remove(self, user: User, command: RoomRemove) -> None:
        """Make somebody a member no more."""
        self.committer.run(lambda transaction: membership.remove(transaction, user, command))

    def set_role(self, user: User, command: RoomRole) -> Member:
        """Make a member an owner, or an owner a mere member; one owner has to stay."""
        return self.committer.run(lambda transaction: membership.set_role(transaction, user, command))

    def mute(self, user: User, command: RoomMute) -> Membership:
        """Have a room call for no attention of the user, or for it again. Works in an archived room, too: it
        changes nothing there for anybody else."""
        return self.committer.run(lambda transaction: membership.mute(transaction, user, command))

    def listed(self, user: User, prefix: str, after: str, limit: int) -> list[ListedRoom]:
        """Public rooms whose name begins so, behind a name, in the order of their names."""
        with self.database.read() as connection:
            return rooms.listed(connection, user.id, room_name_key(prefix), room_name_key(after), limit)

    def joinable(self, user: User, room_id: int) -> ListedRoom:
        """A public room that the user is no member of, as it is listed."""
        with self.database.read() as connection:
            return access.joinable_room(connection, user, room_id)

    def members(self, user: User, room_id: int, after: int, limit: int) -> list[Member]:
        """Members of a room of the user whose ids come after one."""
        with self.database.read() as connection:
            access.room(connection, user, room_id)
            return memberships.page(connection, room_id, after, limit)

    def members_beginning_with(self, user: User, room_id: int, prefix: str, limit: int) -> list[Member]:
        """Members of a room of the user whose name begins so, in the order of their names."""
        with self.database.read() as connection:
            access.room(connection, user, room_id)
            return memberships.beginning_with(connection, room_id, username_key(prefix), limit)


def _create(transaction: Transaction, user: User, command: RoomCreate) -> Membership:
    connection = transaction.connection
    name = clean_room_name(command.name)
    _free(connection, user, name)
    room_id = rooms.add(
        connection,
        command.kind,
        now(),
        name=name,
        name_key=_key(command.kind, name),
        topic=command.topic,
    )
    membership.admit(transaction, [user], room_id, "owner")
    return access.membership(connection, user, room_id)


def _direct(transaction: Transaction, user: User, command: RoomDirect) -> Membership:
    connection = transaction.connection
    ids = sorted({user.id, *command.users})
    if len(ids) < 2:
        raise Invalid(fields={"users": "Name somebody else."})
    if len(ids) > limits.DIRECT_MEMBERS_MAX:
        raise Invalid(fields={"users": f"Name at most {limits.DIRECT_MEMBERS_MAX - 1} others."})
    key = "-".join(map(str, ids))
    room_id = rooms.of_people(connection, key)
    if room_id is None:
        people = users.some(connection, ids)
        if len(people) < len(ids):
            raise NotFound("There is no such user.")
        room_id = rooms.add(connection, "direct", now(), direct_key=key)
        membership.admit(transaction, people, room_id, "member", direct=True)
    return access.membership(connection, user, room_id)


def _update(transaction: Transaction, user: User, command: RoomUpdate) -> Membership:
    connection = transaction.connection
    owners_alone = command.name is not None or command.archived is not None
    look = access.owned_room if owners_alone else access.room
    room = look(connection, user, command.room)
    if command.archived is not False and (command.name is not None or command.topic is not None):
        access.writable(room)
    values = _changes(connection, user, room, command)
    if values:
        rooms.change(connection, room.id, values)
    changed = access.membership(connection, user, room.id)
    if changed.room != room:
        transaction.publish(RoomChanged(changed.room))
    return changed


def _changes(
    connection: Connection, user: User, room: Room, command: RoomUpdate
) -> dict[str, str | datetime | None]:
    """The columns that a command sets."""
    values: dict[str, str | datetime | None] = {}
    if command.name is not None:
        name = clean_room_name(command.name)
        _free(connection, user, name, but=room.id)
        values |= {"name": name, "name_key": _key(room.kind, name)}
    if command.topic is not None:
        values["topic"] = command.topic
    if command.archived is not None and command.archived != room.archived:
        values["archived_at"] = now() if command.archived else None
    return values


def _key(kind: RoomKind, name: str) -> str | None:
    """What the index of names has of a room: nothing of a private one, whose name is nobody else's matter."""
    return room_name_key(name) if kind == "public" else None


def _free(connection: Connection, user: User, name: str, but: int | None = None) -> None:
    """See that a name does not mean another room that the user knows of.

    Raises:
        Conflict: a public room has it, or one that the user is in.
    """
    key = room_name_key(name)
    known = {rooms.named(connection, key)} | {
        mine.room.id
        for mine in rooms.all_of_member(connection, user.id)
        if mine.room.name and room_name_key(mine.room.name) == key
    }
    if known - {None, but}:
        taken = "There is a room of this name."
        raise Conflict(taken, fields={"name": taken})
