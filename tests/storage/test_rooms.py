"""Rooms under writes that come at once: in one batch each sees what those before it did."""

from functools import partial
from pathlib import Path

import pytest

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Member, Membership
from chatroom.domain.errors import Conflict, Forbidden, NotFound
from chatroom.domain.events import MemberJoined, MemberLeft, MessageChanged, ReadMoved
from chatroom.domain.requests.rooms import (
    RoomCreate,
    RoomDirect,
    RoomInvite,
    RoomJoin,
    RoomLeave,
    RoomRemove,
    RoomRole,
    RoomUpdate,
)
from chatroom.services.rooms import Rooms
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener, together
from tests.storage.writing import author, commits, look, sending


@pytest.fixture
def design(rooms: Rooms, ada: User, ben: User) -> int:
    """Ada's private room, with Ben in it."""
    made = rooms.create(ada, RoomCreate(name="Design", kind="private")).room.id
    rooms.invite(ada, RoomInvite(room=made, user=ben.id))
    return made


def test_a_conversation_that_two_begin_at_once_is_one(
    path: Path, rooms: Rooms, ada: User, ben: User, listener: Listener
) -> None:
    listener.events.clear()
    before = commits(path)

    found = together(
        partial(rooms.direct, ada, RoomDirect(users=(ben.id,))),
        partial(rooms.direct, ben, RoomDirect(users=(ada.id,))),
    )

    assert commits(path) - before == 1, "they shared a transaction"
    assert [membership.room.members for membership in found] == [(ada, ben)] * 2
    assert found[0].room.id == found[1].room.id
    assert look(path, "SELECT direct_key FROM rooms WHERE kind = 'direct'") == [(f"{ada.id}-{ben.id}",)]
    joined = [event for event in listener.events if isinstance(event, MemberJoined)]
    assert [(event.user_id, event.membership.room.members) for event in joined] == [
        (ada.id, (ada, ben)),
        (ben.id, (ada, ben)),
    ]


def test_a_name_that_two_take_at_once_is_the_firsts(rooms: Rooms, ada: User, ben: User) -> None:
    first, second = together(
        partial(rooms.create, ada, RoomCreate(name="Plans", kind="public")),
        partial(rooms.create, ben, RoomCreate(name="PLANS", kind="public")),
    )

    assert isinstance(first, Membership)
    assert isinstance(second, Conflict)


def test_of_two_owners_who_leave_at_once_one_stays(rooms: Rooms, ada: User, ben: User, design: int) -> None:
    rooms.invite(ada, RoomInvite(room=design, user=author(rooms.committer, "cleo").id))
    rooms.set_role(ada, RoomRole(room=design, user=ben.id, role="owner"))

    outcomes = together(*(partial(rooms.leave, user, RoomLeave(room=design)) for user in (ada, ben)))

    assert outcomes[0] is None
    assert isinstance(outcomes[1], Conflict)


def test_of_two_owners_who_demote_each_other_one_stays(
    rooms: Rooms, ada: User, ben: User, design: int
) -> None:
    rooms.set_role(ada, RoomRole(room=design, user=ben.id, role="owner"))

    first, second = together(
        partial(rooms.set_role, ada, RoomRole(room=design, user=ben.id, role="member")),
        partial(rooms.set_role, ben, RoomRole(room=design, user=ada.id, role="member")),
    )

    assert isinstance(first, Member)
    assert isinstance(second, Forbidden)


def test_what_is_posted_behind_a_removal_is_refused_in_the_same_batch(
    path: Path,
    rooms: Rooms,
    database: Database,
    committer: Committer,
    listener: Listener,
    ada: User,
    ben: User,
    design: int,
) -> None:
    listener.events.clear()
    before = commits(path)

    outcomes = together(
        sending(database, committer, ben, "before", room=design),
        partial(rooms.remove, ada, RoomRemove(room=design, user=ben.id)),
        sending(database, committer, ben, "too late", room=design),
        sending(database, committer, ada, "after", room=design),
    )

    assert commits(path) - before == 1, "they shared a transaction"
    assert isinstance(outcomes[0], Message)
    assert isinstance(outcomes[2], NotFound)
    told = [type(event) for event in listener.events if not isinstance(event, ReadMoved)]
    assert told == [MessageChanged, MemberLeft, MessageChanged]
    assert look(path, f"SELECT number, body FROM messages WHERE room_id = {design}") == [
        (1, "before"),
        (2, "after"),
    ]


def test_what_is_posted_behind_the_archiving_is_refused(
    rooms: Rooms, database: Database, committer: Committer, ada: User, ben: User, design: int
) -> None:
    outcomes = together(
        sending(database, committer, ben, "before", room=design),
        partial(rooms.update, ada, RoomUpdate(room=design, archived=True)),
        sending(database, committer, ben, "too late", room=design),
    )

    assert isinstance(outcomes[0], Message)
    assert isinstance(outcomes[2], Conflict)


def test_nobody_is_in_more_rooms_than_a_welcome_can_name(
    rooms: Rooms, ada: User, ben: User, design: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = rooms.create(ben, RoomCreate(name="Plans", kind="public")).room.id
    rooms.create(ben, RoomCreate(name="Other", kind="public"))
    monkeypatch.setattr(limits, "ROOMS_PER_USER_MAX", 3)
    rooms.join(ada, RoomJoin(room=plans))

    with pytest.raises(Conflict, match="ada is in too many rooms"):
        rooms.create(ada, RoomCreate(name="One more", kind="public"))
    rooms.leave(ada, RoomLeave(room=plans))
    rooms.create(ada, RoomCreate(name="One more", kind="public"))


def test_direct_conversations_keep_nobody_from_other_rooms(
    rooms: Rooms, ada: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ROOMS_PER_USER_MAX", 2)
    for name in ("cleo", "dora"):
        rooms.direct(author(rooms.committer, name), RoomDirect(users=(ben.id,)))

    with pytest.raises(Conflict, match="ben is in too many rooms"):
        rooms.direct(ada, RoomDirect(users=(ben.id,)))
    rooms.create(ben, RoomCreate(name="Plans", kind="public"))


def test_a_change_that_changes_nothing_is_told_to_nobody(
    rooms: Rooms, ada: User, design: int, listener: Listener
) -> None:
    listener.events.clear()

    rooms.update(ada, RoomUpdate(room=design, name="Design", topic="", archived=False))
    rooms.invite(ada, RoomInvite(room=design, user=ada.id))
    rooms.join(ada, RoomJoin(room=design))

    assert listener.events == []
