"""What a search finds."""

from typing import Any

from chatroom.domain.entities.search import SearchPage
from chatroom.domain.payloads.base import Payload
from chatroom.domain.payloads.messages import MessagePayload, message_payload


class SearchResultPayload(Payload):
    """A message, and a piece of its text around the first thing that was found."""

    message: MessagePayload
    excerpt: str


class SearchPayload(Payload):
    """`terms` are what to highlight. `next`, sent as `before`, gets the page behind this one."""

    results: list[SearchResultPayload]
    terms: list[str]
    more: bool
    next: str | None
    complete: bool


def search_payload(page: SearchPage) -> dict[str, Any]:
    return {
        "results": [
            {"message": message_payload(result.message), "excerpt": result.excerpt} for result in page.results
        ],
        "terms": list(page.terms),
        "more": page.more,
        "next": page.next,
        "complete": page.complete,
    }
