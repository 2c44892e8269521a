"""Random histories: what one held, and what one was told since, is what there is.

Hypothesis makes them up, of posts, replies, mentions, edits, deletions, reactions, pins, people who leave
and people who come back, and in the long version finds the shortest one that breaks the rule.
"""

import random
from collections.abc import Iterator
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.cast import Person
from tests.conftest import database
from tests.faults.conftest import SEED
from tests.faults.ledger import Ledger
from tests.faults.people import Reader
from tests.faults.vitals import LONG
from tests.faults.wire import Json
from tests.faults.workload import fetch
from tests.server import Server

HISTORIES = 500 if LONG else 25
STEPS = 40
NAMES = ("ada", "ben", "cleo")
CALLS = ("", "", "@room", "@here", *(f"@{name}" for name in NAMES))

REACTING = ("reaction:add", "reaction:add", "reaction:remove")
PINNING = ("message:pin", "message:unpin")
OVER_HTTP = {
    "message:send": ("POST", ""),
    "message:edit": ("PATCH", "/{number}"),
    "message:delete": ("DELETE", "/{number}"),
    "message:pin": ("PUT", "/{number}/pin"),
    "message:unpin": ("DELETE", "/{number}/pin"),
    "reaction:add": ("PUT", "/{number}/reactions/{emoji}"),
    "reaction:remove": ("DELETE", "/{number}/reactions/{emoji}"),
}

who = st.sampled_from(NAMES)
words = st.sampled_from(("hello", "x" * 3_000, "ünï 💬", "\u202eabc\\u0000", "<b>&amp;", '"]')) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
).map("w{}".format)


class Histories(RuleBasedStateMachine):
    """Three people in a room of Ada's. Each history starts where the last one ended."""

    people: dict[str, Person]

    def __init__(self) -> None:
        super().__init__()
        page = self.people["ada"].api("GET", "/rooms/1/messages").json()
        self.page, self.ledger, self.mine = page, Ledger(), dict[int, str]()
        self.readers = {name: self._reader(name) for name in NAMES}
        for reader in self.readers.values():
            reader.connect()

    def _reader(self, name: str) -> Reader:
        port = int(self.people[name].url.rpartition(":")[2])
        reader = Reader(port, self.people[name].cookie, random.Random(0), self.ledger)
        reader.replica.begin(self.page["version"], self.page["messages"])
        return reader

    def teardown(self) -> None:
        for name in self._away():
            self.readers[name].sync_limit = 3
            self.readers[name].connect()
        self.compare()
        for reader in self.readers.values():
            reader.disconnect()

    # What happens -------------------------------------------------------------------------------

    @rule(name=who, body=words, call=st.sampled_from(CALLS))
    def post(self, name: str, body: str, call: str) -> None:
        content = {"client_id": str(uuid4()), "body": f"{body} {self._called(call)}"}
        self.mine[self._do(name, "message:send", content)["number"]] = name

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), name=who, body=words)
    def reply(self, data: st.DataObject, name: str, body: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.mine)))
        content = {"client_id": str(uuid4()), "body": body, "reply_to": number}
        message = self._do(name, "message:send", content)
        assert message["reply_to"] == number
        self.mine[message["number"]] = name

    @rule(name=who, body=words, count=st.integers(2, 5))
    def post_without_waiting(self, name: str, body: str, count: int) -> None:
        connection, acks = self.readers[name].connection, list[Json]()
        if connection is not None:
            for turn in range(count):
                content = {"room": 1, "client_id": str(uuid4()), "body": f"{turn} {body}"}
                connection.emit("message:send", content, acks.append)
            while len(acks) < count:
                connection.pump()
            assert [ack["message"]["body"] for ack in acks] == [f"{turn} {body}" for turn in range(count)]
            self.mine |= {ack["message"]["number"]: name for ack in acks}

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), body=words, call=st.sampled_from(CALLS))
    def edit(self, data: st.DataObject, body: str, call: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.mine)))
        changed = {"number": number, "body": f"{body} {self._called(call)}"}
        self._do(self.mine[number], "message:edit", changed)

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), by_the_owner=st.booleans())
    def delete(self, data: st.DataObject, by_the_owner: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.mine)))
        written_by = self.mine.pop(number)
        self._do("ada" if by_the_owner else written_by, "message:delete", {"number": number})

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), name=who, emoji=st.sampled_from(("👍", "❤️")), event=st.sampled_from(REACTING))
    def react(self, data: st.DataObject, name: str, emoji: str, event: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.mine)))
        self._do(name, event, {"number": number, "emoji": emoji})

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), name=who, event=st.sampled_from(PINNING))
    def pin(self, data: st.DataObject, name: str, event: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.mine)))
        assert self._do(name, event, {"number": number})["pinned"] == (event == "message:pin")

    @rule(name=who)
    def leave(self, name: str) -> None:
        self.readers[name].disconnect()

    @precondition(lambda self: self._away())
    @rule(data=st.data(), limit=st.integers(1, 5))
    def come_back(self, data: st.DataObject, limit: int) -> None:
        reader = self.readers[data.draw(st.sampled_from(self._away()))]
        reader.sync_limit = limit
        reader.connect()

    @rule(name=who, back=st.integers(0, 10), limit=st.integers(1, 12))
    def ask_again_for_what_is_known(self, name: str, back: int, limit: int) -> None:
        """Being told twice does no harm."""
        reader = self.readers[name]
        if reader.connection is not None and reader.current:
            since = max(0, reader.replica.version - back)
            answer = reader.connection.call("sync", {"room": 1, "since": since, "limit": limit})
            reader.replica.take(since, answer)

    @rule()
    def compare(self) -> None:
        """Those who are there hold what there is, without asking for it."""
        now = fetch(self.people["ada"], first=min(self._numbers(), default=1))
        for reader in self.readers.values():
            if reader.connection is None:
                continue
            reader.head()
            while not reader.current:
                reader.pump()
            assert reader.replica.version == reader.head()
            assert reader.holes == []
            assert reader.replica.messages == {number: now[number] for number in reader.replica.messages}
            assert set(now) - set(reader.replica.messages) == set()

    def _called(self, call: str) -> str:
        person = self.people.get(call[1:])
        return f"@{person.username}" if person else call

    def _away(self) -> list[str]:
        return [name for name, reader in self.readers.items() if reader.connection is None]

    def _numbers(self) -> Iterator[int]:
        for reader in self.readers.values():
            yield from reader.replica.messages

    def _do(self, name: str, event: str, command: Json) -> Json:
        """Over the socket, and over HTTP for those who have none."""
        connection, person = self.readers[name].connection, self.people[name]
        if connection is not None:
            answer = connection.call(event, {"room": 1, **command})
            assert answer["ok"], answer
            message: Json = answer["message"]
            return message
        method, path = OVER_HTTP[event]
        path = "/rooms/1/messages" + path.format(**command)
        sent = {key: value for key, value in command.items() if key not in ("number", "emoji")}
        answer = person.api(method, path, json=sent or None).json()
        found: Json = answer["message"]
        return found


@pytest.mark.timeout(120 + 10 * HISTORIES)
def test_what_one_held_and_what_happened_is_what_there_is(server: Server) -> None:
    print(f"To repeat: SEED={SEED}")
    Histories.people = {name: Person(server.url, name).register().log_in() for name in NAMES}
    with database(server.data) as connection:
        connection.execute(
            "UPDATE memberships SET role = 'owner' WHERE room_id = 1 AND user_id = ?",
            (Histories.people["ada"].id,),
        )
    run_state_machine_as_test(
        seed(SEED)(Histories),
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            # Looking for the shortest takes minutes with a real server.
            phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
        ),
    )
