"""What we know of the insides of other libraries. When a new release breaks one of these, the line
that fails says what our WebSocket stood on."""

import inspect
from importlib.metadata import version

import engineio
import pytest
import socketio
from engineio.socket import Socket
from gunicorn.http.unreader import Unreader

from chatroom.realtime.transport.engine import EngineSocket
from chatroom.realtime.transport.websocket import Reason


@pytest.fixture
def server() -> socketio.Server:
    return socketio.Server(async_mode="gevent", monitor_clients=False)


def source(function: object) -> str:
    return inspect.getsource(function)  # type: ignore[arg-type]


@pytest.mark.parametrize(("package", "known"), [("python-engineio", "4.15.1"), ("python-socketio", "5.18.1")])
def test_the_versions_are_those_that_were_read(package: str, known: str) -> None:
    assert version(package) == known, "read the new sources against install.py, engine.py and packets.py"


def test_engineio_opens_every_connection_through_the_method_that_we_replace() -> None:
    assert "self._handle_connect(environ, start_response," in source(engineio.Server.handle_request)
    assert list(inspect.signature(engineio.Server._handle_connect).parameters)[1:] == [
        "environ",
        "start_response",
        "transport",
        "jsonp_index",
    ]


def test_engineio_starts_pings_and_service_task_only_in_the_method_that_we_replace() -> None:
    whole, replaced = source(engineio.Server), source(engineio.Server._handle_connect)
    for started in ("schedule_ping(", "self._service_task)"):
        assert whole.count(started) == replaced.count(started) == 1


def test_socketio_goes_to_engineio_through_the_attribute_that_we_set() -> None:
    assert "self.eio.handle_request(environ, start_response)" in source(socketio.Server.handle_request)


def test_engineio_asks_no_more_of_a_socket_than_ours_has() -> None:
    for name in ("send", "close", "session", "connected", "upgraded", "closed", "closing"):
        assert hasattr(EngineSocket, name)
    assert list(inspect.signature(Socket.close).parameters)[1:] == ["wait", "abort", "reason"]
    assert list(inspect.signature(EngineSocket.close).parameters)[1:] == ["wait", "abort", "reason"]


def test_reasons_are_engineios() -> None:
    theirs = {value for name, value in vars(engineio.Server.reason).items() if not name.startswith("_")}
    assert {str(reason) for reason in Reason} == theirs


@pytest.mark.parametrize(
    "name",
    [
        "_handle_connect",
        "_handle_disconnect",
        "_handle_ack",
        "_handle_event_internal",
        "_handle_eio_disconnect",
    ],
)
def test_socketio_handles_packets_in_the_methods_that_we_call(server: socketio.Server, name: str) -> None:
    assert callable(getattr(server, name))


@pytest.mark.parametrize(
    "name",
    ["is_connected", "sid_from_eio_sid", "eio_sid_from_sid", "get_namespaces", "disconnect"],
)
def test_socketio_keeps_its_connections_in_a_manager(server: socketio.Server, name: str) -> None:
    assert callable(getattr(server.manager, name))


def test_socketio_keeps_environs_by_engineio_session(server: socketio.Server) -> None:
    assert server.environ == {}
    assert server.eio.sockets == {}


def test_gunicorn_hands_out_what_it_has_read_ahead() -> None:
    assert callable(Unreader.take_buffered)
