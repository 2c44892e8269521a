"""Accounts: registering, logging in, changing a password."""

from dataclasses import dataclass

from chatroom.domain import limits
from chatroom.domain.entities.people import User
from chatroom.domain.errors import Conflict, NotFound, Unauthorized
from chatroom.domain.events import MemberJoined, SessionsRevoked
from chatroom.domain.names import clean_username, username_key
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.services.passwords import Passwords, check_password
from chatroom.storage import memberships, sessions, users
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Authenticated:
    """Somebody who has given the password of this hash: good for as long as it is still theirs."""

    user: User
    password_hash: str


@dataclass(frozen=True, slots=True)
class Users:
    database: Database
    committer: Committer
    passwords: Passwords

    def register(self, username: str, password: str) -> User:
        """Create an account, a member of the rooms that are for newcomers.

        Raises:
            Invalid: the name or the password breaks its rule.
            Conflict: the name is taken.
        """
        name = clean_username(username)
        check_password(password, name)
        key = username_key(name)
        self._check_free(key)
        password_hash = self.passwords.hash(password)

        def write(transaction: Transaction) -> User:
            if users.by_key(transaction.connection, key):
                raise _taken()
            user = users.add(transaction.connection, name, key, password_hash, now())
            for room_id in memberships.add_newcomer(transaction.connection, user.id, now()):
                joined = access.membership(transaction.connection, user, room_id)
                transaction.publish(MemberJoined(user.id, joined))
            return user

        return self.committer.run(write)

    def authenticate(self, username: str, password: str) -> Authenticated:
        """The user whose name and password these are.

        Raises:
            Unauthorized: they are not; the answer and the work are the same whichever is wrong.
        """
        with self.database.read() as connection:
            found = users.by_key(connection, username_key(username.strip())[: limits.USERNAME_MAX * 4])
        right = self.passwords.verify(found[1] if found else None, password[: limits.PASSWORD_MAX + 1])
        if not (found and right):
            raise Unauthorized("Wrong username or password.")
        return Authenticated(*found)

    def set_password(self, username: str, password: str) -> User:
        """Replace a password, and end every session of the user.

        Raises:
            NotFound: there is no such user.
            Invalid: the password breaks its rule.
        """
        check_password(password, username)
        password_hash = self.passwords.hash(password)

        def write(transaction: Transaction) -> User:
            found = users.by_key(transaction.connection, username_key(username))
            if not found:
                raise NotFound(f"There is no user {username!r}.")
            user = found[0]
            users.set_password(transaction.connection, user.id, password_hash)
            transaction.publish(SessionsRevoked(sessions.end_all_of(transaction.connection, user.id)))
            return user

        return self.committer.run(write)

    def beginning_with(self, prefix: str, limit: int) -> list[User]:
        """The first users, in the order of their names, whose name begins so."""
        with self.database.read() as connection:
            return users.beginning_with(connection, username_key(prefix.strip()), limit)

    def _check_free(self, key: str) -> None:
        """Spare the hashing for a name that is taken already; the write decides."""
        with self.database.read() as connection:
            if users.by_key(connection, key):
                raise _taken()


def _taken() -> Conflict:
    return Conflict("This username is taken.", fields={"username": "This username is taken."})
