"""What may happen between giving a password and being signed in with it."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import ParamSpec, TypeVar

import pytest

from chatroom.domain import limits
from chatroom.domain.entities.people import Session
from chatroom.domain.errors import Unauthorized, WrongPassword
from chatroom.domain.events import SessionsRevoked
from chatroom.domain.requests.account import PasswordChange
from chatroom.services.account import Account
from chatroom.services.passwords import Passwords
from chatroom.services.sessions import Sessions
from chatroom.services.users import Users
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.conftest import Listener

P = ParamSpec("P")
T = TypeVar("T")
OLD, NEW = "correct horse battery", "another fine password"


class World:
    """The services of accounts, and what happens while a password is hashed or held against its hash."""

    def __init__(self, database: Database, committer: Committer) -> None:
        passwords = Passwords(self._call)
        self.users = Users(database, committer, passwords)
        self.sessions = Sessions(database, committer, timedelta(days=1))
        self.account = Account(database, committer, passwords, self.sessions, self)
        self.meanwhile: Callable[[], object] = lambda: None

    def _call(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        result = function(*args, **kwargs)
        self.meanwhile, event = lambda: None, self.meanwhile
        event()
        return result

    def connected(self, session_ids: Iterable[int]) -> set[int]:
        return set()

    def sign_in(self, password: str = OLD) -> Session:
        session = self.sessions.find(self.sessions.start(self.users.authenticate("ada", password), ""))
        assert session
        return session

    def change(self, session: Session, current: str = OLD, new: str = NEW) -> str:
        return self.account.change_password(
            session, PasswordChange(current_password=current, new_password=new)
        )


@pytest.fixture
def world(database: Database, committer: Committer) -> World:
    world = World(database, committer)
    world.users.register("ada", OLD)
    return world


def test_a_login_with_the_old_password_that_is_under_way_comes_to_nothing(world: World) -> None:
    session = world.sign_in()
    given = world.users.authenticate("ada", OLD)
    world.change(session)

    with pytest.raises(Unauthorized):
        world.sessions.start(given, "")


def test_a_login_is_overtaken_by_the_operator_as_well(world: World) -> None:
    given = world.users.authenticate("ada", OLD)
    world.users.set_password("ada", NEW)

    with pytest.raises(Unauthorized):
        world.sessions.start(given, "")


def test_who_is_signed_out_meanwhile_changes_nothing(world: World) -> None:
    session = world.sign_in()
    world.meanwhile = lambda: world.sessions.end(session)

    with pytest.raises(Unauthorized):
        world.change(session)

    assert world.sign_in(OLD)


def test_of_two_changes_at_once_the_second_comes_to_nothing(world: World) -> None:
    here, there = world.sign_in(), world.sign_in()
    world.meanwhile = lambda: world.change(there)

    with pytest.raises(Unauthorized):
        world.change(here, new="a third fine password")

    assert world.sign_in(NEW)


def test_all_sessions_are_told_to_end_the_one_that_asks_included(world: World, listener: Listener) -> None:
    here, there = world.sign_in(), world.sign_in()

    token = world.change(here)

    [event] = [event for event in listener.events if isinstance(event, SessionsRevoked)]
    assert event.session_ids == {here.id, there.id}
    fresh = world.sessions.find(token)
    assert fresh
    assert fresh.id not in event.session_ids


def test_a_wrong_password_ends_nothing(world: World, listener: Listener) -> None:
    session = world.sign_in()

    with pytest.raises(WrongPassword):
        world.change(session, current="not the password")

    assert world.sessions.lasts(session)
    assert not [event for event in listener.events if isinstance(event, SessionsRevoked)]


def test_of_too_many_sessions_the_oldest_ends(
    world: World, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SESSIONS_PER_USER", 2)
    world.users.register("ben", OLD)
    bens = world.sessions.find(world.sessions.start(world.users.authenticate("ben", OLD), ""))
    oldest, old = world.sign_in(), world.sign_in()
    assert world.sessions.lasts(oldest)

    new = world.sign_in()

    assert bens
    assert not world.sessions.lasts(oldest)
    assert all(world.sessions.lasts(session) for session in (old, new, bens))
    [event] = [event for event in listener.events if isinstance(event, SessionsRevoked)]
    assert event.session_ids == {oldest.id}
