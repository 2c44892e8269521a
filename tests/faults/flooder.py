"""Sends events as fast as its sockets take them, in a process of its own: python -m tests.faults.flooder
PORT COOKIE EVENT CONNECTIONS READ [ROOM]. Says what it was answered when its input ends."""

import json
import sys
import threading
from collections import Counter
from contextlib import suppress
from uuid import uuid4

from tests.faults.wire import Json
from tests.transport.client import TEXT, RawClient, frame, handshake

PIECE = 400  # events in one write


def content(event: str, room: int = 1) -> Json:
    """Of an event that asks for as much as it can."""
    if event == "message:send":
        return {"room": room, "client_id": str(uuid4()), "body": "buy"}
    if event == "sync":
        return {"room": room, "since": 0, "limit": 1_000}
    if event == "search":
        return {"q": "the"}
    return {"room": room} if event == "typing" else {}


class Flooding(RawClient):
    def __init__(self, port: int, cookie: str, event: str, room: int) -> None:
        self.stream, answer = handshake(port, Cookie=cookie)
        assert answer.status == 101, answer
        self.opened = {}
        self.answers: Counter[str] = Counter()
        self.join()
        events = (json.dumps([event, content(event, room)]) for _ in range(PIECE))
        self._piece = b"".join(frame(TEXT, f"42{n}{text}".encode()) for n, text in enumerate(events))

    def send(self) -> None:
        with suppress(OSError):
            while True:
                self.raw(self._piece)

    def read(self) -> None:
        with suppress(OSError):
            while (found := self.next_frame()) is not None:
                if found.payload.startswith(b"43"):
                    refused = b'"ok":false,"error":{"code":"' in found.payload
                    self.answers[found.payload.split(b'"')[7].decode() if refused else "ok"] += 1


def main(port: str, cookie: str, event: str, connections: str, read: str, room: str = "1") -> None:
    flood = [Flooding(int(port), cookie, event, int(room)) for _ in range(int(connections))]
    for one in flood:
        for work in (one.send, one.read) if read == "yes" else (one.send,):
            threading.Thread(target=work, daemon=True).start()
    print("flooding", flush=True)
    sys.stdin.read()
    print(json.dumps(sum((one.answers for one in flood), Counter())))


if __name__ == "__main__":
    main(*sys.argv[1:])
