"""Who hears what of a batch: an order that a change of membership cuts in two."""

from datetime import UTC, datetime
from typing import Any, cast
from unittest.mock import Mock

import orjson
import pytest

from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import Session, User
from chatroom.domain.entities.rooms import Membership, Room
from chatroom.domain.events import (
    Event,
    MemberJoined,
    MemberLeft,
    MembershipChanged,
    MessageChanged,
    MessageSaved,
    ReadMoved,
    RoomChanged,
)
from chatroom.realtime.fanout import Connection, Fanout

ADA, BEN = User(1, "ada"), User(2, "ben")
DESIGN, OTHER = Room(7, "Design", "private", "", 0, 0), Room(8, "Other", "private", "", 0, 0)
LEFT, JOINED = MemberLeft(BEN.id, DESIGN.id), MemberJoined(BEN.id, Membership(DESIGN, "member", 0))


class Listener:
    """A connection, and what has been queued for it."""

    def __init__(self, fanout: Fanout, session: int, user: User, *rooms: Room) -> None:
        self.sent: list[bytes] = []
        websocket = Mock(send_soon=self.sent.append)
        self.connection = Connection(Session(session, user), websocket)
        fanout.add(self.connection)
        fanout.subscribe(self.connection, [room.id for room in rooms])

    @property
    def heard(self) -> list[str]:
        """Messages by their bodies, everything else by its name."""
        return [data["body"] if name == "message" else name for name, data in self.events]

    @property
    def events(self) -> list[tuple[str, Any]]:
        found, rest = [], b"".join(self.sent)
        while rest:
            length, start = rest[1], 2
            if length == 126:
                length, start = int.from_bytes(rest[2:4]), 4
            name, data = orjson.loads(rest[start + 2 : start + length])
            found.append((name, data))
            rest = rest[start + length :]
        return found


def said(body: str, room: Room = DESIGN) -> MessageChanged:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return MessageChanged(Message(room.id, 1, 1, "c" * 36, ADA, body, moment, None, False, ()))


@pytest.fixture
def fanout() -> Fanout:
    return Fanout()


def test_who_is_removed_hears_what_came_before_and_nothing_after(fanout: Fanout) -> None:
    ada = Listener(fanout, 1, ADA, DESIGN, OTHER)
    ben, ben_elsewhere = (Listener(fanout, session, BEN, DESIGN, OTHER) for session in (2, 3))

    fanout.publish([said("one"), LEFT, said("two"), RoomChanged(DESIGN), said("three", OTHER)])
    fanout.publish([said("four")])

    assert ada.heard == ["one", "two", "room", "three", "four"]
    assert ben.heard == ben_elsewhere.heard == ["one", "room:removed", "three"]
    assert ben.events[1] == ("room:removed", {"room": DESIGN.id})


def test_who_comes_back_hears_what_comes_after(fanout: Fanout) -> None:
    ben = Listener(fanout, 1, BEN, DESIGN)

    fanout.publish([LEFT, said("unheard"), JOINED, said("heard")])

    assert ben.heard == ["room:removed", "room", "heard"]


def test_who_joins_hears_only_what_comes_after(fanout: Fanout) -> None:
    ben = Listener(fanout, 1, BEN)

    fanout.publish([said("unheard"), JOINED, said("heard")])

    assert ben.heard == ["room", "heard"]


def test_a_changed_room_is_told_to_its_members_without_anything_of_one_of_them(fanout: Fanout) -> None:
    ada, ben = Listener(fanout, 1, ADA, DESIGN), Listener(fanout, 2, BEN, OTHER)

    fanout.publish([RoomChanged(DESIGN)])

    [(name, data)] = ada.events
    assert name == "room"
    assert "membership" not in data
    assert ben.heard == []


def test_what_is_one_members_own_is_told_to_all_of_their_connections_and_to_nobody_else(
    fanout: Fanout,
) -> None:
    ada, ben = Listener(fanout, 1, ADA, DESIGN), Listener(fanout, 2, BEN, DESIGN)
    ben_elsewhere = Listener(fanout, 3, BEN, DESIGN)

    fanout.publish(
        [said("one"), MembershipChanged(BEN.id, Membership(DESIGN, "owner", 5, muted=True)), said("two")]
    )

    assert ada.heard == ["one", "two"]
    assert ben.heard == ben_elsewhere.heard == ["one", "room", "two"]
    own = {"role": "owner", "read_number": 5, "mentions": 0, "muted": True}
    assert ben.events[1][1]["membership"] == own


def test_what_somebody_saves_is_told_to_their_own_connections(fanout: Fanout) -> None:
    ada, ben = Listener(fanout, 1, ADA, DESIGN), Listener(fanout, 2, BEN, DESIGN)
    ada_elsewhere = Listener(fanout, 3, ADA)

    fanout.publish([said("one"), MessageSaved(ADA.id, DESIGN.id, 1, saved=True), said("two")])

    assert ("saved", {"room": DESIGN.id, "number": 1, "saved": True}) in ada.events
    assert ada_elsewhere.heard == ["saved"]
    assert ben.heard == ["one", "two"]


def test_who_hears_a_room_is_there(fanout: Fanout) -> None:
    Listener(fanout, 1, ADA, DESIGN)
    elsewhere, ben = Listener(fanout, 2, ADA, DESIGN), Listener(fanout, 3, BEN, OTHER)
    assert (fanout.present(DESIGN.id), fanout.present(OTHER.id)) == ({ADA.id}, {BEN.id})

    fanout.remove(elsewhere.connection)
    fanout.remove(ben.connection)

    assert (fanout.present(DESIGN.id), fanout.present(OTHER.id)) == ({ADA.id}, set())


def test_a_removal_that_comes_before_the_welcome_is_no_trouble(fanout: Fanout) -> None:
    ben = Listener(fanout, 1, BEN)

    fanout.publish(cast("list[Event]", [LEFT, said("unheard")]))
    fanout.remove(ben.connection)

    assert ben.heard == ["room:removed"]


def test_a_position_comes_behind_what_it_has_counted_and_before_what_it_has_not(fanout: Fanout) -> None:
    ben, ben_elsewhere = (Listener(fanout, session, BEN, DESIGN) for session in (1, 2))
    read = ReadMoved(BEN.id, DESIGN.id, 1, 0)

    fanout.publish([said("one"), read, said("two"), said("three"), read, read, said("four")])

    assert ben.heard == ben_elsewhere.heard == ["one", "read", "two", "three", "read", "read", "four"]


def test_what_others_have_read_cuts_nobodys_messages_in_pieces(fanout: Fanout) -> None:
    """In a large room every message is read by many while the next ones come."""
    ada = Listener(fanout, 1, ADA, DESIGN)
    Listener(fanout, 2, BEN, DESIGN)

    fanout.publish([said("one"), ReadMoved(BEN.id, DESIGN.id, 1, 0), said("two"), said("three")])

    assert ada.heard == ["one", "two", "three"]
    assert len(ada.sent) == 1


def test_who_is_removed_having_read_hears_nothing_twice(fanout: Fanout) -> None:
    ben = Listener(fanout, 1, BEN, DESIGN)

    fanout.publish([said("one"), ReadMoved(BEN.id, DESIGN.id, 1, 0), said("two"), LEFT, said("three")])

    assert ben.heard == ["one", "read", "two", "room:removed"]
