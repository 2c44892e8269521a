"""The fan-out: one frame for a message, one write for a connection and batch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from gevent.lock import Semaphore

from chatroom.domain.entities.people import Session
from chatroom.domain.entities.rooms import Membership
from chatroom.domain.events import (
    DraftChanged,
    Event,
    MemberJoined,
    MemberLeft,
    MembershipChanged,
    MessageChanged,
    MessageSaved,
    ReadMoved,
    RoomChanged,
    SessionsRevoked,
)
from chatroom.domain.payloads.messages import message_json
from chatroom.domain.payloads.reading import draft_payload, read_payload
from chatroom.domain.payloads.rooms import own_room_payload, room_payload
from chatroom.realtime.transport.frames import CloseCode, text_frame
from chatroom.realtime.transport.websocket import WebSocket


def event_frame(name: str, payload: dict[str, Any] | bytes) -> bytes:
    """A Socket.IO event as a WebSocket frame: Engine.IO message (4), Socket.IO event (2), JSON."""
    encoded = payload if isinstance(payload, bytes) else orjson.dumps(payload)
    return text_frame(b'42["%b",%b]' % (name.encode(), encoded))


class Connection:
    """A live connection of a signed-in browser or program."""

    __slots__ = ("reading", "rooms", "session", "websocket")

    def __init__(self, session: Session, websocket: WebSocket) -> None:
        self.session = session
        self.websocket = websocket
        self.rooms: set[int] = set()
        self.reading = Semaphore()  # held for each `sync`, and what else is read in turns


_OwnEvent = MembershipChanged | ReadMoved | DraftChanged | MessageSaved  # for one user, of one room
_Frames = dict[int, list[bytes]]  # to be sent, by room
_Ahead = dict[int, dict[Connection, int]]  # by room, how many of its frames a connection was sent already


class Fanout:
    """Who listens to what, and the publisher that tells them. Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._by_room: dict[int, set[Connection]] = defaultdict(set)
        self._by_user: dict[int, set[Connection]] = defaultdict(set)
        self._by_session: dict[int, set[Connection]] = defaultdict(set)

    def add(self, connection: Connection) -> None:
        """From here on the connection ends with its session."""
        self._by_user[connection.session.user.id].add(connection)
        self._by_session[connection.session.id].add(connection)

    def subscribe(self, connection: Connection, rooms: Iterable[int]) -> None:
        """From here on the connection hears of every change in these rooms, if it is still there."""
        if connection not in self._by_session.get(connection.session.id, ()):
            return
        for room_id in rooms:
            connection.rooms.add(room_id)
            self._by_room[room_id].add(connection)

    def remove(self, connection: Connection) -> None:
        user_id, session_id = connection.session.user.id, connection.session.id
        _discard(self._by_user, user_id, connection)
        _discard(self._by_session, session_id, connection)
        for room_id in connection.rooms:
            _discard(self._by_room, room_id, connection)

    def present(self, room_id: int) -> set[int]:
        """The ids of the users who hear a room at this moment."""
        return {connection.session.user.id for connection in self._by_room.get(room_id, ())}

    def connected(self, session_ids: Iterable[int]) -> set[int]:
        """Those of these sessions that have a live connection at this moment."""
        return {session_id for session_id in session_ids if session_id in self._by_session}

    def close_all(self) -> None:
        """The server goes away; clients come back and resume."""
        self._close(frozenset(self._by_session), CloseCode.GOING_AWAY, "the server restarts")

    def publish(self, events: Sequence[Event]) -> None:
        """Deliver committed events in their order; each connection gets one write, soon."""
        frames: _Frames = defaultdict(list)
        ahead: _Ahead = defaultdict(dict)
        for event in events:
            match event:
                case MessageChanged(message):
                    frames[message.room_id].append(event_frame("message", message_json(message)))
                case RoomChanged(room):
                    frames[room.id].append(event_frame("room", room_payload(room)))
                case MemberJoined(user_id, membership):
                    self._send(frames, ahead)
                    self._tell_member(user_id, membership)
                case MemberLeft(user_id, room_id):
                    # What was committed before still goes to all of them, and nothing after it.
                    self._send(frames, ahead)
                    self._remove_member(user_id, room_id)
                case MembershipChanged() | ReadMoved() | DraftChanged() | MessageSaved():
                    self._tell_user(event, frames, ahead)
                case SessionsRevoked(session_ids):
                    self._send(frames, ahead)
                    self._close(session_ids, CloseCode.POLICY_VIOLATION, "signed out")
        self._send(frames, ahead)

    def tell(self, room_id: int, frame: bytes) -> None:
        """Send to everybody who listens to a room something that is not committed."""
        self._send({room_id: [frame]}, {})

    def _tell_user(self, event: _OwnEvent, frames: _Frames, ahead: _Ahead) -> None:
        """Tell a user what is theirs alone, behind what came before it in its room: a position counts that.

        Nobody else's frames are cut in two. In a large room every message is read by thousands.
        """
        match event:
            case MembershipChanged(_, membership):
                room_id, frame = membership.room.id, _own_room_frame(membership)
            case ReadMoved(_, room_id, read_number, mentions):
                frame = event_frame("read", read_payload(room_id, read_number, mentions))
            case DraftChanged(_, draft):
                room_id, frame = draft.room_id, event_frame("draft", draft_payload(draft))
            case MessageSaved(_, room_id, number, saved):
                frame = event_frame("saved", {"room": room_id, "number": number, "saved": saved})
        of_room = frames.get(room_id, ())
        for connection in self._by_user.get(event.user_id, ()):
            if of_room and room_id in connection.rooms:
                _send_from(connection, of_room, ahead[room_id].get(connection, 0))
                ahead[room_id][connection] = len(of_room)
            connection.websocket.send_soon(frame)

    def _tell_member(self, user_id: int, membership: Membership) -> None:
        frame = _own_room_frame(membership)
        for connection in self._by_user.get(user_id, ()):
            self.subscribe(connection, (membership.room.id,))
            connection.websocket.send_soon(frame)

    def _remove_member(self, user_id: int, room_id: int) -> None:
        frame = event_frame("room:removed", {"room": room_id})
        for connection in self._by_user.get(user_id, ()):
            connection.rooms.discard(room_id)
            _discard(self._by_room, room_id, connection)
            connection.websocket.send_soon(frame)

    def _send(self, frames: _Frames, ahead: _Ahead) -> None:
        """Send a room's frames as one piece, which its connections share, save who has some already."""
        for room_id, of_room in frames.items():
            piece = b"".join(of_room)
            sent = ahead.get(room_id)
            # One that breaks leaves the room in a greenlet of its own, so the set stays as it is here.
            for connection in self._by_room.get(room_id, ()):
                if sent and connection in sent:
                    _send_from(connection, of_room, sent[connection])
                else:
                    connection.websocket.send_soon(piece)
        frames.clear()
        ahead.clear()

    def _close(self, session_ids: frozenset[int], code: int, reason: str) -> None:
        for session_id in session_ids:
            for connection in tuple(self._by_session.get(session_id, ())):
                connection.websocket.close(code, reason)


def _own_room_frame(membership: Membership) -> bytes:
    return event_frame("room", own_room_payload(membership))


def _send_from(connection: Connection, frames: Sequence[bytes], start: int) -> None:
    for frame in frames[start:]:
        connection.websocket.send_soon(frame)


def _discard(index: dict[int, set[Connection]], key: int, connection: Connection) -> None:
    found = index.get(key)
    if found is not None:
        found.discard(connection)
        if not found:
            del index[key]
