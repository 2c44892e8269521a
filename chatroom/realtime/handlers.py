"""The events that clients send: a table of what each is called, takes and answers.

A handler is called in the order in which its client sent, and must reach the committer before
it first waits for anything: that is what keeps pipelined messages in order.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
import socketio

from chatroom.domain.entities import Message, User
from chatroom.domain.errors import BadRequest, ChatroomError, Internal, RateLimited
from chatroom.domain.events import changes_payload, file_payload, message_json
from chatroom.domain.requests import (
    FileUpload,
    Heads,
    MessageDelete,
    MessageEdit,
    MessageSend,
    Request,
    Sync,
    parse,
)
from chatroom.realtime.fanout import Connection
from chatroom.realtime.transport.install import websocket_of
from chatroom.realtime.turns import Turns
from chatroom.services.budget import Budgets
from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.services.sync import Synchronizer

log = logging.getLogger(__name__)
Answer = dict[str, Any]
_REFUSAL_SECONDS = 1.0
_IN_TURN = ("sync",)  # they read much


@dataclass(frozen=True, slots=True)
class Handlers:
    messages: Messages
    synchronizer: Synchronizer
    files: Files

    def table(self) -> dict[str, tuple[type[Request], Callable[[User, Any], Answer]]]:
        """Every event of a client: its schema and its handler."""
        return {
            "message:send": (MessageSend, self.message_send),
            "message:edit": (MessageEdit, self.message_edit),
            "message:delete": (MessageDelete, self.message_delete),
            "sync": (Sync, self.sync),
            "heads": (Heads, self.heads),
            "file:upload": (FileUpload, self.file_upload),
        }

    def message_send(self, user: User, command: MessageSend) -> Answer:
        return _answer(self.messages.send(user, command))

    def message_edit(self, user: User, command: MessageEdit) -> Answer:
        return _answer(self.messages.edit(user, command))

    def message_delete(self, user: User, command: MessageDelete) -> Answer:
        return _answer(self.messages.delete(user, command))

    def sync(self, user: User, command: Sync) -> Answer:
        return changes_payload(self.synchronizer.changes(user, command))

    def heads(self, user: User, _command: Heads) -> Answer:
        heads = self.synchronizer.heads(user)
        return {"rooms": {str(room_id): version for room_id, version in heads.items()}}

    def file_upload(self, user: User, command: FileUpload) -> Answer:
        file = self.files.receive(user, command.name, command.type, [command.data], len(command.data))
        return {"file": file_payload(file)}


def _answer(message: Message) -> Answer:
    return {"message": orjson.Fragment(message_json(message))}


def register(server: socketio.Server, handlers: Handlers, budgets: Budgets) -> None:
    """Put the table on the server, past Flask-SocketIO, which would push a request context for
    every event at half the speed (measured: 3,500 against 7,200 messages a second)."""
    turns = Turns()
    for name, (model, handler) in handlers.table().items():
        spend = partial(budgets.spend, kind=name)
        turn = turns.take if name in _IN_TURN else nullcontext
        server.on(name, _answering(server, model, handler, spend, turn))
    server.on("*", _unknown(server, partial(budgets.spend, kind="unknown")))


def _answering(
    server: socketio.Server,
    model: type[Request],
    handler: Callable[[User, Any], Answer],
    spend: Callable[[User], None],
    turn: Callable[[Connection], AbstractContextManager[object]],
) -> Callable[..., Answer]:
    def handle(sid: str, *arguments: object) -> Answer:
        try:
            connection = _connection(server, sid)
            spend(connection.session.user)
            if len(arguments) != 1:
                raise BadRequest("An event takes one object.")
            command = parse(model, arguments[0])
            with turn(connection):
                return {"ok": True, **handler(connection.session.user, command)}
        except RateLimited as error:
            return _refused_slowly(server, error)
        except ChatroomError as error:
            return {"ok": False, **error.payload()}
        except Exception:
            log.exception("An event failed")
            return {"ok": False, **Internal().payload()}

    return handle


def _connection(server: socketio.Server, sid: str) -> Connection:
    """Who speaks; a client may have left again by the time at which its last events are looked at."""
    with suppress(KeyError):
        connection = websocket_of(server, sid).owner
        if isinstance(connection, Connection):
            return connection
    raise BadRequest("This connection has ended.")


def _unknown(server: socketio.Server, spend: Callable[[User], None]) -> Callable[..., Answer]:
    def handle(event: str, sid: str, *_arguments: object) -> Answer:
        try:
            spend(_connection(server, sid).session.user)
            raise BadRequest(f"There is no event {event[:50]!r}.")
        except RateLimited as error:
            return _refused_slowly(server, error)
        except ChatroomError as error:
            return {"ok": False, **error.payload()}

    return handle


def _refused_slowly(server: socketio.Server, error: RateLimited) -> Answer:
    """A refusal costs nearly as much as what it refuses. While it waits it holds one of the events
    that a connection may have in hand; with all of them held, the flood waits in its own socket."""
    server.sleep(_REFUSAL_SECONDS)
    return {"ok": False, **error.payload()}
