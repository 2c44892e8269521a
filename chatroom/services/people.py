"""What people say of their being there, and what others see of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chatroom.domain import limits
from chatroom.domain.emoji import clean_emoji
from chatroom.domain.entities.people import Declaration, Presence, Status, User
from chatroom.domain.errors import Invalid
from chatroom.domain.events import PersonChanged
from chatroom.domain.requests.people import AwaySet, StatusSet
from chatroom.services import access
from chatroom.services.clock import now
from chatroom.services.presence import Roster
from chatroom.storage import declarations
from chatroom.storage.committer import Committer, Transaction
from chatroom.storage.engine import Database


@dataclass(frozen=True, slots=True)
class People:
    """
    Args:
        clock: the time of day, by which statuses end.
    """

    database: Database
    committer: Committer
    roster: Roster[Any]
    clock: Callable[[], datetime] = now

    def set_away(self, user: User, command: AwaySet) -> Presence:
        """Be seen as away, or as what one's connections tell. Lasts until it is changed."""

        def write(transaction: Transaction) -> None:
            before = declarations.one(transaction.connection, user.id)
            if before.away != command.away:
                declarations.set_away(transaction.connection, user.id, command.away)
                transaction.publish(PersonChanged(user.id))

        self.committer.run(write)
        return self.own(user)

    def set_status(self, user: User, command: StatusSet) -> Presence:
        """Say something of oneself, for a while or until it is changed.

        Raises:
            Invalid: its emoji is none, or it would end in the past, or too late.
        """
        status = self._status(command)

        def write(transaction: Transaction) -> None:
            before = declarations.one(transaction.connection, user.id)
            if before.status != status:
                declarations.set_status(transaction.connection, user.id, status)
                transaction.publish(PersonChanged(user.id))

        self.committer.run(write)
        return self.own(user)

    def own(self, user: User) -> Presence:
        """How others see the user."""
        with self.database.read() as connection:
            return self._presence(declarations.one(connection, user.id))

    def seen_by(self, user: User, ids: Collection[int]) -> dict[int, Presence]:
        """Those of these people whom the user may see: with whom they share a room."""
        with self.database.read() as connection:
            seen = access.acquaintances(connection, user.id, ids)
        return {user_id: self._presence(seen[user_id]) for user_id in seen}

    def not_seen_by(self, user_id: int, ids: Collection[int]) -> set[int]:
        """Those of these people with whom a user shares no room, and so the other way round."""
        with self.database.read() as connection:
            return set(ids) - set(access.acquaintances(connection, user_id, ids))

    def of(self, ids: Collection[int]) -> list[Presence]:
        """How those see these people who may."""
        with self.database.read() as connection:
            return [self._presence(declaration) for declaration in declarations.some(connection, ids)]

    def _presence(self, of: Declaration) -> Presence:
        state, status = self.roster.state(of.user_id), of.status
        if state == "online" and of.away:
            state = "away"
        if status and status.expires_at and status.expires_at <= self.clock():
            status = None
        return Presence(of.user_id, state, status)

    def _status(self, command: StatusSet) -> Status | None:
        if not command.emoji and not command.text:
            return None
        emoji = clean_emoji(command.emoji) if command.emoji else ""
        expires_at = command.expires_at
        if expires_at is not None:
            moment = self.clock()
            if not moment < expires_at <= moment + timedelta(days=limits.STATUS_DAYS_MAX):
                raise Invalid(fields={"expires_at": "This has to be in the future, and within a year."})
            expires_at = expires_at.astimezone(UTC)
            expires_at = expires_at.replace(microsecond=expires_at.microsecond // 1000 * 1000)
        return Status(emoji, command.text, expires_at)


def in_order(ids: Sequence[int], seen: Mapping[int, Presence]) -> list[Presence]:
    """Everybody who was asked for, each once: whom one may not see is not there, the same as nobody."""
    return [seen.get(user_id) or Presence(user_id, "offline", None) for user_id in dict.fromkeys(ids)]
