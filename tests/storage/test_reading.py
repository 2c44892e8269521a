"""Counters of what is unread are what a scan of the messages would find, whatever happened."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Membership
from chatroom.domain.errors import NotFound
from chatroom.domain.events import ReadMoved
from chatroom.domain.requests.reading import Read, ReadAll, Unread
from chatroom.domain.requests.rooms import RoomCreate, RoomInvite, RoomJoin, RoomLeave, RoomUpdate
from chatroom.services.reading import Reading
from chatroom.services.rooms import Rooms
from chatroom.services.sync import Synchronizer
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database
from chatroom.storage.prepared import on_driver
from tests.storage.conftest import Listener, together
from tests.storage.writing import author, look, sending

EVERYONE = 0
PEOPLE = range(3)


@dataclass
class House:
    """Some people in a room, and what a scan of its messages would know."""

    database: Database
    committer: Committer
    people: list[User]
    room: int
    said: list[tuple[int, set[int]]] = field(default_factory=list)  # author, and who is mentioned
    read: dict[int, int] = field(default_factory=dict)

    @property
    def reading(self) -> Reading:
        return Reading(self.committer)

    def post(self, author_of: int, mentioned: set[int]) -> None:
        """Post a message, and count whom it mentions."""
        sent = sending(self.database, self.committer, self.people[author_of], room=self.room)()
        if self.read[author_of] == len(self.said):
            self.read[author_of] += 1
        self.said.append((author_of, mentioned))
        self.committer.run(partial(self._mention, number=sent.number, author_of=author_of))

    def _mention(self, transaction: Transaction, number: int, author_of: int) -> None:
        mentioned = self.said[-1][1]
        run = partial(on_driver, transaction.connection)
        for user in (user for user in self.people if user.id in mentioned and user != self.people[author_of]):
            run("INSERT INTO mentions VALUES (?, ?, ?)", (user.id, self.room, number))
            run(
                "UPDATE memberships SET mentions = mentions + 1 WHERE room_id = ? AND user_id = ?",
                (self.room, user.id),
            )
        if EVERYONE in mentioned:
            run("INSERT INTO mentions VALUES (0, ?, ?)", (self.room, number))
            run("UPDATE rooms SET everyone_count = everyone_count + 1 WHERE id = ?", (self.room,))
            run(
                "UPDATE memberships SET everyone_read = everyone_read + 1 WHERE room_id = ? AND user_id = ?",
                (self.room, self.people[author_of].id),
            )

    def naive(self, person: int) -> tuple[int, int]:
        """How many messages are unread, and how many of them mention somebody."""
        behind = self.said[self.read[person] :]
        user = self.people[person]
        return len(behind), sum(
            by != person and bool(mentioned & {user.id, EVERYONE}) for by, mentioned in behind
        )

    def counted(self, person: int) -> tuple[int, int]:
        """The same, by the counters."""
        membership = Synchronizer(self.database).room(self.people[person], self.room)
        return membership.room.last_number - membership.read_number, membership.mentions


@pytest.fixture
def people(committer: Committer) -> list[User]:
    return [author(committer, name) for name in ("ada", "ben", "cleo")]


def house(database: Database, committer: Committer, people: list[User]) -> House:
    rooms = Rooms(database, committer)
    room = rooms.create(people[0], RoomCreate(name=f"room {uuid4()}", kind="public")).room.id
    for user in people[1:]:
        rooms.invite(people[0], RoomInvite(room=room, user=user.id))
    return House(database, committer, people, room, read=dict.fromkeys(PEOPLE, 0))


@pytest.fixture
def home(database: Database, committer: Committer, people: list[User]) -> House:
    return house(database, committer, people)


PERSON = st.sampled_from(PEOPLE)
NUMBER = st.integers(0, 12)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), PERSON, st.sets(st.integers(1, 3), max_size=3) | st.just({EVERYONE})),
        st.tuples(st.just("read"), PERSON, NUMBER),
        st.tuples(st.just("unread"), PERSON, NUMBER),
        st.tuples(st.just("read:all"), PERSON, st.just(0)),
        st.tuples(st.just("rejoin"), st.sampled_from((1, 2)), st.just(0)),
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_counters_are_what_a_scan_finds(
    database: Database, committer: Committer, people: list[User], steps: list[tuple[str, int, Any]]
) -> None:
    home = house(database, committer, people)
    rooms = Rooms(database, committer)
    for what, person, with_what in steps:
        user, last = people[person], len(home.said)
        if what == "post":
            home.post(person, {0 if who == 0 else people[who - 1].id for who in with_what})
        elif what == "read":
            answer = home.reading.read(user, Read(room=home.room, number=with_what))
            home.read[person] = max(home.read[person], min(with_what, last))
            assert (answer.read_number, answer.mentions) == (home.read[person], home.naive(person)[1])
        elif what == "unread":
            answer = home.reading.unread(user, Unread(room=home.room, number=with_what))
            home.read[person] = max(min(with_what, last) - 1, 0)
            assert (answer.read_number, answer.mentions) == (home.read[person], home.naive(person)[1])
        elif what == "read:all":
            home.reading.read_all(user, ReadAll())
            home.read[person] = last
        else:
            rooms.leave(user, RoomLeave(room=home.room))
            rooms.join(user, RoomJoin(room=home.room))
            home.read[person] = last
        assert [home.counted(who) for who in PEOPLE] == [home.naive(who) for who in PEOPLE]


def test_what_changes_nothing_is_neither_written_nor_told(
    path: Path, home: House, listener: Listener, people: list[User]
) -> None:
    ada, ben = people[:2]
    for _ in range(3):
        home.post(0, {ben.id})
    home.reading.unread(ada, Unread(room=home.room, number=1))
    home.reading.read(ben, Read(room=home.room, number=2))
    listener.events.clear()
    before = look(path, "SELECT * FROM memberships")

    for number in (0, 1, 2):
        answer = home.reading.read(ben, Read(room=home.room, number=number))
        assert (answer.read_number, answer.mentions) == (2, 1)
    home.reading.unread(ben, Unread(room=home.room, number=3))
    home.reading.read_all(ada, ReadAll())
    home.reading.read_all(ada, ReadAll())

    assert listener.events == [ReadMoved(ada.id, home.room, 3, 0)], "hers did move, once"
    assert {row for row in look(path, "SELECT * FROM memberships") if row[1] != ada.id} == {
        row for row in before if row[1] != ada.id
    }


def test_reading_everything_tells_of_each_room_in_which_something_was_unread(
    database: Database, committer: Committer, people: list[User], listener: Listener
) -> None:
    first, read, second = (house(database, committer, people) for _ in range(3))
    for home in (first, read, second):
        home.post(0, {EVERYONE})
    read.reading.read(people[1], Read(room=read.room, number=1))
    listener.events.clear()

    first.reading.read_all(people[1], ReadAll())

    assert listener.events == [ReadMoved(people[1].id, home.room, 1, 0) for home in (first, second)]
    assert first.counted(1) == second.counted(1) == (0, 0)
    assert first.counted(2) == (1, 1), "that is somebody else's"


def test_two_devices_that_read_at_once_agree_on_the_later_place(
    home: House, people: list[User], listener: Listener
) -> None:
    for _ in range(5):
        home.post(0, set())
    listener.events.clear()

    together(
        *(partial(home.reading.read, people[1], Read(room=home.room, number=number)) for number in (4, 2, 5))
    )

    assert home.counted(1) == (0, 0)
    assert [event.read_number for event in listener.events if isinstance(event, ReadMoved)] == [4, 5]


def test_the_welcome_has_the_same_counters_as_the_room(
    database: Database, home: House, people: list[User]
) -> None:
    home.post(0, {people[1].id})
    home.post(2, {EVERYONE})

    [mine] = [
        found
        for found in Synchronizer(database).rooms(people[1])
        if isinstance(found, Membership) and found.room.id == home.room
    ]

    assert (mine.read_number, mine.mentions) == (0, 2)
    assert home.counted(1) == (2, 2)


def test_nobody_reads_where_they_are_not(home: House, committer: Committer, people: list[User]) -> None:
    mallory = author(committer, "mallory")
    home.post(0, set())

    for act in (
        partial(home.reading.read, mallory, Read(room=home.room, number=1)),
        partial(home.reading.unread, mallory, Unread(room=home.room, number=1)),
    ):
        with pytest.raises(NotFound):
            act()


def test_what_is_archived_is_still_read(home: House, people: list[User]) -> None:
    home.post(0, set())
    Rooms(home.database, home.committer).update(people[0], RoomUpdate(room=home.room, archived=True))

    assert home.reading.read(people[1], Read(room=home.room, number=1)).read_number == 1
