"""Watchers: what somebody holds who heard everything is what they would be told if they asked anew."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from unittest.mock import Mock

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chatroom.domain.entities.people import Session, User
from chatroom.domain.errors import Invalid, NotFound
from chatroom.domain.payloads.people import presence_payload
from chatroom.domain.requests.people import AwaySet, StatusSet
from chatroom.domain.requests.rooms import RoomCreate, RoomJoin, RoomLeave
from chatroom.realtime.fanout import Connection
from chatroom.realtime.presence import Watchers
from chatroom.services.clock import now
from chatroom.services.people import People
from chatroom.services.presence import Roster
from chatroom.services.rooms import Rooms
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener
from tests.storage.writing import adding

NOBODY = 9_999
OFFLINE = 10.0


@dataclass
class Clock:
    """Both clocks: the one that nobody sets, and the time of day."""

    seconds: float = 0.0
    began: datetime = field(default_factory=now)

    def __call__(self) -> float:
        return self.seconds

    def day(self) -> datetime:
        return self.began + timedelta(seconds=self.seconds)


class Device:
    """A connection, and what it shows."""

    def __init__(self, user: User) -> None:
        self.frames: list[bytes] = []
        self.connection = Connection(Session(1, user), Mock(send_soon=self.frames.append))
        self.shown: dict[int, Any] = {}

    @property
    def events(self) -> list[list[dict[str, Any]]]:
        found = []
        for frame in self.frames:
            start = {126: 4, 127: 10}.get(frame[1], 2)
            name, data = orjson.loads(frame[start + 2 :])
            assert name == "presence"
            found.append(data["users"])
        return found

    def hear(self) -> None:
        """Show what has come."""
        for users in self.events:
            for presence in users:
                assert presence["user"] in self.shown, "it was not asked for"
                self.shown[presence["user"]] = presence
        self.frames.clear()


class World:
    """Four people of whom the first three share a room, and the last is in none of theirs."""

    def __init__(self, database: Database, committer: Committer) -> None:
        self.clock = Clock()
        self.roster: Roster[Connection] = Roster(OFFLINE, self.clock)
        self.watchers = Watchers(self.roster)
        self.people = People(database, committer, self.roster, self.clock.day)
        self.rooms = Rooms(database, committer)
        self.users = [
            committer.run(adding(f"{n}-{now().timestamp()}")) for n in ("ada", "ben", "cleo", "dan")
        ]
        name = f"room {now().timestamp()}"
        self.room = self.rooms.create(self.users[0], RoomCreate(name=name, kind="public")).room.id
        for user in self.users[1:3]:
            self.rooms.join(user, RoomJoin(room=self.room))
        self.devices: dict[tuple[int, str], Device] = {}

    @property
    def ids(self) -> list[int]:
        return [user.id for user in self.users]

    def connect(self, person: int, name: str = "laptop") -> Device:
        device = self.devices[person, name] = Device(self.users[person])
        self.watchers.connected(device.connection)
        return device

    def disconnect(self, person: int, name: str = "laptop") -> None:
        self.watchers.disconnected(self.devices.pop((person, name)).connection)

    def watch(self, device: Device, ids: list[int]) -> None:
        found = self.watchers.watch(device.connection, self.people, ids)
        device.hear()
        device.shown = {presence.user_id: presence_payload(presence) for presence in found}

    def asked(self, device: Device, ids: list[int]) -> dict[int, Any]:
        seen = self.people.seen_by(device.connection.session.user, ids)
        return {user_id: presence_payload(presence) for user_id, presence in seen.items()}

    def tick(self, steps: int | None = None) -> Iterator[None]:
        """Tell everybody, or begin to; returns the rest."""
        told = self.watchers.tell(self.people)
        for _ in islice(told, steps):
            pass
        return told


@pytest.fixture
def world(database: Database, committer: Committer, listener: Listener) -> World:
    made = World(database, committer)
    listener.publish = made.watchers.publish  # type: ignore[method-assign]
    return made


PERSON, NAME = st.integers(0, 3), st.sampled_from(("laptop", "phone"))
STEP = st.one_of(
    st.tuples(st.sampled_from(("connect", "disconnect", "idle", "active")), PERSON, NAME),
    st.tuples(st.just("watch"), PERSON, st.sets(PERSON)),
    st.tuples(st.just("away"), PERSON, st.booleans()),
    st.tuples(st.just("status"), PERSON, st.sampled_from((None, 3, 60))),
    st.tuples(st.sampled_from(("leave", "join")), st.integers(1, 3), st.none()),
    st.tuples(st.just("wait"), st.sampled_from((1, 5, 10)), st.none()),
    st.tuples(st.just("tick"), st.sampled_from((0, 1, 2, 100)), st.none()),
)


def act(world: World, what: str, person: int, how: Any) -> None:
    """Have something happen, where it can."""
    if what == "wait":
        world.clock.seconds += person
    elif what in ("away", "status", "leave", "join"):
        _by_a_user(world, what, world.users[person], how)
    else:
        _by_a_device(world, what, person, how)


def _by_a_user(world: World, what: str, user: User, how: Any) -> None:
    match what:
        case "away":
            world.people.set_away(user, AwaySet(away=how))
        case "status":
            ends = how and world.clock.day() + timedelta(seconds=how)
            world.people.set_status(user, StatusSet(text=f"for {how}", expires_at=ends))
        case "leave":
            with suppress(NotFound):
                world.rooms.leave(user, RoomLeave(room=world.room))
        case "join":
            world.rooms.join(user, RoomJoin(room=world.room))


def _by_a_device(world: World, what: str, person: int, how: Any) -> None:
    name = how if isinstance(how, str) else "laptop"
    device = world.devices.get((person, name))
    if what == "connect":
        device or world.connect(person, name)
    elif device and what == "disconnect":
        world.disconnect(person, name)
    elif device and what == "watch":
        world.watch(device, [world.ids[who] for who in how])
    elif device:
        world.watchers.set_idle(device.connection, what == "idle")


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, max_size=30))
# A status ends after it was gathered, and one of those who show it asks anew before the others are told.
@example(steps=[("status", 0, 3), ("tick", 1, None), ("wait", 5, None), ("watch", 0, {0})])
def test_what_was_heard_is_what_asking_anew_would_find(
    database: Database, committer: Committer, listener: Listener, steps: list[tuple[str, int, Any]]
) -> None:
    world = World(database, committer)
    listener.publish = world.watchers.publish  # type: ignore[method-assign]
    under_way: Iterator[None] = iter(())
    for person in range(3):
        world.watch(world.connect(person), world.ids)
    for what, person, how in steps:
        if what == "tick":
            for _ in under_way:
                pass
            under_way = world.tick(person)
        else:
            act(world, what, person, how)
    for _ in under_way:
        pass

    world.tick()

    for device in world.devices.values():
        device.hear()
        watched = world.watchers._lists.watched(device.connection)
        found = world.asked(device, list(device.shown))
        assert set(watched) <= set(found), "nobody is watched who is not seen"
        assert {user_id: device.shown[user_id] for user_id in watched} == {
            user_id: found[user_id] for user_id in watched
        }


def test_one_frame_for_all_who_are_told_the_same(world: World) -> None:
    viewers = [world.connect(0, name) for name in ("laptop", "phone")]
    for viewer in viewers:
        world.watch(viewer, world.ids)
    world.connect(1)
    world.connect(2)

    world.tick()

    [first], [second] = (viewer.frames for viewer in viewers)
    assert first is second
    assert [presence["user"] for presence in viewers[0].events[0]] == world.ids[1:3]
    world.tick()
    assert len(viewers[0].frames) == 1, "nothing has changed since"


def test_whom_one_may_not_see_is_not_there(world: World) -> None:
    viewer, stranger = world.connect(0), world.connect(3)
    world.people.set_status(world.users[3], StatusSet(text="secret"))

    world.watch(viewer, [world.ids[3], NOBODY])

    assert viewer.shown == {
        who: {"user": who, "state": "offline", "status": None} for who in (world.ids[3], NOBODY)
    }
    world.watchers.set_idle(stranger.connection, True)
    world.tick()
    assert viewer.frames == []


def test_who_is_in_a_room_no_more_is_seen_no_more_and_sees_nobody(world: World) -> None:
    ada, ben = world.connect(0), world.connect(1)
    for device in (ada, ben):
        world.watch(device, world.ids)
    world.tick()
    for device in (ada, ben):
        device.hear()
    for device in (ada, ben):
        world.watchers.set_idle(device.connection, True)

    world.rooms.leave(world.users[1], RoomLeave(room=world.room))
    world.tick()

    assert [presence["user"] for presence in ada.events[0]] == [world.ids[0]], "oneself one sees"
    assert [presence["user"] for presence in ben.events[0]] == [world.ids[1]]


def test_a_status_ends_by_itself_and_watchers_are_told(world: World) -> None:
    viewer = world.connect(0)
    ends = world.clock.day() + timedelta(seconds=60)
    told = world.people.set_status(
        world.users[1], StatusSet(emoji="🌴", text=" On\n holiday ", expires_at=ends)
    )
    assert told.status is not None
    assert (told.status.emoji, told.status.text, told.status.expires_at) == ("🌴", "On holiday", ends)
    world.watch(viewer, [world.ids[1]])
    world.clock.seconds += 59
    world.tick()
    assert viewer.frames == []
    world.clock.seconds += 1

    world.tick()

    viewer.hear()
    assert viewer.shown[world.ids[1]]["status"] is None
    assert world.people.own(world.users[1]).status is None


def test_a_status_ends_in_the_future_and_within_a_year(world: World) -> None:
    ada = world.users[0]
    for seconds in (-1, 0, 367 * 24 * 3600):
        status = StatusSet(text="x", expires_at=world.clock.day() + timedelta(seconds=seconds))
        with pytest.raises(Invalid) as refused:
            world.people.set_status(ada, status)
        assert refused.value.fields is not None
        assert set(refused.value.fields) == {"expires_at"}
    assert world.people.own(ada).status is None
    assert world.people.set_status(ada, StatusSet(text=" ", expires_at=world.clock.day())).status is None


def test_whoever_has_chosen_to_be_away_is_so_on_every_device(world: World) -> None:
    viewer = world.connect(0)
    world.connect(1)
    world.watch(viewer, [world.ids[1]])
    world.people.set_away(world.users[1], AwaySet(away=True))
    world.connect(1, "phone")
    world.tick()
    viewer.hear()
    assert viewer.shown[world.ids[1]]["state"] == "away"

    world.disconnect(1)
    world.disconnect(1, "phone")
    world.clock.seconds += OFFLINE
    world.tick()

    viewer.hear()
    assert viewer.shown[world.ids[1]]["state"] == "offline"


def test_a_list_replaces_the_one_before(world: World) -> None:
    viewer, ben = world.connect(0), world.connect(1)
    world.watch(viewer, [world.ids[1]])
    world.watch(viewer, [world.ids[2]])

    world.watchers.set_idle(ben.connection, True)
    world.tick()

    assert viewer.frames == []


def test_nothing_is_kept_of_connections_that_have_ended(world: World) -> None:
    for name in ("laptop", "phone"):
        world.watch(world.connect(0, name), world.ids)
    late = world.devices[0, "laptop"]
    for name in ("laptop", "phone"):
        world.disconnect(0, name)

    assert len(world.watchers._lists) == 0
    world.watch(late, world.ids)
    assert len(world.watchers._lists) == 0, "it asked in its last moment"


def test_what_cannot_be_looked_up_now_is_told_later(world: World) -> None:
    viewer = world.connect(0)
    world.watch(viewer, world.ids)
    world.connect(1)
    failing = Mock(clock=world.clock.day, of=Mock(side_effect=OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        list(world.watchers.tell(failing))

    world.tick()

    viewer.hear()
    assert viewer.shown[world.ids[1]]["state"] == "online"
