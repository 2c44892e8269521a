"""Pages of a room, and what changed in it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from chatroom.domain import limits
from chatroom.web.api.models.base import Number, Parameters


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


class ChangesQuery(Parameters):
    since: Number
    limit: Annotated[int, Field(ge=1, le=limits.SYNC_MAX)] = limits.SYNC_DEFAULT
