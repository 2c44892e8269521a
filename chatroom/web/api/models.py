"""Paths and queries of the API, and the envelopes of its answers."""

from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from chatroom.domain import limits
from chatroom.domain.payloads.files import FilePayload
from chatroom.domain.payloads.messages import EditPayload, MessagePayload, ReactorsPayload
from chatroom.domain.payloads.people import PersonPresencePayload, UserPayload
from chatroom.domain.payloads.reading import DraftPayload
from chatroom.domain.payloads.rooms import ListedRoomPayload, MemberPayload, OwnRoomPayload
from chatroom.domain.requests.reactions import Emoji
from chatroom.domain.requests.search import SearchCursor, SearchLimit, SearchOrder, SearchQuery

Prefix = Annotated[str, StringConstraints(max_length=limits.ROOM_NAME_RAW_MAX, pattern=r"^[^\x00]*$")]
Listing = Annotated[int, Field(ge=1, le=limits.LISTING_MAX)]
Number = Annotated[int, Field(ge=0, le=limits.ID_MAX)]

Nothing = tuple[str, int]  # an answer without a body: 204


class Parameters(BaseModel):
    """Strings from a URL: read as the numbers they stand for, but no others than the named."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    @cache
    def model_json_schema(cls, *arguments: Any, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        """As pydantic's, made once: flask-openapi3 asks for it at every request, and it takes 0.8 ms."""
        return super().model_json_schema(*arguments, **options)


class RoomPath(Parameters):
    room: Number


class MessagePath(RoomPath):
    number: Number


class ReactionPath(MessagePath):
    emoji: Emoji


class MemberPath(RoomPath):
    user: Number


class PageQuery(Parameters):
    """At most one of `before`, `after` and `around`; none of them means the newest page."""

    before: Number | None = None
    after: Number | None = None
    around: Number | None = None
    limit: Annotated[int, Field(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT

    @model_validator(mode="after")
    def one_anchor(self) -> Self:
        if sum(value is not None for value in (self.before, self.after, self.around)) > 1:
            raise ValueError("Use one of before, after and around.")
        return self

    def anchor(self) -> tuple[Literal["newest", "before", "after", "around"], int]:
        if self.before is not None:
            return "before", self.before
        if self.after is not None:
            return "after", self.after
        if self.around is not None:
            return "around", self.around
        return "newest", 0


class ThreadQuery(Parameters):
    """`after` is the number of the last message of the page before."""

    after: Number = 0
    limit: Annotated[int, Field(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT


class PinsQuery(Parameters):
    """`skip` is how many came on the pages before."""

    skip: Annotated[int, Field(ge=0, le=limits.PINS_PER_ROOM)] = 0


class SavedQuery(Parameters):
    """`skip` is how many came on the pages before."""

    skip: Annotated[int, Field(ge=0, le=limits.SAVED_MAX)] = 0
    limit: Annotated[int, Field(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT


class ChangesQuery(Parameters):
    since: Number
    limit: Annotated[int, Field(ge=1, le=limits.SYNC_MAX)] = limits.SYNC_DEFAULT


class BrowseQuery(Parameters):
    """`after` is the name of the last room of the page before."""

    q: Prefix = ""
    after: Prefix = ""
    limit: Listing = limits.LISTING_DEFAULT


class MembersQuery(Parameters):
    """`after` is the id of the last member of the page before; `q`, the beginning of a name, has one page."""

    q: Prefix = ""
    after: Number = 0
    limit: Listing = limits.LISTING_DEFAULT

    @model_validator(mode="after")
    def one_order(self) -> Self:
        if self.q and self.after:
            raise ValueError("Use one of q and after.")
        return self


class UsersQuery(Parameters):
    q: Prefix = ""
    limit: Listing = limits.LISTING_DEFAULT


class PresenceQuery(Parameters):
    """`user`, once for each."""

    user: Annotated[list[Number], Field(max_length=limits.WATCHED_MAX)] = []


class TypingQuery(Parameters):
    """As the event `typing`."""

    thread: Number | None = None


class SearchParameters(Parameters):
    """As the event `search`."""

    q: SearchQuery
    room: Annotated[int, Field(ge=1, le=limits.ID_MAX)] | None = None
    order: SearchOrder = "newest"
    limit: SearchLimit = limits.SEARCH_DEFAULT
    before: SearchCursor | None = None


class UploadQuery(Parameters):
    name: Annotated[str, StringConstraints(min_length=1, max_length=4_096)]


class MeAnswer(BaseModel):
    """The token is for requests of this session that change something."""

    user: UserPayload
    csrf_token: str


class RoomsAnswer(BaseModel):
    rooms: list[OwnRoomPayload]


class RoomAnswer(BaseModel):
    room: OwnRoomPayload


class BrowseAnswer(BaseModel):
    rooms: list[ListedRoomPayload]


class MemberAnswer(BaseModel):
    member: MemberPayload


class MembersAnswer(BaseModel):
    members: list[MemberPayload]


class UsersAnswer(BaseModel):
    users: list[UserPayload]


class MessageAnswer(BaseModel):
    message: MessagePayload


class EditsAnswer(BaseModel):
    edits: list[EditPayload]


class ReactionsAnswer(BaseModel):
    reactions: list[ReactorsPayload]


class DraftAnswer(BaseModel):
    draft: DraftPayload


class PresenceAnswer(BaseModel):
    presence: PersonPresencePayload


class PresencesAnswer(BaseModel):
    users: list[PersonPresencePayload]


class FileAnswer(BaseModel):
    file: FilePayload
