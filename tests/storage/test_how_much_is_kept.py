"""How much may be kept: pins of a room, saved messages of a person, reactions to a message."""

from collections.abc import Callable

import pytest

from chatroom.domain.entities.people import User
from chatroom.domain.errors import Conflict
from chatroom.domain.requests.messages import MessageDelete, MessagePin, MessageSave, MessageUnpin
from chatroom.domain.requests.reactions import ReactionAdd
from chatroom.domain.requests.rooms import RoomCreate, RoomJoin, RoomLeave
from chatroom.services.conversation import Conversation
from chatroom.services.messages import Messages
from chatroom.services.rooms import Rooms
from chatroom.services.sync import Synchronizer
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.writing import NOBODY, author, sending


@pytest.fixture
def conversation(database: Database, committer: Committer) -> Conversation:
    return Conversation.of(database, committer)


@pytest.fixture
def ada(database: Database, committer: Committer) -> User:
    """Somebody who has written four messages."""
    user = author(committer)
    for _ in range(4):
        sending(database, committer, user)()
    return user


def refused(call: Callable[[], object]) -> None:
    with pytest.raises(Conflict):
        call()


def test_a_room_has_so_many_pins_and_no_more(
    conversation: Conversation,
    database: Database,
    committer: Committer,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chatroom.domain.limits.PINS_PER_ROOM", 2)
    pins = conversation.pins

    def pin(number: int) -> None:
        pins.pin(ada, MessagePin(room=1, number=number)).result()

    pin(1)
    pin(2)
    pin(2)
    refused(lambda: pin(3))
    pins.unpin(ada, MessageUnpin(room=1, number=1)).result()
    pin(3)
    refused(lambda: pin(4))
    Messages(database, committer, NOBODY).delete(ada, MessageDelete(room=1, number=2)).result()
    pin(4)


def test_one_saves_so_many_messages_and_no_more(
    conversation: Conversation, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatroom.domain.limits.SAVED_MAX", 2)
    save = conversation.saved.save

    for number in (1, 2, 2):
        save(ada, MessageSave(room=1, number=number))
    refused(lambda: save(ada, MessageSave(room=1, number=3)))


def test_a_welcome_names_no_more_than_one_can_keep(
    conversation: Conversation,
    database: Database,
    committer: Committer,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is kept in a room that one has left does not count, and is there again when one comes back."""
    monkeypatch.setattr("chatroom.domain.limits.SAVED_MAX", 2)
    rooms = Rooms(database, committer)
    elsewhere = rooms.create(ada, RoomCreate(name="elsewhere", kind="public")).room.id
    for number in (1, 2):
        sending(database, committer, ada, room=elsewhere)()
        conversation.saved.save(ada, MessageSave(room=elsewhere, number=number))
    rooms.leave(ada, RoomLeave(room=elsewhere))
    for number in (3, 4):
        conversation.saved.save(ada, MessageSave(room=1, number=number))
    rooms.join(ada, RoomJoin(room=elsewhere))

    assert len(Synchronizer(database).welcome(ada)[1]) == 2


def test_a_message_has_so_many_reactions_and_no_more(
    conversation: Conversation, committer: Committer, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatroom.domain.limits.REACTORS_PER_MESSAGE", 2)

    def react(user: User, emoji: str) -> None:
        conversation.reactions.add(user, ReactionAdd(room=1, number=1, emoji=emoji)).result()

    react(ada, "👍")
    react(ada, "🎉")
    react(ada, "👍")
    refused(lambda: react(author(committer, "ben"), "👍"))
