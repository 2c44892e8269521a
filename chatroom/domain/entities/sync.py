"""Messages of a room, as a client fetches them."""

from dataclasses import dataclass

from chatroom.domain.entities.messages import Message


@dataclass(frozen=True, slots=True)
class Page:
    """Consecutive messages of a room, ascending, as they stood at `version`."""

    version: int
    messages: list[Message]
    before: bool  # there are older ones
    after: bool  # there are newer ones


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a room after a version. With `reset`, a newest page that replaces all."""

    version: int
    messages: list[Message]
    more: bool
    reset: bool
