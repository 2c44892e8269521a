"""The server process: gunicorn's gevent worker, run directly.

One process on purpose: a parent would hold 27 MB and a second copy of every start-up error only
to restart what systemd or a container runtime restarts as well (docs/decisions/0002).
"""

import gc
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

import gevent
from gevent.pool import Pool
from gevent.server import StreamServer
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.sock import create_sockets
from gunicorn.workers.ggevent import GeventWorker

from chatroom.config import Settings
from chatroom.domain import limits
from chatroom.domain.errors import StartError, Unavailable
from chatroom.realtime.turns import Turns
from chatroom.storage.directory import claim, data_directory

_BACKLOG = 2048
_HEADER_SECONDS = 10  # to send a request's headers, and for a connection to stay open unused
_DRAIN_SECONDS = 10
_SWEEP_SECONDS = 3600
_TICK_SECONDS = 0.1
_ACCEPTED = 16  # connections in a turn of the event loop; each takes 0.2 ms
_FULL_COLLECTION = 1_000  # collections of the middle generation until one of everything; usually 10

log = logging.getLogger(__name__)


class _Body:
    """The connection while a request's body is read from it: one that comes byte by byte would keep
    its connection for ever, without ever coming to a halt. Only the time of waiting for it counts.
    """

    def __init__(self, connection: Any, clock: Callable[[], float] = monotonic) -> None:
        self._connection = connection
        self._clock = clock
        self._received = 0
        self._waited = 0.0

    def recv(self, size: int) -> bytes:
        """
        Raises:
            TimeoutError: nothing came in time, or too little so far.
        """
        left = limits.BODY_GRACE_SECONDS + self._received / limits.BODY_BYTES_PER_SECOND - self._waited
        if left <= 0:
            raise TimeoutError("a body came too slowly")
        usual = self._connection.gettimeout()
        self._connection.settimeout(min(usual, left))
        began = self._clock()
        try:
            content: bytes = self._connection.recv(size)
        finally:
            self._waited += self._clock() - began
            self._connection.settimeout(usual)
        self._received += len(content)
        return content


class _Worker(GeventWorker):  # type: ignore[misc]
    """A worker without a parent, which lets requests finish when it is told to stop.

    Unlike gunicorn's own it does not wait for connections that are open and unused, gives up a
    request or an answer that comes to a halt for `timeout` seconds, and a body that never ends.
    """

    _requests = 0
    _turns: Turns

    def notify(self) -> None:
        """Nobody waits for a heartbeat."""

    def init_signals(self) -> None:
        super().init_signals()
        # The terminal was closed.
        signal.signal(signal.SIGHUP, self.handle_exit)

    def handle_quit(self, sig: int, frame: Any) -> None:
        self.handle_exit(sig, frame)

    def handle_request(self, listener: Any, request: Any, connection: Any, address: Any) -> None:
        self._requests += 1
        try:
            # Everybody who comes back at once would hold up those who are there.
            self._turns.wait()
            # Of each piece, and of requests alone: a WebSocket has a socket of its own by then.
            connection.settimeout(self.timeout)
            request.unreader.sock = _Body(connection)
            super().handle_request(listener, request, connection, address)
            connection.settimeout(None)
        except TimeoutError:
            raise StopIteration from None  # which has gunicorn close the connection
        finally:
            request.unreader.sock = connection
            self._requests -= 1

    def run(self) -> None:
        self._turns = Turns()
        servers = []
        for listener in self.sockets:
            listener.setblocking(1)
            connections = Pool(self.worker_connections)
            server = StreamServer(listener, handle=partial(self.handle, listener), spawn=connections)
            server.max_accept = _ACCEPTED
            server.start()
            servers.append(server)
        while self.alive:
            gevent.sleep(_TICK_SECONDS)
        for server in servers:
            server.close()
        with gevent.Timeout(self.cfg.graceful_timeout, False):
            while self._requests:
                gevent.sleep(_TICK_SECONDS)


class _Application(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings, descriptor: int) -> None:
        self._settings = settings
        self._descriptor = descriptor
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self._descriptor}",
            "worker_connections": limits.CONNECTIONS_MAX,
            "keepalive": min(_HEADER_SECONDS, self._settings.idle_seconds),
            "graceful_timeout": _DRAIN_SECONDS,
            "loglevel": "warning",
            # Only web/, told by CHATROOM_TRUSTED_PROXIES, believes forwarded headers.
            "secure_scheme_headers": {},
            "forwarded_allow_ips": "",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from chatroom.app import create_app

        return create_app(self._settings)


def serve(settings: Settings) -> None:
    """Serve until told to stop by SIGTERM or SIGINT.

    Raises:
        StartError: the port is in use, or the data directory cannot be used.
    """
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    _allow_many_connections()
    data_directory(settings.data)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    held = claim(settings.data)
    listener = _listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    application = _Application(settings, listener.detach())
    application.cfg.set("post_worker_init", lambda worker: _ready(worker.wsgi, settings, host, port))
    logger = Logger(application.cfg)
    sockets = create_sockets(application.cfg, logger)
    worker = _Worker(0, os.getppid(), sockets, application, settings.idle_seconds, application.cfg, logger)
    try:
        worker.init_process()
    finally:
        if application.callable is not None:
            application.callable.extensions["chatroom"].close()
        os.close(held)


def _ready(app: Any, settings: Settings, host: str, port: int) -> None:
    # Looking through what is imported and stays held the event loop up for 65 ms, looking through ten
    # thousand connections for 80. Both are left out, the connections save once in a long while: they have no
    # cycles, and the youngest generations get nearly all that has.
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _FULL_COLLECTION)
    gevent.spawn(_sweep_files, app.extensions["chatroom"].files)
    if not settings.rate_limits:
        _say("Warning: rate limits are off, so passwords can be guessed. For load tests only.", sys.stderr)
    _say(f"Chatroom is ready on http://{f'[{host}]' if ':' in host else host}:{port}", sys.stdout)


def _say(line: str, stream: Any) -> None:
    print(line, file=stream, flush=True)


def _sweep_files(files: Any) -> None:
    while True:
        try:
            files.sweep()
        except Unavailable as error:
            log.warning("Sweeping files was put off: %s", error)
        except Exception:
            log.exception("Sweeping files failed")
        gevent.sleep(_SWEEP_SECONDS)


def _allow_many_connections() -> None:
    """As many open files as the system lets this process have: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it: without, a message and its ack cost a 40 ms stall of delayed acks.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        raise StartError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    except UnicodeError:
        raise StartError(f"Cannot listen on {host}:{port}: that is no address.") from None
    return listener
