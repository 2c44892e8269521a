"""Those who look at somebody are told when they come and go.

Changes are gathered for a while, and told in one frame for each connection. What it costs goes by what people
look at, and not by how many are in a room (docs/decisions/0011).
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import gevent
import orjson

from chatroom.domain import limits
from chatroom.domain.entities.people import Presence
from chatroom.domain.events import Event, MemberLeft, PersonChanged
from chatroom.domain.payloads.people import presence_payload
from chatroom.realtime.fanout import Connection, event_frame
from chatroom.realtime.turns import in_turns
from chatroom.realtime.watching import WatchLists
from chatroom.services.people import People, in_order
from chatroom.services.presence import Roster

_ASKED_AT_ONCE = 50  # people; half a millisecond
log = logging.getLogger(__name__)


class Watchers:
    """Tells connections of the people whom they show. Belongs to the event loop's thread."""

    def __init__(self, roster: Roster[Connection]) -> None:
        self._roster = roster
        self._lists = WatchLists()
        self._changed: dict[int, None] = {}  # of those watched; in the order of their changes
        self._parted: dict[int, None] = {}  # members of a room who left it
        self._ends: dict[int, datetime] = {}  # of the statuses of those watched
        self._news: dict[Connection, list[bytes]] = {}  # that is being told at this moment

    def connected(self, connection: Connection) -> None:
        user_id = connection.session.user.id
        if self._roster.connected(user_id, connection):
            self._note(user_id)

    def disconnected(self, connection: Connection) -> None:
        self._watch(connection, ())
        user_id = connection.session.user.id
        if self._roster.disconnected(user_id, connection):
            self._note(user_id)

    def set_idle(self, connection: Connection, idle: bool) -> None:
        """Whether nobody is at a connection's device."""
        user_id = connection.session.user.id
        if self._roster.set_idle(user_id, connection, idle):
            self._note(user_id)

    def watch(self, connection: Connection, people: People, ids: Sequence[int]) -> list[Presence]:
        """Tell a connection of these people from now on, as far as its user may see them, and of nobody else;
        returns how they are now."""
        # Nothing yields between the look and the list: what changes is in this answer, or it is told.
        user = connection.session.user
        seen = people.seen_by(user, ids)
        if connection in self._roster.connections(user.id):
            self._watch(connection, tuple(seen))
            self._note_ends(seen.values())
        return in_order(ids, seen)

    def publish(self, events: Sequence[Event]) -> None:
        """Note what watchers are to be told of what was committed."""
        for event in events:
            if isinstance(event, PersonChanged):
                self._note(event.user_id)
            elif isinstance(event, MemberLeft):
                self._parted[event.user_id] = None

    def start(self, people: People, seconds: float = limits.PRESENCE_SECONDS) -> None:
        """
        Args:
            seconds: for which changes are gathered.
        """
        gevent.spawn(self._run, people, seconds)

    def tell(self, people: People) -> Iterator[None]:
        """Tell every connection what has changed of those it watches. Yields after each small step, and knows
        that everything may be different when it goes on."""
        yield from self._part(people)
        for user_id in self._roster.gone():
            self._note(user_id)
        now = people.clock()
        for user_id in [user_id for user_id, end in self._ends.items() if end <= now]:
            del self._ends[user_id]
            self._note(user_id)
        yield from self._gather(people)
        yield from self._send()

    def _run(self, people: People, seconds: float) -> None:
        while True:
            gevent.sleep(seconds)
            try:
                in_turns(self.tell(people))
            except Exception:
                log.exception("What has changed of people's presence could not be told; it is tried again")

    def _note(self, user_id: int) -> None:
        if self._lists.watchers(user_id):
            self._changed[user_id] = None

    def _note_ends(self, presences: Iterable[Presence]) -> None:
        """Note when statuses end. One that ended unseen stays noted: others still show it."""
        for presence in presences:
            if presence.status and presence.status.expires_at:
                self._ends[presence.user_id] = presence.status.expires_at

    def _watch(self, connection: Connection, ids: tuple[int, ...]) -> None:
        self._lists.replace(connection, ids)
        self._news.pop(connection, None)  # older than what it is answered

    def _part(self, people: People) -> Iterator[None]:
        """Let those who have left a room, and those with whom they share none any more, watch each other no
        longer."""
        while self._parted:
            user_id, _ = self._parted.popitem()
            try:
                yield from self._look_again(user_id, people)
            except Exception:
                self._parted[user_id] = None
                raise

    def _look_again(self, user_id: int, people: People) -> Iterator[None]:
        own = self._roster.connections(user_id)
        others = {connection.session.user.id for connection in self._lists.watchers(user_id)}
        others.update(*(self._lists.watched(connection) for connection in own))
        for some in _portions(others - {user_id}):
            hidden = people.not_seen_by(user_id, some)
            for connection in own:
                self._lists.remove(connection, hidden)
            for connection in tuple(self._lists.watchers(user_id)):
                if connection.session.user.id in hidden:
                    self._lists.remove(connection, {user_id})
            yield

    def _gather(self, people: People) -> Iterator[None]:
        """Make what each connection is to be told."""
        for some in _portions(tuple(self._changed)):
            presences = people.of(some)
            for user_id in some:
                self._changed.pop(user_id, None)
                self._ends.pop(user_id, None)
            self._note_ends(presences)
            for presence in presences:
                if presence.user_id in self._changed:
                    continue  # once more, while others were being told: next time
                piece = orjson.dumps(presence_payload(presence))
                for connection in self._lists.watchers(presence.user_id):
                    self._news.setdefault(connection, []).append(piece)
                yield

    def _send(self) -> Iterator[None]:
        """Send one frame to each, which is shared by those who are told the same."""
        frames: dict[tuple[bytes, ...], bytes] = {}
        while self._news:
            connection, pieces = self._news.popitem()
            told = tuple(pieces)
            if told not in frames:
                frames[told] = event_frame("presence", b'{"users":[%b]}' % b",".join(told))
            connection.websocket.send_soon(frames[told])
            yield


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, _ASKED_AT_ONCE)):
        yield some
