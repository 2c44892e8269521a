"""Many connections of one process that look at each other, and count what they are told."""

import json
import random
import select
import time
from collections.abc import Callable, Sequence

from bench.generator.fallback import Connection
from bench.world import Member

_LIMIT_SECONDS = 60


class Onlooker(Connection):
    """Somebody who shows some of the others, and knows whether they are there."""

    def __init__(self, crowd: "Crowd", member: Member, watched: Sequence[int]) -> None:
        super().__init__(crowd, member.room, member.cookie, "")  # type: ignore[arg-type]
        self._crowd = crowd
        self._watched = watched
        self.missing = set(watched)  # who is not known to be there
        self.typed = False  # whether anybody was heard of

    def _text(self, text: bytes) -> None:
        name = text[4 : text.index(b'"', 4)].decode() if text.startswith(b'42["') else ""
        if name == "presence":
            self._learn(json.loads(text[2:])[1]["users"])
        elif name == "typing":
            self.typed = True
        if name in ("presence", "typing"):
            self._crowd.frames += 1
            self._crowd.bytes += len(text)
        super()._text(text)

    def welcomed(self) -> None:
        self.emit("presence:watch", {"users": list(self._watched)})

    def answered(self, answer: bytes) -> None:
        if b'"users"' in answer:
            self._learn(json.loads(b"[" + answer)[0]["users"])

    def _learn(self, users: list[dict[str, object]]) -> None:
        for presence in users:
            if presence["state"] == "online":
                self.missing.discard(presence["user"])  # type: ignore[arg-type]


class Crowd:
    """
    Args:
        each: how many others everybody looks at, drawn from all.
    """

    deflate = False

    def __init__(self, port: int, members: Sequence[Member], each: int) -> None:
        self.port = port
        self.frames = self.bytes = self.welcomed = 0
        self._epoll = select.epoll()
        self._by_fd: dict[int, Onlooker] = {}
        users, drawn = [member.user for member in members], random.Random(1)
        self.all = [Onlooker(self, member, drawn.sample(users, each)) for member in members]

    def on_ready(self, connection: Onlooker) -> None:
        self.welcomed += 1
        connection.welcomed()

    def on_ack(self, connection: Onlooker, _sent_at: int, answer: bytes) -> None:
        connection.answered(answer)

    def on_message(self, text: bytes) -> None:
        """Nobody posts."""

    def open_all(self) -> None:
        for connection in self.all:
            connection.open()
            self._by_fd[connection.socket.fileno()] = connection
            self._epoll.register(connection.socket, select.EPOLLIN)
            self._turn(0)

    def until(self, condition: Callable[[], bool]) -> float:
        """Read until something is so; returns how many seconds it took.

        Raises:
            ConnectionError: it takes too long.
        """
        began = time.monotonic()
        while not condition():
            if time.monotonic() - began > _LIMIT_SECONDS:
                raise ConnectionError("the crowd waited in vain")
            self._turn(0.05)
        return time.monotonic() - began

    def pause(self, seconds: float) -> None:
        """Read for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._turn(left)

    def close(self) -> None:
        for connection in self.all:
            connection.socket.close()
        self._epoll.close()

    def _turn(self, wait: float) -> None:
        for fd, _ in self._epoll.poll(wait):
            self._by_fd[fd].readable()
