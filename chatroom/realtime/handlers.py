"""The events that clients send: tables of what each is called, takes and answers.

They are handled past Flask-SocketIO, which would push a request context for every event. A write must
reach the committer before anything waits: that is what keeps pipelined messages in order.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

import gevent

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.errors import BadRequest, ChatroomError, Internal, RateLimited
from chatroom.domain.payloads.files import file_payload
from chatroom.domain.payloads.messages import message_payload
from chatroom.domain.payloads.search import search_payload
from chatroom.domain.payloads.sync import changes_payload
from chatroom.domain.ports import Promise
from chatroom.domain.requests.base import R, Request, parse
from chatroom.domain.requests.files import FileUpload
from chatroom.domain.requests.messages import MessageDelete, MessageEdit, MessageSend
from chatroom.domain.requests.search import Search as SearchRequest
from chatroom.domain.requests.sync import Heads, Sync
from chatroom.realtime.answers import Answer, Question, Questions
from chatroom.realtime.conversation import message_events, message_writes
from chatroom.realtime.fanout import Connection
from chatroom.realtime.people import people_events, watching_events
from chatroom.realtime.presence import Watchers
from chatroom.realtime.reading import reading_events
from chatroom.realtime.rooms import room_events
from chatroom.realtime.transport.engine import ANY, Immediate, Reply
from chatroom.realtime.turns import Turns
from chatroom.services.budget import Budgets
from chatroom.services.services import Services

log = logging.getLogger(__name__)
_ENDED = "This connection has ended."
# They read much, or come from everybody at once.
_IN_TURN = (
    "sync",
    "message:get",
    "message:thread",
    "room:pins",
    "saved:list",
    "presence:watch",
)
_AT_ONCE = ("typing",)  # never waits, and a thousand may come in the same moment


@dataclass(frozen=True, slots=True)
class Handlers:
    services: Services
    watchers: Watchers
    turns: Turns

    def writes(self) -> dict[str, tuple[type[Request], Callable[[User, Any], Promise[Message]]]]:
        """Events that change a message: each with its schema, and what does it without waiting."""
        return {
            "message:send": (MessageSend, self.services.messages.send),
            "message:edit": (MessageEdit, self.services.messages.edit),
            "message:delete": (MessageDelete, self.services.messages.delete),
            **message_writes(self.services.conversation),
        }

    def questions(self) -> Questions:
        """All other events: each with its schema, and what answers it and may wait."""
        return {
            "sync": (Sync, self.sync),
            "heads": (Heads, self.heads),
            "file:upload": (FileUpload, self.file_upload),
            "search": (SearchRequest, self.search),
            **room_events(self.services.rooms),
            **message_events(self.services.messages, self.services.conversation),
            **reading_events(self.services.reading, self.services.drafts),
            **people_events(self.services.people, self.services.typing),
        }

    def of_connections(self) -> dict[str, tuple[type[Request], Callable[[Connection, Any], Answer]]]:
        """Events about the connection that sends them, answered like questions."""
        return watching_events(self.services.people, self.watchers)

    def sync(self, user: User, command: Sync) -> Answer:
        steps = self.services.synchronizer.changes_in_steps(user, command)
        return changes_payload(self.turns.through(steps))

    def heads(self, user: User, _command: Heads) -> Answer:
        heads = self.services.synchronizer.heads(user)
        return {"rooms": {str(room_id): version for room_id, version in heads.items()}}

    def search(self, user: User, command: SearchRequest) -> Answer:
        return search_payload(self.services.search.find(user, command))

    def file_upload(self, user: User, command: FileUpload) -> Answer:
        file = self.services.files.receive(
            user, command.name, command.type, [command.data], len(command.data)
        )
        return {"file": file_payload(file)}


def immediate(handlers: Handlers, budgets: Budgets) -> dict[str, Immediate]:
    """What the transport calls in place, whatever the event.

    What is too much is refused before it costs anything. A write is on its way to the committer when
    its function returns, and answered when it is on disk, without a greenlet, which would cost 14 µs;
    a question that may wait gets one.
    """
    found: dict[str, Immediate] = {}
    for name, (model, write) in handlers.writes().items():
        found[name] = _guarded(partial(budgets.spend, kind=name), partial(_promise, model, write))
    questions = {
        name: (model, _of_user(question)) for name, (model, question) in handlers.questions().items()
    }
    for name, (model, question) in {**questions, **handlers.of_connections()}.items():
        turn = partial(_turn, handlers.turns) if name in _IN_TURN else nullcontext
        answer = partial(_answer if name in _AT_ONCE else partial(_spawn, turn), model, question)
        found[name] = _guarded(partial(budgets.spend, kind=name), answer)
    found[ANY] = _guarded(partial(budgets.spend, kind="unknown"), _unknown)
    return found


def _guarded(
    spend: Callable[[User], None], handle: Callable[[Connection, Sequence[object], Reply], None]
) -> Immediate:
    """Let nothing through but what a connection's user may still do."""

    def guarded(owner: object, arguments: list[object], reply: Reply) -> None:
        with _refusing(reply):
            connection = _connection(owner)
            try:
                spend(connection.session.user)
            except RateLimited:
                # A refusal costs nearly as much as what it refuses: the flood is to wait in its socket.
                connection.websocket.pause(limits.REFUSED_PAUSE_SECONDS)
                raise
            handle(connection, arguments, reply)

    return guarded


@contextmanager
def _refusing(reply: Reply) -> Iterator[None]:
    """Answer what is raised."""
    try:
        yield
    except ChatroomError as error:
        reply({"ok": False, **error.payload()})
    except Exception:
        log.exception("An event failed")
        reply({"ok": False, **Internal().payload()})


def _of_user(question: Question) -> Callable[[Connection, Any], Answer]:
    return lambda connection, command: question(connection.session.user, command)


def _promise(
    model: type[Request],
    write: Callable[[User, Any], Promise[Message]],
    connection: Connection,
    arguments: Sequence[object],
    reply: Reply,
) -> None:
    def refuse(error: ChatroomError) -> None:
        reply({"ok": False, **error.payload()})

    write(connection.session.user, _command(model, arguments)).then(partial(_kept, reply), refuse)


def _kept(reply: Reply, message: Message) -> None:
    reply({"ok": True, "message": message_payload(message)})


def _answer(
    model: type[Request],
    question: Callable[[Connection, Any], Answer],
    connection: Connection,
    arguments: Sequence[object],
    reply: Reply,
) -> None:
    reply({"ok": True, **question(connection, _command(model, arguments))})


def _spawn(
    turn: Callable[[Connection], AbstractContextManager[object]],
    model: type[Request],
    question: Callable[[Connection, Any], Answer],
    connection: Connection,
    arguments: Sequence[object],
    reply: Reply,
) -> None:
    def answer() -> None:
        with _refusing(reply), turn(connection):
            reply({"ok": True, **question(connection, command)})

    command = _command(model, arguments)
    gevent.spawn(answer)


def _unknown(_connection: Connection, arguments: Sequence[object], _reply: Reply) -> None:
    raise BadRequest(f"There is no event {str(arguments[0])[:50]!r}.")


@contextmanager
def _turn(turns: Turns, connection: Connection) -> Iterator[None]:
    """Behind at most one request of each other connection."""
    with connection.reading:
        turns.wait()
        if not connection.websocket.open:
            raise BadRequest(_ENDED)
        yield


def _connection(owner: object) -> Connection:
    """Who speaks; a client may have left again by the time at which its last events are looked at."""
    if isinstance(owner, Connection):
        return owner
    raise BadRequest(_ENDED)


def _command(model: type[R], arguments: Sequence[object]) -> R:
    if len(arguments) != 1:
        raise BadRequest("An event takes one object.")
    return parse(model, arguments[0])
