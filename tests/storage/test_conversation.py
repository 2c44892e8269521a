"""Random conversations: what is stored, what was published and what is counted say the same."""

import random
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.errors import ChatroomError
from chatroom.domain.events import MessageChanged
from chatroom.domain.requests.messages import (
    MessageDelete,
    MessageEdit,
    MessagePin,
    MessageSend,
    MessageUnpin,
)
from chatroom.domain.requests.reactions import ReactionAdd, ReactionRemove
from chatroom.domain.requests.rooms import RoomCreate, RoomInvite, RoomRemove
from chatroom.services.conversation import Conversation
from chatroom.services.messages import Messages
from chatroom.services.rooms import Rooms
from chatroom.storage import messages, rooms
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener
from tests.storage.writing import author

NAMES = ("ada", "ben", "cleo", "dan")
CALLS = ("", "", "", "@ada", "@ben @ada", "@cleo", "`@dan`", "@room", "@here", "@here @dan", "@room @ben")
EMOJI = ("👍", "❤️", "🎉")
EVERYTHING = 10**9


class World:
    """Four people in a room of Ada's, and what each of them has unread by an oracle that counts."""

    def __init__(self, database: Database, committer: Committer, listener: Listener) -> None:
        self.database, self.committer, self.listener = database, committer, listener
        self.messages = Messages(database, committer, self)
        self.others = Conversation.of(database, committer)
        self.rooms = Rooms(database, committer)
        self.people = {name: author(committer, name) for name in NAMES}
        self.ada = self.people["ada"]
        self.room = self.rooms.create(self.ada, RoomCreate(name="Design", kind="private")).room.id
        self.there: set[int] = set()
        self.called: dict[int, set[int]] = {}  # by number: for whom it counts
        self.read: dict[int, int] = {}
        for user in self.people.values():
            self.join(user)

    def present(self, room_id: int) -> set[int]:
        return self.there

    # What happens -------------------------------------------------------------------------------

    def join(self, user: User) -> None:
        self.rooms.invite(self.ada, RoomInvite(room=self.room, user=user.id))
        self.read.setdefault(user.id, len(self.called))

    def leave(self, user: User) -> None:
        if user != self.ada:
            self.rooms.remove(self.ada, RoomRemove(room=self.room, user=user.id))
            del self.read[user.id]

    def post(self, user: User, body: str, reply_to: int | None = None) -> None:
        sent = MessageSend(room=self.room, client_id=str(uuid4()), body=body, reply_to=reply_to)
        message = self.messages.send(user, sent).result()
        assert self.messages.send(user, sent).result().number == message.number, "a retry is the same"
        self.called[message.number] = self.meant(message, self.there)
        if self.read[user.id] == message.number - 1:
            self.read[user.id] = message.number

    def edit(self, user: User, number: int, body: str) -> None:
        before = self.now().get(number)
        edit = MessageEdit(room=self.room, number=number, body=body)
        message = self.messages.edit(user, edit).result()
        there = self.there
        if before and before.everyone == "here":
            unnamed = {user.id for user in before.mentions} - {user.id for user in message.mentions}
            there = {user_id for user_id in self.called[number] if user_id not in unnamed - self.there}
        self.called[number] = self.meant(message, there)

    def delete(self, user: User, number: int) -> None:
        self.messages.delete(user, MessageDelete(room=self.room, number=number)).result()
        self.called[number] = set()

    def move(self, user: User, number: int) -> None:
        """What reading a room does, or unreading: count anew."""
        mine = {"user": user.id, "room": self.room, "number": number}
        behind = "mentions.room_id = :room AND mentions.number > :number"

        def write(transaction: Transaction) -> None:
            transaction.connection.execute(
                text(
                    "UPDATE memberships SET read_number = :number,"
                    f" mentions = (SELECT count(*) FROM mentions WHERE user_id = :user AND {behind}),"
                    " everyone_read = (SELECT everyone_count FROM rooms WHERE id = :room) -"
                    " (SELECT count(*) FROM mentions JOIN messages USING (room_id, number)"
                    f" WHERE user_id = 0 AND author_id != :user AND {behind})"
                    " WHERE user_id = :user AND room_id = :room"
                ),
                mine,
            )

        self.committer.run(write)
        self.read[user.id] = number

    def meant(self, message: Message, there: set[int]) -> set[int]:
        if message.everyone == "room":
            return {user.id for user in self.people.values()} - {message.author.id}
        called = there & set(self.read) if message.everyone == "here" else set()
        return (called | {user.id for user in message.mentions}) - {message.author.id}

    # What there is ------------------------------------------------------------------------------

    def now(self) -> dict[int, Message]:
        return now_of(self.database, self.room)

    def told(self) -> dict[int, Message]:
        """What somebody holds who took every event as it came."""
        held: dict[int, Message] = {}
        changes = [event.message for event in self.listener.events if isinstance(event, MessageChanged)]
        assert [change.version for change in changes] == list(range(1, len(changes) + 1))
        for change in changes:
            held[change.number] = change
        return held

    def check(self) -> None:
        now = self.now()
        # The database keeps milliseconds.
        assert [(n, told_of(m)) for n, m in sorted(self.told().items())] == [
            (n, told_of(m)) for n, m in sorted(now.items())
        ]
        for number, message in now.items():
            replies = [m for m in now.values() if m.thread == number and not m.deleted]
            assert message.replies == len(replies)
        with self.database.read() as connection:
            for user_id, read_number in self.read.items():
                found = rooms.of_member(connection, user_id, self.room)
                assert found is not None
                assert found.read_number == read_number
                unread = [
                    number for number, ids in self.called.items() if number > read_number and user_id in ids
                ]
                assert found.mentions == len(unread), (user_id, unread)


def now_of(database: Database, room_id: int) -> dict[int, Message]:
    with database.read() as connection:
        found = messages.changed(connection, room_id, 0, EVERYTHING, EVERYTHING)
    return {message.number: message for message in found}


def told_of(message: Message) -> tuple[object, ...]:
    return (
        *(message.version, message.author, message.body, message.deleted, message.reply_to, message.thread),
        *(message.replies, message.mentions, message.everyone, message.reactions, message.pinned),
    )


@pytest.fixture
def world(database: Database, committer: Committer, listener: Listener) -> World:
    return World(database, committer, listener)


def step(world: World, dice: random.Random) -> Callable[[], object]:
    """Something that somebody may try."""
    user = dice.choice([*world.people.values()])
    number = dice.randint(1, max(1, len(world.called)))
    place, emoji = {"room": world.room, "number": number}, dice.choice(EMOJI)
    body = f"{dice.random()} {dice.choice(CALLS)}"
    world.there = {person.id for person in world.people.values() if dice.random() < 0.5}
    if user.id not in world.read:
        return dice.choice([lambda: world.join(user), lambda: world.post(user, body)])
    return dice.choice(
        [
            lambda: world.post(user, body),
            lambda: world.post(user, body, reply_to=number),
            lambda: world.post(user, body, reply_to=number),
            lambda: world.edit(user, number, body),
            lambda: world.delete(user, number),
            lambda: world.move(user, dice.randint(0, len(world.called))),
            lambda: world.others.reactions.add(user, ReactionAdd(**place, emoji=emoji)).result(),
            lambda: world.others.reactions.remove(user, ReactionRemove(**place, emoji=emoji)).result(),
            lambda: world.others.pins.pin(user, MessagePin(**place)).result(),
            lambda: world.others.pins.unpin(user, MessageUnpin(**place)).result(),
            lambda: world.leave(user),
        ]
    )


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_all_say_the_same(world: World, path: Path, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(150):
        with suppress(ChatroomError):
            step(world, dice)()
        world.check()
    assert len(world.told()) > 20
    with closing(Database(path)) as anew:
        assert world.now() == now_of(anew, world.room), "what was kept ready is what is stored"


def test_everybody_who_is_there_counts_for_all_where_they_are_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatroom.domain.limits.HERE_MAX", 2)
    ada, ben, cleo, dan = world.people.values()
    world.there = {ada.id, ben.id, cleo.id}
    world.post(ben, "@here")
    with world.database.read() as connection:
        counts = [rooms.of_member(connection, user.id, world.room) for user in (ada, ben, cleo, dan)]
    assert [found.mentions for found in counts if found] == [1, 0, 1, 1]
    world.delete(ben, 1)
    with world.database.read() as connection:
        counts = [rooms.of_member(connection, user.id, world.room) for user in (ada, ben, cleo, dan)]
    assert [found.mentions for found in counts if found] == [0, 0, 0, 0]
