"""Commands about being there."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from chatroom.domain import limits
from chatroom.domain.requests.base import Id, OneLine, Request

StatusEmoji = Annotated[str, StringConstraints(max_length=limits.EMOJI_MAX, pattern=r"^[^\x00]*$"), OneLine]
StatusText = Annotated[str, StringConstraints(max_length=limits.STATUS_MAX, pattern=r"^[^\x00]*$"), OneLine]
# Read from a string, as JSON has it, in a model that takes nothing for something else.
Expiry = Annotated[AwareDatetime, Field(strict=False)]


class Typing(Request):
    """`typing`: one is writing in a room at this moment, or in the thread that a message began."""

    room: Id
    thread: Id | None = None


class PresenceWatch(Request):
    """`presence:watch`: be told when these people come and go, and of nobody else any more."""

    users: Annotated[tuple[Id, ...], Field(max_length=limits.WATCHED_MAX, strict=False)]


class PresenceIdle(Request):
    """`presence:idle`: whether nobody is at this device."""

    idle: bool


class AwaySet(Request):
    """`away:set`: whether one wants to be seen as away."""

    away: bool


class StatusSet(Request):
    """`status:set`: what one says of oneself. Without emoji and text, nothing."""

    emoji: StatusEmoji = ""
    text: StatusText = ""
    expires_at: Expiry | None = None
