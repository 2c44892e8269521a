"""Search over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.search import SearchPayload, search_payload
from chatroom.domain.requests.base import parse
from chatroom.domain.requests.search import Search as SearchRequest
from chatroom.services.search import Search
from chatroom.web import signin
from chatroom.web.api.models.search import SearchParameters


def register(api: APIBlueprint, searches: Search) -> None:
    @api.get("/search", summary="Search in one's rooms", responses={200: SearchPayload})
    def search_messages(query: SearchParameters) -> dict[str, Any]:
        return search_payload(searches.find(signin.user(), parse(SearchRequest, dict(query))))
