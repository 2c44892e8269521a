"""Who comes into a room, who goes, and what is a member's own: writes that run in the committer.

A room that has members has an owner, unless it is a direct conversation or one for newcomers.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from chatroom.domain import limits
from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Member, Membership, Role, Room
from chatroom.domain.errors import Conflict, NotFound
from chatroom.domain.events import MemberJoined, MemberLeft, MembershipChanged
from chatroom.domain.requests.rooms import RoomInvite, RoomJoin, RoomLeave, RoomMute, RoomRemove, RoomRole
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.storage import drafts, memberships, rooms, users
from chatroom.storage.committer import Transaction


def admit(
    transaction: Transaction, people: Sequence[User], room_id: int, role: Role, *, direct: bool = False
) -> None:
    """Make people members of a room.

    Direct conversations count apart: nobody can leave them, so whoever begins many with somebody must not
    keep them from other rooms.

    Raises:
        Conflict: one of them is in too many rooms.
    """
    connection = transaction.connection
    for user in people:
        if memberships.rooms_of(connection, user.id, direct=direct) >= limits.ROOMS_PER_USER_MAX:
            raise Conflict(f"{user.username} is in too many rooms.")
        memberships.add(connection, user.id, room_id, role, now())
    # Only now, because each is told of all the others.
    for user in people:
        transaction.publish(MemberJoined(user.id, access.membership(connection, user, room_id)))


def join(transaction: Transaction, user: User, command: RoomJoin) -> Membership:
    connection = transaction.connection
    if not rooms.of_member(connection, user.id, command.room):
        room = access.writable(access.public_room(connection, command.room))
        admit(transaction, [user], room.id, _role_of_who_joins(connection, user, room))
    return access.membership(connection, user, command.room)


def leave(transaction: Transaction, user: User, command: RoomLeave) -> None:
    connection = transaction.connection
    room = access.room(connection, user, command.room)
    if room.kind == "direct":
        raise Conflict("A direct conversation cannot be left.")
    if memberships.has_others(connection, user.id, room.id):
        _keep_an_owner(connection, access.member(connection, room, user.id), room)
    elif room.archived:
        # Nobody can come in again: let its name go.
        rooms.change(connection, room.id, {"name_key": None})
    _part(transaction, user, room)


def invite(transaction: Transaction, user: User, command: RoomInvite) -> Member:
    connection = transaction.connection
    room = access.writable(access.room(connection, user, command.room))
    if room.kind == "direct":
        raise Conflict("Nobody joins a direct conversation later. Start another one with all of you.")
    invited = users.some(connection, [command.user])
    if not invited:
        raise NotFound("There is no such user.")
    if not memberships.one(connection, command.user, room.id):
        admit(transaction, invited, room.id, "member")
    return access.member(connection, room, command.user)


def remove(transaction: Transaction, user: User, command: RoomRemove) -> None:
    connection = transaction.connection
    room = access.owned_room(connection, user, command.room)
    if command.user == user.id:
        raise Conflict("Leave the room instead of removing yourself.")
    _part(transaction, access.member(connection, room, command.user).user, room)


def set_role(transaction: Transaction, user: User, command: RoomRole) -> Member:
    connection = transaction.connection
    room = access.owned_room(connection, user, command.room)
    member = access.member(connection, room, command.user)
    if member.role == command.role:
        return member
    _keep_an_owner(connection, member, room)
    memberships.set_role(connection, member.user.id, room.id, command.role)
    changed = access.membership(connection, member.user, room.id)
    transaction.publish(MembershipChanged(member.user.id, changed))
    return access.member(connection, room, member.user.id)


def mute(transaction: Transaction, user: User, command: RoomMute) -> Membership:
    connection = transaction.connection
    membership = access.membership(connection, user, command.room)
    if membership.muted == command.muted:
        return membership
    memberships.set_muted(connection, user.id, command.room, muted=command.muted)
    changed = replace(membership, muted=command.muted)
    transaction.publish(MembershipChanged(user.id, changed))
    return changed


def _part(transaction: Transaction, user: User, room: Room) -> None:
    memberships.remove(transaction.connection, user.id, room.id)
    drafts.remove(transaction.connection, user.id, room.id)
    transaction.publish(MemberLeft(user.id, room.id))


def _keep_an_owner(connection: Connection, leaving: Member, room: Room) -> None:
    """Let an owner go, or be one no more, only while there is another.

    Raises:
        Conflict: there is not.
    """
    last = not memberships.has_others(connection, leaving.user.id, room.id, owners=True)
    if leaving.role == "owner" and last:
        raise Conflict("A room needs an owner. Make somebody else one first.")


def _role_of_who_joins(connection: Connection, user: User, room: Room) -> Role:
    """Whoever comes first into a room that everybody has left is its owner."""
    empty = not memberships.has_others(connection, user.id, room.id)
    return "owner" if empty and not rooms.is_for_newcomers(connection, room.id) else "member"
