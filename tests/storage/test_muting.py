"""Muting a room: one member's own, told once, and without a part in what is counted."""

from functools import partial

import pytest

from chatroom.domain.entities.people import User
from chatroom.domain.errors import NotFound
from chatroom.domain.events import MembershipChanged
from chatroom.domain.requests.reading import Read
from chatroom.domain.requests.rooms import RoomCreate, RoomInvite, RoomJoin, RoomLeave, RoomMute, RoomUpdate
from chatroom.services.reading import Reading
from chatroom.services.rooms import Rooms
from chatroom.services.sync import Synchronizer
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener, together
from tests.storage.writing import sending


@pytest.fixture
def design(rooms: Rooms, ada: User, ben: User) -> int:
    """Ada's public room, with Ben in it."""
    made = rooms.create(ada, RoomCreate(name="Design", kind="public")).room.id
    rooms.invite(ada, RoomInvite(room=made, user=ben.id))
    return made


def is_muted(database: Database, user: User, room: int) -> bool:
    """Whether a room is muted, in the list of rooms as well as alone."""
    synchronizer = Synchronizer(database)
    [listed] = [mine for mine in synchronizer.rooms(user) if mine.room.id == room]
    assert listed == synchronizer.room(user, room)
    return listed.muted


def test_a_room_is_muted_for_one_member_and_told_to_them_alone(
    database: Database, rooms: Rooms, ada: User, ben: User, design: int, listener: Listener
) -> None:
    listener.events.clear()

    muted = rooms.mute(ben, RoomMute(room=design, muted=True))

    assert muted == Synchronizer(database).room(ben, design)
    assert listener.events == [MembershipChanged(ben.id, muted)]
    assert is_muted(database, ben, design) is True
    assert is_muted(database, ada, design) is False
    assert rooms.mute(ben, RoomMute(room=design, muted=False)).muted is False
    assert is_muted(database, ben, design) is False


def test_what_is_so_already_is_told_to_nobody(
    rooms: Rooms, ben: User, design: int, listener: Listener
) -> None:
    listener.events.clear()
    before = rooms.mute(ben, RoomMute(room=design, muted=False))
    assert listener.events == []

    both = together(*(partial(rooms.mute, ben, RoomMute(room=design, muted=True)) for _ in range(2)))

    assert both[0] == both[1] != before
    assert listener.events == [MembershipChanged(ben.id, both[0])]


def test_what_is_unread_goes_on_being_counted(
    database: Database, committer: Committer, rooms: Rooms, ada: User, ben: User, design: int
) -> None:
    rooms.mute(ben, RoomMute(room=design, muted=True))

    together(
        sending(database, committer, ada, "hello", room=design),
        sending(database, committer, ada, "hello @ben", room=design),
        sending(database, committer, ada, "hello @room", room=design),
    )

    unread = rooms.mute(ben, RoomMute(room=design, muted=False))
    assert (unread.room.last_number, unread.read_number, unread.mentions) == (3, 0, 2)
    rooms.mute(ben, RoomMute(room=design, muted=True))
    assert Reading(committer).read(ben, Read(room=design, number=2)).mentions == 1
    assert is_muted(database, ben, design) is True


def test_a_room_that_is_archived_can_be_muted(rooms: Rooms, ada: User, ben: User, design: int) -> None:
    rooms.update(ada, RoomUpdate(room=design, archived=True))

    assert rooms.mute(ben, RoomMute(room=design, muted=True)).muted is True


def test_who_comes_back_begins_anew_and_who_is_out_mutes_nothing(
    database: Database, rooms: Rooms, ben: User, design: int
) -> None:
    rooms.mute(ben, RoomMute(room=design, muted=True))
    rooms.leave(ben, RoomLeave(room=design))

    with pytest.raises(NotFound):
        rooms.mute(ben, RoomMute(room=design, muted=True))
    rooms.join(ben, RoomJoin(room=design))
    assert is_muted(database, ben, design) is False
