"""What a search has found."""

from dataclasses import dataclass

from chatroom.domain.entities.messages import Message


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A message that was found, and a piece of its text around the first thing that fits."""

    message: Message
    excerpt: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Messages that were found."""

    results: list[SearchResult]
    terms: tuple[str, ...]  # as they were written
    more: bool
    next: str | None  # where the next page begins; none after the best
    complete: bool  # nothing that fits and is as new as these can be missing
