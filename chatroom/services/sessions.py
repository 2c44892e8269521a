"""Sign-ins. A browser holds a random token; only its hash is stored, so a copy of the database
signs nobody in."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from chatroom.domain import limits
from chatroom.domain.entities.people import Session, User
from chatroom.domain.errors import Unauthorized
from chatroom.domain.events import SessionsRevoked
from chatroom.services.clock import now
from chatroom.services.users import Authenticated
from chatroom.storage import sessions, users
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sessions:
    """
    Args:
        lifetime: after which a sign-in ends by itself.
    """

    database: Database
    committer: Committer
    lifetime: timedelta

    def start(self, authenticated: Authenticated, device: str) -> str:
        """Sign a user in; returns the token, which is stored nowhere else.

        Raises:
            Unauthorized: the password has been changed since it was given.
        """
        user = authenticated.user

        def write(transaction: Transaction) -> str:
            if users.password_hash(transaction.connection, user.id) != authenticated.password_hash:
                raise Unauthorized("Wrong username or password.")
            return self.begin(transaction, user, device)

        return self.committer.run(write)

    def begin(self, transaction: Transaction, user: User, device: str) -> str:
        """Sign a user in within a write; returns the token.

        Of too many sessions the oldest end: a script that logs in at each run, and never out, leaves them.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        started = now()
        connection = transaction.connection
        sessions.add(connection, user, _hash(token), device, started, started + self.lifetime)
        if ended := sessions.end_oldest_of(connection, user.id, limits.SESSIONS_PER_USER):
            transaction.publish(SessionsRevoked(ended))
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, unless it has ended."""
        with self.database.read() as connection:
            return sessions.find(connection, _hash(token), now())

    def lasts(self, session: Session) -> bool:
        """Whether a session has not ended."""
        with self.database.read() as connection:
            return sessions.lasts(connection, session.id, now())

    def end(self, session: Session) -> None:
        """Sign out: the token is dead, and live connections of the session close."""
        self._end(lambda connection: sessions.end(connection, session.id))

    def end_expired(self) -> None:
        """Make the end of sessions that have ended by themselves final: a clock that is set back
        must not revive them.

        Raises:
            Unavailable: not now.
        """
        moment = now()
        with self.database.read() as connection:
            first = sessions.first_expiry(connection)
        if first is not None and first <= moment.timestamp() * 1000:
            self._end(lambda connection: sessions.end_expired(connection, moment))

    def last_revocation(self) -> int:
        """Where `revoked_after` begins for a process that has just started."""
        with self.database.read() as connection:
            return sessions.last_revocation(connection)

    def revoked_after(self, revocation: int) -> tuple[frozenset[int], int]:
        """The sessions that any process has ended since, and where to go on from."""
        with self.database.read() as connection:
            last = sessions.last_revocation(connection)
            ended = sessions.revoked_after(connection, revocation) if last > revocation else frozenset()
            return ended, last

    def _end(self, which: Callable[[Connection], frozenset[int]]) -> None:
        self.committer.run(
            lambda transaction: transaction.publish(SessionsRevoked(which(transaction.connection)))
        )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
