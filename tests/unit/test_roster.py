"""Who is there: whatever connections come, idle and go, it is what a look at all that happened would say."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from chatroom.services.presence import Roster

ADA, BEN = 1, 2
SECONDS = 10.0


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Ledger:
    """The same, told from the whole of what happened."""

    clock: Clock
    idle: dict[tuple[int, str], bool] = field(default_factory=dict)
    before_the_end: dict[int, tuple[float, str]] = field(default_factory=dict)  # when, and what was seen

    def state(self, user: int) -> str:
        own = [idle for (of, _), idle in self.idle.items() if of == user]
        if own:
            return "away" if all(own) else "online"
        ended, seen = self.before_the_end.get(user, (-SECONDS, "offline"))
        return seen if self.clock() < ended + SECONDS else "offline"

    def end(self, user: int, name: str) -> None:
        seen = self.state(user)
        if self.idle.pop((user, name), None) is not None and not any(of == user for of, _ in self.idle):
            self.before_the_end[user] = self.clock(), seen

    def connect(self, user: int, name: str) -> None:
        self.idle[user, name] = False

    def set_idle(self, user: int, name: str, idle: bool) -> None:
        if (user, name) in self.idle:
            self.idle[user, name] = idle


USERS, NAMES = st.sampled_from((ADA, BEN)), st.sampled_from("abc")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("connect", "idle", "active", "end")), USERS, NAMES),
        st.tuples(st.just("wait"), st.sampled_from((1, 5, 10)), st.just("")),
    )
)


def act(roster: Roster[str], ledger: Ledger, what: str, user: int, name: str) -> bool:
    """Have it happen in both; returns whether the roster says that others see it."""
    match what:
        case "connect":
            ledger.connect(user, name)
            return roster.connected(user, name)
        case "end":
            ledger.end(user, name)
            return roster.disconnected(user, name)
        case _:
            ledger.set_idle(user, name, what == "idle")
            return roster.set_idle(user, name, what == "idle")


@given(steps=STEPS)
def test_it_is_what_all_that_happened_says(steps: list[tuple[str, int, str]]) -> None:
    clock = Clock()
    roster: Roster[str] = Roster(SECONDS, clock)
    ledger = Ledger(clock)
    told = dict.fromkeys((ADA, BEN), "offline")  # what somebody holds who is told of each change
    for what, user, name in steps:
        if what == "wait":
            clock.now += user
        else:
            before = ledger.state(user)
            changed = act(roster, ledger, what, user, name)
            assert changed == (ledger.state(user) != before)
            if changed:
                told[user] = roster.state(user)
        assert [roster.state(who) for who in told] == [ledger.state(who) for who in told]
    told.update(dict.fromkeys(roster.gone(), "offline"))
    assert told == {who: ledger.state(who) for who in told}


def test_who_comes_back_in_time_was_never_gone() -> None:
    clock = Clock()
    roster: Roster[str] = Roster(SECONDS, clock)
    assert roster.connected(ADA, "page")
    assert not roster.disconnected(ADA, "page")
    clock.now += SECONDS - 1

    assert roster.gone() == []
    assert not roster.connected(ADA, "page reloaded")
    clock.now += SECONDS
    assert roster.gone() == []
    assert roster.state(ADA) == "online"


def test_who_does_not_come_back_is_gone_once() -> None:
    clock = Clock()
    roster: Roster[str] = Roster(SECONDS, clock)
    roster.connected(ADA, "page")
    roster.set_idle(ADA, "page", True)
    roster.disconnected(ADA, "page")
    assert roster.state(ADA) == "away"
    clock.now += SECONDS

    assert roster.state(ADA) == "offline"
    assert roster.gone() == [ADA]
    assert roster.gone() == []


def test_nothing_is_kept_of_those_who_are_gone() -> None:
    clock = Clock()
    roster: Roster[str] = Roster(SECONDS, clock)
    for user in range(100):
        roster.connected(user, "page")
        roster.disconnected(user, "page")
    clock.now += SECONDS

    assert roster.gone() == list(range(100))
    assert roster._people == roster._leaving == {}


def test_one_device_in_use_is_enough() -> None:
    roster: Roster[str] = Roster()
    roster.connected(ADA, "laptop")
    roster.connected(ADA, "phone")
    assert not roster.set_idle(ADA, "laptop", True)
    assert roster.set_idle(ADA, "phone", True)
    assert roster.state(ADA) == "away"
    assert roster.set_idle(ADA, "laptop", False)
    assert roster.state(ADA) == "online"
    assert roster.disconnected(ADA, "laptop")
    assert roster.state(ADA) == "away"


def test_a_connection_that_has_ended_is_not_listened_to() -> None:
    roster: Roster[str] = Roster()
    roster.connected(ADA, "laptop")
    roster.disconnected(ADA, "laptop")

    assert not roster.set_idle(ADA, "laptop", True)
    assert not roster.set_idle(BEN, "laptop", True)
    assert not roster.disconnected(ADA, "laptop")
    assert roster.state(ADA) == "online", "for a while"
