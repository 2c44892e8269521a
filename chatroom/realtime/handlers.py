"""The events that clients send: tables of what each is called, takes and answers.

A write must reach the committer before anything waits: that is what keeps pipelined messages in
order.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import gevent
import orjson
import socketio

from chatroom.domain.entities import Message, User
from chatroom.domain.errors import BadRequest, ChatroomError, Internal, RateLimited
from chatroom.domain.payloads.files import file_payload
from chatroom.domain.payloads.messages import message_json
from chatroom.domain.payloads.sync import changes_payload
from chatroom.domain.ports import Promise
from chatroom.domain.requests.base import R, Request, parse
from chatroom.domain.requests.files import FileUpload
from chatroom.domain.requests.messages import MessageDelete, MessageEdit, MessageSend
from chatroom.domain.requests.sync import Heads, Sync
from chatroom.realtime.fanout import Connection
from chatroom.realtime.people import people_events, watching_events
from chatroom.realtime.presence import Watchers
from chatroom.realtime.reading import reading_events
from chatroom.realtime.rooms import room_events
from chatroom.realtime.transport.engine import Immediate, Reply
from chatroom.realtime.transport.install import websocket_of
from chatroom.realtime.turns import Turns
from chatroom.services.budget import Budgets
from chatroom.services.drafts import Drafts
from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.services.people import People
from chatroom.services.reading import Reading
from chatroom.services.rooms import Rooms
from chatroom.services.sync import Synchronizer
from chatroom.services.typing import Typing

log = logging.getLogger(__name__)
Answer = dict[str, Any]
_REFUSAL_SECONDS = 1.0
_ENDED = "This connection has ended."
_IN_TURN = ("sync",)  # they read much


@dataclass(frozen=True, slots=True)
class Handlers:
    messages: Messages
    synchronizer: Synchronizer
    files: Files
    rooms: Rooms
    reading: Reading
    drafts: Drafts
    people: People
    typing: Typing
    watchers: Watchers

    def writes(self) -> dict[str, tuple[type[Request], Callable[[User, Any], Promise[Message]]]]:
        """Events that change a message: each with its schema, and what does it without waiting."""
        return {
            "message:send": (MessageSend, self.messages.send),
            "message:edit": (MessageEdit, self.messages.edit),
            "message:delete": (MessageDelete, self.messages.delete),
        }

    def questions(self) -> dict[str, tuple[type[Request], Callable[[User, Any], Answer]]]:
        """All other events: each with its schema, and what answers it and may wait."""
        return {
            "sync": (Sync, self.sync),
            "heads": (Heads, self.heads),
            "file:upload": (FileUpload, self.file_upload),
            **room_events(self.rooms),
            **reading_events(self.reading, self.drafts),
            **people_events(self.people, self.typing),
        }

    def of_connections(self) -> dict[str, tuple[type[Request], Callable[[Connection, Any], Answer]]]:
        """Events about the connection that sends them, answered like questions."""
        return watching_events(self.people, self.watchers)

    def sync(self, user: User, command: Sync) -> Answer:
        return changes_payload(self.synchronizer.changes(user, command))

    def heads(self, user: User, _command: Heads) -> Answer:
        heads = self.synchronizer.heads(user)
        return {"rooms": {str(room_id): version for room_id, version in heads.items()}}

    def file_upload(self, user: User, command: FileUpload) -> Answer:
        file = self.files.receive(user, command.name, command.type, [command.data], len(command.data))
        return {"file": file_payload(file)}


def immediate(handlers: Handlers, budgets: Budgets) -> dict[str, Immediate]:
    """What the transport calls in place, without a greenlet: a message is on its way to the committer
    when this returns, and answered when it is on disk. A greenlet that waits costs 14 µs."""
    return {
        name: _promising(model, write, partial(budgets.spend, kind=name))
        for name, (model, write) in handlers.writes().items()
    }


def register(server: socketio.Server, handlers: Handlers, budgets: Budgets) -> None:
    """Put the questions on the server, past Flask-SocketIO, which would push a request context for
    every event."""
    turns = Turns()
    questions = {
        name: (model, _of_user(question)) for name, (model, question) in handlers.questions().items()
    }
    for name, (model, question) in {**questions, **handlers.of_connections()}.items():
        spend = partial(budgets.spend, kind=name)
        turn = partial(_turn, turns) if name in _IN_TURN else nullcontext
        server.on(name, _answering(server, model, question, spend, turn))
    server.on("*", _unknown(server, partial(budgets.spend, kind="unknown")))


def _of_user(question: Callable[[User, Any], Answer]) -> Callable[[Connection, Any], Answer]:
    return lambda connection, command: question(connection.session.user, command)


def _promising(
    model: type[Request],
    write: Callable[[User, Any], Promise[Message]],
    spend: Callable[[User], None],
) -> Immediate:
    def handle(owner: object, arguments: list[object], reply: Reply) -> None:
        def refuse(error: ChatroomError) -> None:
            reply({"ok": False, **error.payload()})

        try:
            user = _user(owner, spend)
            write(user, _command(model, arguments)).then(partial(_kept, reply), refuse)
        except RateLimited as error:
            gevent.spawn_later(_REFUSAL_SECONDS, refuse, error)
        except ChatroomError as error:
            refuse(error)
        except Exception:
            log.exception("An event failed")
            refuse(Internal())

    return handle


def _kept(reply: Reply, message: Message) -> None:
    reply({"ok": True, "message": orjson.Fragment(message_json(message))})


def _answering(
    server: socketio.Server,
    model: type[Request],
    question: Callable[[Connection, Any], Answer],
    spend: Callable[[User], None],
    turn: Callable[[Connection], AbstractContextManager[object]],
) -> Callable[..., Answer]:
    def handle(sid: str, *arguments: object) -> Answer:
        try:
            connection = _connection(_owner(server, sid))
            _user(connection, spend)
            command = _command(model, arguments)
            with turn(connection):
                return {"ok": True, **question(connection, command)}
        except RateLimited as error:
            return _refused_slowly(server, error)
        except ChatroomError as error:
            return {"ok": False, **error.payload()}
        except Exception:
            log.exception("An event failed")
            return {"ok": False, **Internal().payload()}

    return handle


def _unknown(server: socketio.Server, spend: Callable[[User], None]) -> Callable[..., Answer]:
    def handle(event: str, sid: str, *_arguments: object) -> Answer:
        try:
            _user(_owner(server, sid), spend)
            raise BadRequest(f"There is no event {event[:50]!r}.")
        except RateLimited as error:
            return _refused_slowly(server, error)
        except ChatroomError as error:
            return {"ok": False, **error.payload()}

    return handle


@contextmanager
def _turn(turns: Turns, connection: Connection) -> Iterator[None]:
    """Behind at most one request of each other connection."""
    with connection.reading:
        turns.wait()
        if not connection.websocket.open:
            raise BadRequest(_ENDED)
        yield


def _owner(server: socketio.Server, sid: str) -> object:
    with suppress(KeyError):
        return websocket_of(server, sid).owner
    return None


def _connection(owner: object) -> Connection:
    """Who speaks; a client may have left again by the time at which its last events are looked at."""
    if isinstance(owner, Connection):
        return owner
    raise BadRequest(_ENDED)


def _user(owner: object, spend: Callable[[User], None]) -> User:
    user = _connection(owner).session.user
    spend(user)
    return user


def _command(model: type[R], arguments: Sequence[object]) -> R:
    if len(arguments) != 1:
        raise BadRequest("An event takes one object.")
    return parse(model, arguments[0])


def _refused_slowly(server: socketio.Server, error: RateLimited) -> Answer:
    """A refusal costs nearly as much as what it refuses. While it waits it holds one of the events
    that a connection may have in hand; with all of them held, the flood waits in its own socket."""
    server.sleep(_REFUSAL_SECONDS)
    return {"ok": False, **error.payload()}
