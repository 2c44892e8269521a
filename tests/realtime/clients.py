"""Two real clients of different make behind one face: python-socketio's, and socket.io-client."""

import base64
import json
import os
import subprocess
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import socketio

from tests.cast import Person

SECONDS = 30  # who goes counts as gone after twelve; the rest is for a busy machine
ROOT = Path(__file__).parents[2]


class Client(Protocol):
    """A connection of a person. Every wait is for a condition, and fails after a deadline."""

    inbox: "Inbox"

    def call(self, event: str, data: Any) -> dict[str, Any]: ...

    def close(self) -> None: ...


class Inbox:
    """What came in, and a way to wait for more."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._events: list[tuple[str, Any]] = []

    def put(self, event: str, data: Any) -> None:
        with self._condition:
            self._events.append((event, data))
            self._condition.notify_all()

    def all(self, event: str) -> list[Any]:
        with self._condition:
            return [data for name, data in self._events if name == event]

    def wait(self, event: str, matching: Callable[[Any], bool] = lambda data: True) -> Any:
        """The first such event, come or coming."""

        def found() -> list[Any]:
            return [data for name, data in self._events if name == event and matching(data)]

        with self._condition:
            assert self._condition.wait_for(found, SECONDS), f"No {event!r} among {self._events}"
            return found()[0]

    def after(self, event: str) -> list[tuple[str, Any]]:
        """Everything that came behind the first such event, with its name."""
        with self._condition:
            names = [name for name, _ in self._events]
            return self._events[names.index(event) + 1 :]

    def message(self, body: str) -> dict[str, Any]:
        """Wait for a message that says this."""
        message: dict[str, Any] = self.wait("message", lambda data: data["body"] == body)
        return message

    def bodies(self) -> list[str]:
        return [message["body"] for message in self.all("message")]


class PythonClient:
    def __init__(self, person: Person) -> None:
        self.inbox = Inbox()
        self._client = socketio.Client(reconnection=False, request_timeout=SECONDS)
        self._client.on("*", self.inbox.put)
        self._client.on("disconnect", lambda reason: self.inbox.put("disconnected", reason))
        # A handler of its own, because "*" never gets an event called "message".
        self._client.on("message", lambda data: self.inbox.put("message", data))
        try:
            self._client.connect(person.url, headers={"Cookie": person.cookie}, transports=["websocket"])
        except socketio.exceptions.ConnectionError as error:
            self.inbox.put("refused", str(error))

    def call(self, event: str, data: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._client.call(event, data, timeout=SECONDS)
        return answer

    def close(self) -> None:
        self._client.disconnect()


class JavaScriptClient:
    def __init__(self, person: Person) -> None:
        self.inbox = Inbox()
        self._node = _node()
        self._key = self._node.connect(self.inbox, person)
        self.inbox.wait("state", lambda state: state in ("connected", "refused"))

    def call(self, event: str, data: Any) -> dict[str, Any]:
        line: dict[str, Any] = {"client": self._key, "id": str(uuid4()), "event": event, "data": data}
        if isinstance(data, dict) and isinstance(data.get("data"), bytes):
            line |= {
                "data": {**data, "data": None},
                "base64": base64.b64encode(data["data"]).decode(),
            }
        self._node.tell(line)
        answer: dict[str, Any] = self.inbox.wait(f"ack {line['id']}")
        return answer

    def close(self) -> None:
        self._node.tell({"client": self._key, "gone": True})


class _Node:
    """The process of all JavaScript clients: it takes longer to start than a test does."""

    def __init__(self) -> None:
        self._inboxes: dict[str, Inbox] = {}
        self._process = subprocess.Popen(
            [node(), ROOT / "tests/realtime/client.mjs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def connect(self, inbox: Inbox, person: Person) -> str:
        key = str(uuid4())
        self._inboxes[key] = inbox
        self.tell({"client": key, "url": person.url, "cookie": person.cookie})
        return key

    def tell(self, line: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            line = json.loads(text)
            inbox = self._inboxes[line["client"]]
            if "ack" in line:
                inbox.put(f"ack {line['ack']}", line.get("data"))
            elif "event" in line:
                inbox.put(line["event"], line.get("data"))
            else:
                inbox.put("state", line["state"])
                inbox.put(line["state"], line.get("data"))


@cache
def _node() -> _Node:
    return _Node()


def node() -> str:
    """The Node that the project installs, or the machine's own."""
    own = ROOT / ".venv/node/bin/node"
    return str(own) if own.exists() else os.environ.get("NODE", "node")


def send(client: Client, body: str, *, room: int = 1, **more: Any) -> dict[str, Any]:
    """Send a message; returns it as acked."""
    answer = client.call("message:send", {"room": room, "client_id": str(uuid4()), "body": body, **more})
    assert answer["ok"], answer
    message: dict[str, Any] = answer["message"]
    return message


def ask(client: Client, event: str, **data: Any) -> dict[str, Any]:
    """What the server answers to a request that must succeed."""
    answer = client.call(event, data)
    assert answer["ok"], answer
    return answer


def room_made(client: Client, kind: str = "private", *members: Person) -> int:
    """Make a room with others in it; returns its id."""
    room: int = ask(client, "room:create", name=f"room {uuid4()}", kind=kind)["room"]["id"]
    for person in members:
        ask(client, "room:invite", room=room, user=person.id)
    return room
