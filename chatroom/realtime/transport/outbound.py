"""A connection's way out: frames leave whole, in order, and never wait for one another's readers.

A frame is immutable and shared. It goes to the kernel as it is; only what the kernel does not take
is kept for the connection, and as a view of the shared bytes. One event loop thread calls all of
this, and nothing here switches greenlets, which is why frames cannot interleave.
"""

import _socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any

_WRITE = 2  # libev's EV_WRITE
_BUFFERS_PER_SEND = 64  # far below IOV_MAX, and a fair share of one turn of the loop


class Outbound:
    """What waits to be sent to one connection.

    Args:
        socket: non-blocking; its owner closes it, after `close`.
        loop: the hub's event loop.
        limit: bytes that may wait for a reader that does not keep up.
        on_broken: called when the limit is passed, or the socket fails; it must not block.
    """

    __slots__ = (
        "_backlog",
        "_finishing",
        "_limit",
        "_loop",
        "_on_broken",
        "_queued",
        "_send",
        "_socket",
        "push",
    )

    push: Callable[[bytes], None]
    """Queue a frame (or several, joined) for the next `flush`."""

    def __init__(self, socket: _socket.socket, loop: Any, limit: int, on_broken: Callable[[], None]) -> None:
        self._socket = socket
        self._loop = loop
        self._limit = limit
        self._on_broken = on_broken
        self._queued: list[bytes] = []
        self.push = self._queued.append  # no method of ours in between: this is the hot path
        self._send: Callable[[bytes], int] = socket.send
        self._backlog: _Backlog | None = None
        self._finishing = False

    @property
    def waiting(self) -> int:
        """Bytes that the kernel has not taken yet."""
        return self._backlog.size if self._backlog else 0

    def allow(self, more: int) -> None:
        """Let so many bytes more wait: what everybody is sent once is not to cut them off, however large."""
        self._limit += more

    def flush(self) -> None:
        """Send everything queued, in one system call."""
        queued = self._queued
        if not queued:
            return
        frame = queued[0] if len(queued) == 1 else b"".join(queued)
        queued.clear()
        sent = 0
        if self._backlog is None:
            try:
                sent = self._send(frame)
            except BlockingIOError:
                pass
            except OSError:
                self._on_broken()
                return
            if sent == len(frame):
                return
        self._keep(memoryview(frame)[sent:] if sent else frame)

    def finish(self) -> None:
        """Take no more frames; end the stream (FIN) behind those that wait."""
        self._finishing = True
        self._send = len  # what is sent now is dropped, as though the kernel had taken all of it
        if self._backlog is None:
            self._end_stream()

    def close(self) -> None:
        """Drop everything that waits, and forget the socket's watcher, before it is closed."""
        self._finishing = True
        self._send = len
        self._queued.clear()
        self._on_broken = _ignored  # our owner's, which would otherwise wait for the garbage collector
        self._drop_backlog()

    def _keep(self, rest: bytes | memoryview) -> None:
        if self._finishing:
            return
        backlog = self._backlog
        if backlog is None:
            backlog = self._backlog = _Backlog(self._loop.io(self._socket.fileno(), _WRITE))
            backlog.watcher.start(self._drain)
        backlog.buffers.append(rest)
        backlog.size += len(rest)
        if backlog.size > self._limit:
            self._on_broken()

    def _drain(self) -> None:
        backlog = self._backlog
        if backlog is None:
            return
        try:
            backlog.sent(self._socket.sendmsg(islice(backlog.buffers, _BUFFERS_PER_SEND)))
        except BlockingIOError:
            return
        except OSError:
            self._on_broken()
            return
        if not backlog.buffers:
            self._drop_backlog()
            if self._finishing:
                self._end_stream()

    def _drop_backlog(self) -> None:
        if self._backlog is not None:
            self._backlog.watcher.stop()
            self._backlog.watcher.close()
            self._backlog = None

    def _end_stream(self) -> None:
        with suppress(OSError):  # the peer was faster
            self._socket.shutdown(_socket.SHUT_WR)


def _ignored() -> None:
    pass


class _Backlog:
    """Made when the kernel does not keep up, dropped when it has caught up."""

    __slots__ = ("buffers", "size", "watcher")

    def __init__(self, watcher: Any) -> None:
        self.watcher = watcher
        self.buffers: deque[bytes | memoryview] = deque()
        self.size = 0

    def sent(self, count: int) -> None:
        self.size -= count
        while self.buffers and count >= len(self.buffers[0]):
            count -= len(self.buffers.popleft())
        if count:
            self.buffers[0] = memoryview(self.buffers[0])[count:]
