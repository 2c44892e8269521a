"""What one user may do in a while."""

import pytest

from chatroom.domain.entities import User
from chatroom.domain.errors import RateLimited
from chatroom.services.budget import Budgets

ADA, BEN = User(1, "ada"), User(2, "ben")


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budgets(clock: Clock) -> Budgets:
    """Five at once, and then two a second."""
    return Budgets({"send": (5, 2.0), "sync": (5, 2.0)}, clock)


def spent(budgets: Budgets, user: User = ADA, kind: str = "send") -> int:
    """How many requests pass before one is refused."""
    for count in range(1_000):
        try:
            budgets.spend(user, kind)
        except RateLimited:
            return count
    return 1_000


def test_so_many_at_once_and_not_one_more(budgets: Budgets) -> None:
    assert spent(budgets) == 5


@pytest.mark.parametrize(
    ("seconds", "more"), [(0.4, 0), (0.5, 1), (1.0, 2), (2.4, 4), (2.5, 5), (3_600.0, 5)]
)
def test_time_brings_more_up_to_as_many_as_at_the_start(
    budgets: Budgets, clock: Clock, seconds: float, more: int
) -> None:
    spent(budgets)

    clock.now += seconds

    assert spent(budgets) == more


def test_what_is_refused_is_not_counted(budgets: Budgets, clock: Clock) -> None:
    for _ in range(50):
        spent(budgets)

    clock.now += 0.5

    assert spent(budgets) == 1


def test_the_refusal_says_when_to_come_back(budgets: Budgets, clock: Clock) -> None:
    spent(budgets)

    with pytest.raises(RateLimited) as refused:
        budgets.spend(ADA, "send")

    assert refused.value.retry_after == 1
    clock.now += 1
    budgets.spend(ADA, "send")


def test_users_and_kinds_do_not_share(budgets: Budgets) -> None:
    spent(budgets)

    assert spent(budgets, BEN) == 5
    assert spent(budgets, ADA, "sync") == 5


def test_what_has_no_rate_is_not_limited(budgets: Budgets) -> None:
    assert spent(budgets, ADA, "other") == 1_000
    assert spent(Budgets({})) == 1_000


def test_a_steady_rate_is_never_refused(budgets: Budgets, clock: Clock) -> None:
    for _ in range(10_000):
        budgets.spend(ADA, "send")
        clock.now += 0.5


def test_forgetting_those_who_are_idle_forgives_nobody_who_is_not(clock: Clock) -> None:
    budgets = Budgets({"send": (5, 2.0)}, clock)
    for number in range(10_100):
        budgets.spend(User(number + 10, "x"), "send")
    clock.now += 60
    spent(budgets)

    for number in range(20_000):
        budgets.spend(User(number + 20_000, "x"), "send")

    assert spent(budgets) == 0
