"""Those who write are gathered: one frame for a room, with a few names, and none where nobody writes."""

from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import orjson
import pytest

from chatroom.domain import limits
from chatroom.domain.entities.people import Session, User
from chatroom.domain.errors import Conflict, NotFound
from chatroom.domain.requests.messages import MessageSend
from chatroom.domain.requests.rooms import RoomCreate, RoomInvite, RoomRemove, RoomUpdate
from chatroom.realtime.fanout import Connection, Fanout
from chatroom.realtime.typing import TypingNews
from chatroom.services.messages import Messages
from chatroom.services.rooms import Rooms
from chatroom.services.typing import Typing
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener
from tests.storage.writing import NOBODY, author, sending


class Screen:
    """A connection that listens to a room."""

    def __init__(self, fanout: Fanout, user: User, room: int) -> None:
        self.frames: list[bytes] = []
        connection = Connection(Session(user.id, user), Mock(send_soon=self.frames.append))
        fanout.add(connection)
        fanout.subscribe(connection, [room])

    def told(self) -> list[Any]:
        return [orjson.loads(frame[frame.index(b"[") :]) for frame in self.frames]


@pytest.fixture
def fanout() -> Fanout:
    return Fanout()


@pytest.fixture
def typing(database: Database) -> Typing:
    return Typing(database)


@pytest.fixture
def news(fanout: Fanout, typing: Typing, listener: Listener) -> TypingNews:
    made = TypingNews(fanout, typing)
    listener.publish = made.publish  # type: ignore[method-assign]
    return made


@pytest.fixture
def rooms(database: Database, committer: Committer) -> Rooms:
    return Rooms(database, committer)


def tick(news: TypingNews) -> int:
    """Tell; returns in how many rooms somebody wrote."""
    return len(list(news.tell()))


def test_many_are_one_frame_and_few_names(
    committer: Committer, fanout: Fanout, typing: Typing, news: TypingNews
) -> None:
    people = [author(committer, f"person {number}") for number in range(limits.TYPING_NAMED + 2)]
    first, second = (Screen(fanout, user, 1) for user in people[:2])
    for _ in range(3):
        for user in people:
            typing.typed(user, 1)

    assert tick(news) == 1

    names = [{"id": user.id, "username": user.username} for user in people[: limits.TYPING_NAMED]]
    assert first.told() == [["typing", {"room": 1, "users": names, "threads": []}]]
    assert first.frames[0] is second.frames[0]
    assert tick(news) == 0, "nobody has written since"


def test_rooms_hear_of_their_own(
    committer: Committer, fanout: Fanout, typing: Typing, news: TypingNews, rooms: Rooms
) -> None:
    ada, ben = author(committer, "ada"), author(committer, "ben")
    design = rooms.create(ada, RoomCreate(name="Design", kind="private")).room.id
    general, private = Screen(fanout, ben, 1), Screen(fanout, ada, design)
    typing.typed(ada, design)
    typing.typed(ben, 1)

    assert tick(news) == 2

    assert [data["users"][0]["id"] for _, data in general.told()] == [ben.id]
    assert [data["users"][0]["id"] for _, data in private.told()] == [ada.id]
    with pytest.raises(NotFound):
        typing.typed(ben, design)
    rooms.update(ada, RoomUpdate(room=design, archived=True))
    with pytest.raises(Conflict):
        typing.typed(ada, design)


def test_threads_are_told_apart_in_the_one_frame_and_only_a_few(
    database: Database, committer: Committer, fanout: Fanout, typing: Typing, news: TypingNews
) -> None:
    ada, ben = author(committer, "ada"), author(committer, "ben")
    numbers = [sending(database, committer, ada)().number for _ in range(limits.TYPING_THREADS + 1)]
    screen = Screen(fanout, ada, 1)
    for number in numbers:
        typing.typed(ben, 1, number)
    typing.typed(ada, 1, numbers[0])
    typing.typed(ada, 1)

    assert tick(news) == 1

    [[_, told]] = screen.told()
    assert [user["id"] for user in told["users"]] == [ada.id]
    assert [entry["thread"] for entry in told["threads"]] == numbers[: limits.TYPING_THREADS]
    assert [user["id"] for user in told["threads"][0]["users"]] == [ben.id, ada.id]


def test_who_has_sent_it_meanwhile_is_not_named(
    database: Database, committer: Committer, fanout: Fanout, typing: Typing, news: TypingNews
) -> None:
    ada, ben = author(committer, "ada"), author(committer, "ben")
    root = sending(database, committer, ada)().number
    screen = Screen(fanout, ada, 1)
    typing.typed(ben, 1)
    sending(database, committer, ben)()
    assert tick(news) == 0
    typing.typed(ben, 1, root)
    typing.typed(ada, 1)
    answer = MessageSend(room=1, client_id=str(uuid4()), body="done", reply_to=root)
    Messages(database, committer, NOBODY).send(ben, answer).result()
    assert tick(news) == 1
    [[_, told]] = screen.told()
    assert ([user["id"] for user in told["users"]], told["threads"]) == ([ada.id], [])


def test_who_was_removed_meanwhile_is_not_named(
    committer: Committer, fanout: Fanout, typing: Typing, news: TypingNews, rooms: Rooms
) -> None:
    ada, ben = author(committer, "ada"), author(committer, "ben")
    design = rooms.create(ada, RoomCreate(name="Design", kind="private")).room.id
    rooms.invite(ada, RoomInvite(room=design, user=ben.id))
    screen = Screen(fanout, ada, design)
    typing.typed(ben, design)
    rooms.remove(ada, RoomRemove(room=design, user=ben.id))
    assert tick(news) == 0
    typing.typed(ben, 1)
    typing.typed(ada, design)
    tick(news)
    assert [[user["id"] for user in data["users"]] for _, data in screen.told()] == [[ada.id]]
