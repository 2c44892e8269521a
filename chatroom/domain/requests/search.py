"""Search."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chatroom.domain import limits
from chatroom.domain.requests.base import Id, Request

SearchQuery = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.SEARCH_QUERY_MAX, pattern=r"^[^\x00]*$")
]
SearchOrder = Literal["newest", "best"]
SearchLimit = Annotated[int, Field(ge=1, le=limits.SEARCH_MAX)]
# As `next` of the page before says it: time, room and number of its last message.
SearchCursor = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}-[0-9]{1,15}-[0-9]{1,15}$")]


class Search(Request):
    """`search`: messages of all rooms of the user, or of one."""

    q: SearchQuery
    room: Id | None = None
    order: SearchOrder = "newest"
    limit: SearchLimit = limits.SEARCH_DEFAULT
    before: SearchCursor | None = None

    @model_validator(mode="after")
    def has_pages(self) -> Self:
        if self.order == "best" and self.before is not None:
            raise ValueError("Only the newest come in pages.")
        return self
