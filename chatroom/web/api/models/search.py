"""Searching."""

from typing import Annotated

from pydantic import Field

from chatroom.domain import limits
from chatroom.domain.requests.search import SearchCursor, SearchLimit, SearchOrder, SearchQuery
from chatroom.web.api.models.base import Parameters


class SearchParameters(Parameters):
    """As the event `search`."""

    q: SearchQuery
    room: Annotated[int, Field(ge=1, le=limits.ID_MAX)] | None = None
    order: SearchOrder = "newest"
    limit: SearchLimit = limits.SEARCH_DEFAULT
    before: SearchCursor | None = None
