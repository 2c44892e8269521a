"""One's own account: its password, and where one is signed in."""

from dataclasses import dataclass

from chatroom.domain import limits
from chatroom.domain.entities.people import ListedSession, Session
from chatroom.domain.errors import Invalid, Unauthorized, WrongPassword
from chatroom.domain.events import SessionsRevoked
from chatroom.domain.ports import Connected
from chatroom.domain.requests.account import PasswordChange
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.services.passwords import Passwords, check_password
from chatroom.services.sessions import Sessions
from chatroom.storage import sessions, users
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Account:
    database: Database
    committer: Committer
    passwords: Passwords
    signing_in: Sessions
    live: Connected

    def change_password(self, session: Session, change: PasswordChange) -> str:
        """Replace the password, and end every session of the user, live connections included.

        Also the one that asks, because whoever has copied its token is to be out as well.

        Returns:
            The token of the session that takes its place.

        Raises:
            Invalid: the new password breaks its rule.
            WrongPassword: the current one is another.
            Unauthorized: the session ended meanwhile.
        """
        user = session.user
        # Before the current password is looked at: such a try tells nothing about it.
        check_password(change.new_password, user.username, field="new_password")
        if change.new_password == change.current_password:
            problem = "Choose a password other than your current one."
            raise Invalid(problem, fields={"new_password": problem})
        with self.database.read() as connection:
            current = users.password_hash(connection, user.id)
        if not self.passwords.verify(current, change.current_password[: limits.PASSWORD_MAX + 1]):
            raise WrongPassword
        password_hash = self.passwords.hash(change.new_password)

        def write(transaction: Transaction) -> str:
            connection = transaction.connection
            # Hashing took a while. Whatever changed the password or signed this browser out has ended it.
            device = sessions.device_of(connection, user.id, session.id)
            if device is None:
                raise Unauthorized
            users.set_password(connection, user.id, password_hash)
            transaction.publish(SessionsRevoked(sessions.end_all_of(connection, user.id)))
            return self.signing_in.begin(transaction, user, device)

        return self.committer.run(write)

    def sessions(self, session: Session) -> tuple[list[ListedSession], bool]:
        """Where the user is signed in: this session first, then the newest; and whether there are more."""
        with self.database.read() as connection:
            rows = sessions.of_user(
                connection, session.user.id, session.id, now(), limits.SESSIONS_LISTED + 1
            )
        listed = rows[: limits.SESSIONS_LISTED]
        live = self.live.connected(row[0] for row in listed)
        found = [
            ListedSession(session_id, device, begun, end, session_id == session.id, session_id in live)
            for session_id, device, begun, end in listed
        ]
        return found, len(rows) > len(listed)

    def end_session(self, session: Session, session_id: int) -> None:
        """Sign out somewhere: the token there is dead, and live connections close.

        Raises:
            NotFound: the user has no such session.
        """

        def write(transaction: Transaction) -> None:
            access.own_session(transaction.connection, session.user, session_id)
            transaction.publish(SessionsRevoked(sessions.end(transaction.connection, session_id)))

        self.committer.run(write)

    def end_other_sessions(self, session: Session) -> None:
        """Sign out everywhere else."""

        def write(transaction: Transaction) -> None:
            ended = sessions.end_others_of(transaction.connection, session.user.id, session.id)
            transaction.publish(SessionsRevoked(ended))

        self.committer.run(write)
