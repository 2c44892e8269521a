"""Whatever a client sends, it gets a typed error, and the server goes on for everybody."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from chatroom.domain import limits
from tests.cast import Person
from tests.realtime.clients import PythonClient, send
from tests.realtime.conftest import Connect
from tests.server import Server

SEND = {"room": 1, "client_id": "3f2b8d4e-1111-4222-8333-444455556666", "body": "hello"}
NEITHER_TEXT_NOR_FILE = {**SEND, "body": " \n "}

BAD: list[tuple[str, Any, str]] = [
    ("message:send", {**SEND, "is_admin": True}, "invalid"),
    ("message:send", {**SEND, "number": 1}, "invalid"),
    ("message:send", {**SEND, "author": {"id": 1, "username": "eve"}}, "invalid"),
    ("message:send", {**SEND, "room": "1"}, "invalid"),
    ("message:send", {**SEND, "room": True}, "invalid"),
    ("message:send", {**SEND, "room": 1.5}, "invalid"),
    ("message:send", {**SEND, "room": 0}, "invalid"),
    ("message:send", {**SEND, "room": 2**60}, "invalid"),
    ("message:send", {**SEND, "room": 999}, "not_found"),
    ("message:send", {**SEND, "body": None}, "invalid"),
    ("message:send", {**SEND, "body": "x" * (limits.BODY_MAX + 1)}, "invalid"),
    ("message:send", {**SEND, "body": "a\x00b"}, "invalid"),
    ("message:send", NEITHER_TEXT_NOR_FILE, "invalid"),
    ("message:send", {**SEND, "client_id": "not-a-uuid"}, "invalid"),
    ("message:send", {**SEND, "files": ["../../etc/passwd"]}, "invalid"),
    ("message:send", {**SEND, "files": ["A" * 22]}, "not_found"),
    ("message:send", {**SEND, "files": ["A" * 22] * 2}, "invalid"),
    ("message:send", {"room": 1, "body": "no client_id"}, "invalid"),
    ("message:send", [], "invalid"),
    ("message:send", "hello", "invalid"),
    ("message:send", None, "bad_request"),
    ("message:edit", {"room": 1, "number": 2**52, "body": "x"}, "not_found"),
    ("message:edit", {"room": 1, "number": -1, "body": "x"}, "invalid"),
    ("message:delete", {"room": 1, "number": 2**52}, "not_found"),
    ("sync", {"room": 1, "since": -1}, "invalid"),
    ("sync", {"room": 1, "since": 0, "limit": 1_000_000}, "invalid"),
    ("heads", {"room": 1}, "invalid"),
    ("file:upload", {"name": "a", "type": "text/plain", "data": "text, not bytes"}, "invalid"),
    ("file:upload", {"name": "", "type": "text/plain", "data": b"x"}, "invalid"),
    ("file:upload", {"name": "a", "type": "text/plain", "data": b"x" * (512 * 1024 + 1)}, "invalid"),
    ("room:create", {"name": "Design"}, "invalid"),
    ("room:create", {"name": "Design", "kind": "direct"}, "invalid"),
    ("room:create", {"name": "a\u202eb", "kind": "private"}, "invalid"),
    ("room:create", {"name": "general", "kind": "private"}, "conflict"),
    ("room:direct", {"users": [2**52]}, "not_found"),
    ("room:direct", {"users": [{"id": 1}]}, "invalid"),
    ("room:update", {"room": 1}, "invalid"),
    ("room:update", {"room": 1, "name": "Mine"}, "forbidden"),
    ("room:join", {"room": 2**52}, "not_found"),
    ("room:leave", {"room": "1"}, "invalid"),
    ("room:invite", {"room": 1, "user": 2**52}, "not_found"),
    ("room:remove", {"room": 1, "user": 1, "role": "owner"}, "invalid"),
    ("room:role", {"room": 1, "user": 1, "role": "god"}, "invalid"),
    ("room:mute", {"room": 1, "muted": 1}, "invalid"),
    ("no:such:event", {}, "bad_request"),
]


@pytest.fixture(scope="module")
def talker(server: Server) -> Iterator[PythonClient]:
    """One connection for all of it, which has to survive each."""
    client = PythonClient(Person(server.url, "talker").register().log_in())
    client.inbox.wait("welcome")
    yield client
    client.close()


def test_what_they_are_variations_of_is_fine(ada: Person, connect: Connect) -> None:
    assert connect(ada).call("message:send", {**SEND, "client_id": str(uuid4())})["ok"]


@pytest.mark.parametrize(("event", "data", "code"), BAD)
def test_bad_input_gets_a_typed_error(talker: PythonClient, event: str, data: Any, code: str) -> None:
    answer = talker.call(event, data)
    assert set(answer) == {"ok", "error"}
    assert answer["ok"] is False
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]
    assert "Traceback" not in str(answer)
    send(talker, f"still here, {uuid4()}")
