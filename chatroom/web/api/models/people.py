"""People, and what others see of them."""

from pydantic import BaseModel, Field

from chatroom.domain import limits
from chatroom.domain.payloads.people import PersonPresencePayload, UserPayload
from chatroom.web.api.models.base import Listing, Number, Parameters, Prefix


class UsersQuery(Parameters):
    q: Prefix = ""
    limit: Listing = limits.LISTING_DEFAULT


class PresenceQuery(Parameters):
    """`user`, once for each."""

    user: list[Number] = Field(default_factory=list, max_length=limits.WATCHED_MAX)


class TypingQuery(Parameters):
    """Where somebody writes in a thread, the message that began it."""

    thread: Number | None = None


class MeAnswer(BaseModel):
    """The token is for requests of this session that change something."""

    user: UserPayload
    csrf_token: str


class UsersAnswer(BaseModel):
    users: list[UserPayload]


class PresenceAnswer(BaseModel):
    presence: PersonPresencePayload


class PresencesAnswer(BaseModel):
    users: list[PersonPresencePayload]
