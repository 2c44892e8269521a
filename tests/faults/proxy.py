"""A TCP proxy that misbehaves on request, because a test cannot pull a cable."""

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

UP, DOWN = "client to server", "server to client"
BOTH = (UP, DOWN)
_PIECE = 65_536
_RESET = struct.pack("ii", 1, 0)


class Proxy:
    """Passes every connection on to a port of this machine.

    Args:
        target_port: of the server.
    """

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._changed = threading.Condition()
        self._stalled: set[str] = set()
        self._dropped: set[str] = set()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stall(self, *directions: str) -> None:
        """Take nothing more in these directions: the sender's own buffers fill up."""
        with self._changed:
            self._stalled |= set(directions)

    def drop(self, *directions: str) -> None:
        """Swallow what is sent in these directions, ends of connections included: the sender is told
        nothing, and the receiver hears nothing. A cable that was pulled is this in both."""
        with self._changed:
            self._dropped |= set(directions)

    def resume(self) -> None:
        """Pass everything on again. What was swallowed stays lost."""
        with self._changed:
            self._stalled.clear()
            self._dropped.clear()
            self._changed.notify_all()

    def cut(self) -> None:
        """Reset every connection, towards both sides."""
        pairs, self._pairs = self._pairs, []
        for connection in (one for pair in pairs for one in pair):
            with suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            with suppress(OSError):
                # Closing alone would wait for the thread that is reading from it.
                connection.shutdown(socket.SHUT_RD)
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target_port))
            except OSError:
                client.close()
                continue
            for connection in (client, server):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._pairs.append((client, server))
            for source, sink, direction in ((client, server, UP), (server, client, DOWN)):
                threading.Thread(target=self._pump, args=(source, sink, direction), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, direction: str) -> None:
        with suppress(OSError):
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: direction not in self._stalled)
                try:
                    data = source.recv(_PIECE)
                except ConnectionError:
                    data = b""
                with self._changed:
                    self._changed.wait_for(lambda: direction not in self._stalled)
                    dropped = direction in self._dropped
                if dropped and data:
                    continue
                if dropped:
                    return
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self.resume()
        self.cut()
