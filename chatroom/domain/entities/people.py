"""People, and what others see of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PresenceState = Literal["online", "away", "offline"]


@dataclass(frozen=True, slots=True)
class User:
    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `id` names it in events; its token is known to the browser alone."""

    id: int
    user: User


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A session as its user sees it in the list of theirs."""

    id: int
    device: str  # the browser and its system; empty where it did not say
    created_at: datetime
    expires_at: datetime
    current: bool  # the one that asks
    connected: bool  # a live connection of it is open


@dataclass(frozen=True, slots=True)
class Status:
    """What people say of themselves, for a while or until they change it."""

    emoji: str
    text: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What somebody says of their being there, whether they are or not."""

    user_id: int
    away: bool
    status: Status | None


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody is there, as others see it."""

    user_id: int
    state: PresenceState
    status: Status | None
