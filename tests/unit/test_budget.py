"""What one user may do in a while: never more than the bucket holds and gains, and never less."""

from dataclasses import fields
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.app import create_app
from chatroom.config import Settings
from chatroom.domain.entities.people import User
from chatroom.domain.errors import RateLimited
from chatroom.domain.limits import READS_PER_USER, REQUESTS_PER_SESSION, REQUESTS_PER_USER
from chatroom.realtime.handlers import Handlers
from chatroom.services import budget
from chatroom.services.budget import Budgets
from chatroom.web.api import KINDS

ADA, BEN = User(1, "ada"), User(2, "ben")
BURST, RATE = 5, 2.0


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def budgets(clock: Clock) -> Budgets:
    return Budgets({"send": (BURST, RATE), "read": (BURST, RATE)}, clock)


def taken(of: Budgets, user: User, kind: str = "send") -> bool:
    try:
        of.spend(user, kind)
    except RateLimited:
        return False
    return True


@given(st.lists(st.floats(0, 4), min_size=1, max_size=80))
def test_a_bucket_gives_what_it_holds_and_what_it_gained(pauses: list[float]) -> None:
    clock = Clock()
    spent = budgets(clock)
    tokens = float(BURST)
    for pause in pauses:
        clock.now += pause
        tokens = min(BURST, tokens + pause * RATE)
        if abs(tokens - 1) < 1e-3:
            continue  # either is right
        assert taken(spent, ADA) == (tokens > 1)
        tokens -= tokens > 1


def test_it_says_when_to_come_back_and_means_it() -> None:
    clock = Clock()
    spent = budgets(clock)
    for _ in range(BURST):
        spent.spend(ADA, "send")
    with pytest.raises(RateLimited) as refusal:
        spent.spend(ADA, "send")

    assert refusal.value.retry_after == 1
    clock.now += 1
    spent.spend(ADA, "send")


def test_users_and_kinds_have_buckets_of_their_own() -> None:
    spent = budgets(Clock())
    while taken(spent, ADA):
        pass

    assert taken(spent, BEN)
    assert taken(spent, ADA, "read")


def test_what_has_no_rate_is_not_limited() -> None:
    spent = Budgets({})

    assert all(taken(spent, ADA) for _ in range(10_000))


def test_full_buckets_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "_REMEMBERED", 100)
    clock = Clock()
    spent = budgets(clock)
    for number in range(1_000):
        clock.now += 1
        spent.spend(User(number, "somebody"), "send")

    assert len(spent._full_at) <= 101


def test_every_event_has_a_rate() -> None:
    handlers = Handlers(**{field.name: Mock() for field in fields(Handlers)})

    events = {*handlers.writes(), *handlers.questions(), *handlers.of_connections()}
    assert events | {"unknown"} == set(REQUESTS_PER_USER)


def test_every_route_of_the_api_has_a_rate(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path / "data"))
    app.extensions["chatroom"].close()
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]

    assert set(KINDS) == {rule.endpoint for rule in rules}
    assert set(KINDS.values()) <= {*REQUESTS_PER_USER, *READS_PER_USER, *REQUESTS_PER_SESSION}
