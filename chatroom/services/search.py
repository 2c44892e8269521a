"""Search: what one may find, while one may look for it."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.entities.search import SearchPage, SearchResult
from chatroom.domain.errors import RateLimited, Unavailable
from chatroom.domain.ports import Offload
from chatroom.domain.requests.search import Search as SearchRequest
from chatroom.domain.search_query import Query, parse_query
from chatroom.domain.search_rank import exactness, excerpt, score
from chatroom.domain.search_text import contains
from chatroom.services import access
from chatroom.services.search_filters import criteria_of, cursor_of, reach_of
from chatroom.storage import message_rows, messages
from chatroom.storage.engine import Database
from chatroom.storage.search.finder import Finder, Found
from chatroom.storage.search.index import Index
from chatroom.storage.search.reader import Criteria
from chatroom.storage.search.source import contents, searchable

log = logging.getLogger(__name__)


class Search:
    """
    Args:
        index: None where searching is turned off.
        searching: threads that search, nothing else.
        indexing: the thread that takes changes into the index.
    """

    def __init__(
        self, database: Database, index: Index | None, searching: Offload, indexing: Offload
    ) -> None:
        self._database = database
        self._index = index
        self._finder = Finder(index) if index else None
        self._searching = searching
        self._indexing = indexing
        self._under_way: Counter[int] = Counter()  # of each user

    def find(self, user: User, command: SearchRequest) -> SearchPage:
        """Messages of the user's rooms that fit, as they are now.

        Raises:
            Invalid: the query is not understood, or names somebody or something that is not there.
            NotFound: the room is not there for the user.
            RateLimited: the user has searches under way.
            Unavailable: searching is turned off, too many wait, or nothing was found in time.
        """
        if not (self._index and self._finder):
            raise Unavailable("Searching is turned off on this server.")
        query = parse_query(command.q)
        with self._database.read() as connection:
            reach = reach_of(connection, user, command, query)
            criteria = criteria_of(connection, user, command, query)
        with self._turn(user):
            complete = self._is_fresh(self._index, {room: version for room, (version, _) in reach.items()})
            last = {room: number for room, (_, number) in reach.items()}
            found = self._found(self._finder, last, criteria, command)
        if found.cut and not found.hits:
            raise Unavailable("This search took too long. Try fewer rooms, a longer word or another time.")
        return self._page(user, command, query, criteria, found, complete and not found.cut)

    def close(self) -> None:
        """End what is running, and let go of the index."""
        if self._finder:
            self._finder.close()

    def _is_fresh(self, index: Index, heads: dict[int, int]) -> bool:
        """Whether everything is indexed; the last few changes are, while one waits."""
        try:
            # Long messages are taken in several steps.
            while 0 < index.behind(heads) <= limits.SEARCH_FRESH and self._indexing(index.advance):
                pass
        except Unavailable as error:
            log.warning("What is said cannot be indexed just now: %s", error)
        return not index.behind(heads)

    @contextmanager
    def _turn(self, user: User) -> Iterator[None]:
        """No user can hold all threads, and nobody waits for longer than they would want to."""
        if self._under_way[user.id] >= limits.SEARCHES_PER_USER:
            raise RateLimited("Your last searches are still under way.", retry_after=1)
        if self._under_way.total() >= limits.SEARCHES_WAITING:
            raise Unavailable("Too many are searching just now. Try again in a moment.")
        self._under_way[user.id] += 1
        try:
            yield
        finally:
            self._under_way[user.id] -= 1
            self._under_way += Counter()  # which forgets those who have none

    def _found(
        self, finder: Finder, reach: dict[int, int], criteria: Criteria, command: SearchRequest
    ) -> Found:
        if command.order == "best":
            return self._searching(_best, finder, reach, criteria, 2 * command.limit)
        return self._searching(finder.find, reach, criteria, command.limit)

    def _page(
        self,
        user: User,
        command: SearchRequest,
        query: Query,
        criteria: Criteria,
        found: Found,
        complete: bool,
    ) -> SearchPage:
        """What was found, looked at once more: it may have changed, and the user have left, meanwhile."""
        kept: list[Message] = []
        characters = limits.ANSWER_CHARACTERS_MAX
        taken = 0
        with self._database.read() as connection:
            mine = access.searchable(connection, user)
            for hit in found.hits:
                message = messages.one(connection, hit.room_id, hit.number) if hit.room_id in mine else None
                if message and self._fits(message, criteria):
                    characters -= message_rows.length(message)
                    if characters < 0 and kept:
                        break
                    kept.append(message)
                taken += 1
        if command.order == "best":
            # The sort is stable: among those that are as exact, the better ones stay in front.
            kept.sort(key=lambda message: -exactness(message.body, query.written))
        more = found.more or taken < len(found.hits) or len(kept) > command.limit
        following = cursor_of(found.hits[taken - 1]) if more and taken and command.order == "newest" else None
        return SearchPage(
            [SearchResult(message, excerpt(message.body, query.terms)) for message in kept[: command.limit]],
            query.written,
            more,
            following,
            complete,
        )

    def _fits(self, message: Message, criteria: Criteria) -> bool:
        """Whether a message is still what was found; the index is a moment behind."""
        if message.deleted or (criteria.authors and message.author.id not in criteria.authors):
            return False
        if self._index and not self._index.has_taken(message.room_id, message.version):
            if criteria.mentioned:
                return False
            text = searchable(message.body, [file.name for file in message.files])
            held = contents(message.body, [file.kind for file in message.files])
            return criteria.has <= set(held) and all(contains(text, term) for term in criteria.terms)
        return True


def _best(finder: Finder, reach: dict[int, int], criteria: Criteria, limit: int) -> Found:
    """The best of the newest, in a thread of its own."""
    found = finder.find(reach, criteria, limits.SEARCH_BEST_OF)
    count = len(found.hits)
    scored = [(score(hit.text, criteria.terms, age / count), hit) for age, hit in enumerate(found.hits)]
    scored.sort(key=lambda pair: -pair[0])
    found.more = found.more or count > limit
    found.hits = [hit for _, hit in scored[:limit]]
    return found
