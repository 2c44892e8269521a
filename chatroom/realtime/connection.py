"""A connection's life: refused or let in, welcomed, and forgotten."""

import logging
from typing import Any

import socketio
from flask import Flask
from flask_login import current_user

from chatroom.domain.errors import BadRequest, ChatroomError, Unauthorized
from chatroom.domain.payloads.people import presence_payload, user_payload
from chatroom.domain.payloads.rooms import own_room_payload
from chatroom.realtime.fanout import Connection, Fanout, event_frame
from chatroom.realtime.presence import Watchers
from chatroom.realtime.transport.frames import CloseCode
from chatroom.realtime.transport.install import KEPT, forget_environ, websocket_of
from chatroom.services.people import People
from chatroom.services.sessions import Sessions
from chatroom.services.sync import Synchronizer

log = logging.getLogger(__name__)


def register(
    app: Flask,
    server: socketio.Server,
    fanout: Fanout,
    sessions: Sessions,
    synchronizer: Synchronizer,
    watchers: Watchers,
    people: People,
) -> None:
    """Let only signed-in people in, and tell them where every room of theirs stands."""

    def gate(eio_sid: str, environ: dict[str, Any]) -> Any:
        # Before the upgrade: whoever is not signed in gets a plain HTTP 401 and no WebSocket.
        with app.request_context(environ):
            if not current_user.is_authenticated:
                return Unauthorized().payload()
            environ[KEPT] = current_user.session
        return server._handle_eio_connect(eio_sid, environ)

    def connect(sid: str, environ: dict[str, Any], _auth: object = None) -> None:
        # Asked again: the session may have ended since the upgrade. Nothing yields from here to
        # `add`, so that a session ending later finds the connection.
        session = environ.get(KEPT)
        if session is None:  # forgotten below: the client has left, and wants to come back
            raise _refused(BadRequest("This connection has ended. Open another one."))
        if not sessions.lasts(session):
            raise _refused(Unauthorized())
        connection = Connection(session, websocket_of(server, sid))
        connection.websocket.owner = connection
        fanout.add(connection)
        watchers.connected(connection)
        forget_environ(server, sid)
        server.start_background_task(_welcome, connection, fanout, synchronizer, people)

    def disconnect(sid: str, reason: str) -> None:
        connection = websocket_of(server, sid).owner
        if isinstance(connection, Connection):
            fanout.remove(connection)
            watchers.disconnected(connection)

    server.eio.on("connect", gate)
    server.on("connect", connect)
    server.on("disconnect", disconnect)


def _welcome(connection: Connection, fanout: Fanout, synchronizer: Synchronizer, people: People) -> None:
    # Nothing yields between the read and the subscription, and what is committed is published
    # afterwards: a change is in these heads, or it is delivered, or both.
    try:
        memberships, saved = synchronizer.welcome(connection.session.user)
        presence = people.own(connection.session.user)
    except Exception:
        log.exception("A connection could not be welcomed")
        # Closed, the client comes back; without a welcome it would wait for ever.
        connection.websocket.close(CloseCode.INTERNAL_ERROR, "try again")
        return
    fanout.subscribe(connection, [membership.room.id for membership in memberships])
    payload = {
        "user": user_payload(connection.session.user),
        "rooms": [own_room_payload(membership) for membership in memberships],
        "presence": presence_payload(presence),
        "saved": [{"room": room_id, "number": number} for room_id, number in saved],
    }
    # Anybody may invite others into hundreds of rooms of long topics; that is not to keep them out for ever.
    connection.websocket.send_whole(event_frame("welcome", payload))


def _refused(error: ChatroomError) -> Exception:
    refusal: Exception = socketio.exceptions.ConnectionRefusedError(error.message, error.payload()["error"])
    return refusal
