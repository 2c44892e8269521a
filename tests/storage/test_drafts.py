"""Drafts: one for each user and room, the last that was saved."""

from functools import partial

import pytest

from chatroom.domain import limits
from chatroom.domain.entities.people import User
from chatroom.domain.errors import NotFound
from chatroom.domain.events import DraftChanged
from chatroom.domain.requests.reading import DraftSave
from chatroom.domain.requests.rooms import RoomCreate, RoomInvite, RoomJoin, RoomLeave, RoomRemove
from chatroom.services.drafts import Drafts
from chatroom.services.rooms import Rooms
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener, together


@pytest.fixture
def drafts(database: Database, committer: Committer) -> Drafts:
    return Drafts(database, committer)


def bodies(drafts: Drafts, user: User) -> list[str]:
    return [draft.body for draft in drafts.of(user)[0]]


def test_who_saves_last_is_right(drafts: Drafts, ada: User, ben: User, listener: Listener) -> None:
    together(*(partial(drafts.save, ada, DraftSave(room=1, body=body)) for body in ("one", "two", "three")))

    assert bodies(drafts, ada) == ["three"]
    changes = [event for event in listener.events if isinstance(event, DraftChanged)]
    assert [(event.user_id, event.draft.body) for event in changes] == [
        (ada.id, "one"),
        (ada.id, "two"),
        (ada.id, "three"),
    ]
    assert bodies(drafts, ben) == []


def test_an_empty_one_removes_it(drafts: Drafts, ada: User, listener: Listener) -> None:
    drafts.save(ada, DraftSave(room=1, body="I thi", reply_to=4))
    assert drafts.of(ada)[0][0].reply_to == 4

    gone = drafts.save(ada, DraftSave(room=1, body="", reply_to=4))

    assert (gone.body, gone.reply_to) == ("", None)
    assert drafts.of(ada) == ([], False)
    assert listener.events[-1] == DraftChanged(ada.id, gone)


def test_the_same_again_is_told_to_nobody(drafts: Drafts, ada: User, listener: Listener) -> None:
    drafts.save(ada, DraftSave(room=1, body=""))
    kept = drafts.save(ada, DraftSave(room=1, body="I thi"))
    listener.events.clear()

    assert drafts.save(ada, DraftSave(room=1, body="I thi")) == kept
    assert listener.events == []
    drafts.save(ada, DraftSave(room=1, body="I thi", reply_to=1))
    assert len(listener.events) == 1


def test_who_leaves_a_room_leaves_no_draft(drafts: Drafts, rooms: Rooms, ada: User, ben: User) -> None:
    left = rooms.create(ada, RoomCreate(name="Plans", kind="public")).room.id
    rooms.join(ben, RoomJoin(room=left))
    removed = rooms.create(ada, RoomCreate(name="Design", kind="private")).room.id
    rooms.invite(ada, RoomInvite(room=removed, user=ben.id))
    for room in (left, removed):
        drafts.save(ben, DraftSave(room=room, body="I thi"))
    rooms.leave(ben, RoomLeave(room=left))
    rooms.remove(ada, RoomRemove(room=removed, user=ben.id))

    assert drafts.of(ben) == ([], False)
    with pytest.raises(NotFound):
        drafts.save(ben, DraftSave(room=removed, body="I thi"))
    rooms.join(ben, RoomJoin(room=left))
    assert drafts.of(ben) == ([], False)


def test_a_list_has_the_last_changed_and_an_end(
    drafts: Drafts, rooms: Rooms, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [rooms.create(ada, RoomCreate(name=f"Room {n}", kind="private")).room.id for n in range(4)]
    for number, room in enumerate(made):
        drafts.save(ada, DraftSave(room=room, body=str(number) * 10))
    drafts.save(ada, DraftSave(room=made[0], body="changed"))
    listed = [draft.room_id for draft in drafts.of(ada)[0]]
    assert sorted(listed) == made
    moments = [draft.updated_at for draft in drafts.of(ada)[0]]
    assert moments == sorted(moments, reverse=True)

    monkeypatch.setattr(limits, "DRAFTS_CHARACTERS_MAX", 29)

    found, more = drafts.of(ada)
    assert more
    assert [draft.room_id for draft in found] == listed[: len(found)]
    assert sum(len(body) for body in bodies(drafts, ada)) in range(10, 30)
