"""Sign-ins. A browser holds a random token; only its hash is stored, so a copy of the database
signs nobody in."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chatroom.domain.entities import Session, User
from chatroom.domain.events import SessionsRevoked
from chatroom.services.clock import now
from chatroom.storage import users
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

    def start(self, user: User) -> str:
        """Sign a user in; returns the token, which is stored nowhere else."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        started = now()

        def write(transaction: Transaction) -> None:
            expired = users.remove_expired_sessions(transaction.connection, started)
            transaction.publish(SessionsRevoked(expired))
            users.add_session(transaction.connection, user, _hash(token), started, started + self.lifetime)

        self.committer.run(write)
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, unless it has ended."""
        with self.database.read() as connection:
            return users.session(connection, _hash(token), now())

    def ended(self, session_ids: Sequence[int]) -> frozenset[int]:
        """Those of these sessions that have ended, by themselves or by whatever process."""
        with self.database.read() as connection:
            return frozenset(session_ids) - users.live_sessions(connection, session_ids, now())

    def forget_expired(self) -> None:
        """Make the end of sessions that have ended by themselves final: a clock that is set back
        must not revive them.

        Raises:
            Unavailable: not now.
        """
        with self.database.read() as connection:
            if not users.any_expired_session(connection, now()):
                return

        def write(transaction: Transaction) -> None:
            transaction.publish(SessionsRevoked(users.remove_expired_sessions(transaction.connection, now())))

        self.committer.run(write)

    def end(self, session: Session) -> None:
        """Sign out: the token is dead, and live connections of the session close."""

        def write(transaction: Transaction) -> None:
            users.remove_session(transaction.connection, session.id)
            transaction.publish(SessionsRevoked(frozenset({session.id})))

        self.committer.run(write)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
