"""HTTP clients that send next to nothing, or do not read what they asked for: given up in time, with
everything that was held for them. What is no HTTP at all: tests/api/test_bad_http.py."""

import os
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatroom.domain import limits
from tests.api.raw import RawUpload
from tests.cast import Person
from tests.faults.raw import RawSocket, plain_socket, unheard
from tests.faults.vitals import LONG, Vitals
from tests.faults.wire import Connection
from tests.server import Server
from tests.waiting import eventually

IDLE = 2  # seconds
PATIENCE = 18.0  # seconds more, for a busy machine: without the setting it takes 30
CROWD = 3_000 if LONG else 300
FEW = 5
GROWTH_MAX = 64 << 10  # bytes for each, while they are there
HALF = b"GET / HTTP/1.1\r\nHost: chat.example\r\nX-Slow: "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("patient") / "data", idle_seconds=str(IDLE)) as running:
        yield running
        assert "Traceback" not in running.log()


@pytest.fixture(scope="module")
def ada(server: Server) -> Person:
    return Person(server.url, "ada").register().log_in()


@pytest.fixture(scope="module")
def never_joined(ada: Person) -> Iterator[tuple[RawSocket, float]]:
    """Opened at the beginning, because there are ten seconds to wait for."""
    with RawSocket(ada) as opened:
        yield opened, time.monotonic()


@pytest.fixture
def bystander(
    server: Server, ada: Person, never_joined: tuple[RawSocket, float]
) -> Iterator[tuple[Connection, Vitals]]:
    """Somebody who is connected meanwhile; afterwards every descriptor has been given back."""
    connection = Connection(server.port, ada.cookie, unheard)
    connection.call("heads", {})
    vitals = Vitals(server.pid)
    held = vitals.held_for_clients()
    yield connection, vitals
    assert connection.call("heads", {})["ok"]
    eventually(lambda: vitals.held_for_clients() <= held, within=IDLE + PATIENCE)
    connection.close()


def ended(stream: socket.socket) -> bool:
    """Read to the end of what the server says; a timeout of the socket is a failure."""
    with suppress(ConnectionError):
        while stream.recv(1 << 20):
            pass
    return True


def test_headers_that_never_end_are_given_up(ada: Person, bystander: tuple[Connection, Vitals]) -> None:
    connection, vitals = bystander
    resident, held = vitals.resident(), vitals.held_for_clients()
    with ExitStack() as stack:
        crowd = [stack.enter_context(plain_socket(ada)) for _ in range(CROWD)]
        began = time.monotonic()
        for one in crowd:
            one.sendall(HALF)
        eventually(lambda: vitals.held_for_clients() >= held + CROWD * 0.9 or time.monotonic() > began + IDLE)
        assert connection.call("heads", {})["ok"]
        assert vitals.resident() - resident < CROWD * GROWTH_MAX
        # A byte now and then buys no time.
        with suppress(ConnectionError):
            while time.monotonic() < began + IDLE + PATIENCE:
                crowd[0].sendall(b"x")
                time.sleep(IDLE / 10)
            pytest.fail("a drop of headers now and then keeps a connection")
        assert all(ended(one) for one in crowd)
    assert ada.get("/healthz").status_code == 200


def test_uploads_that_come_to_a_halt_are_given_up(
    server: Server, ada: Person, bystander: tuple[Connection, Vitals]
) -> None:
    with ExitStack() as stack:
        began = time.monotonic()
        for length in (100_000, None):
            for _ in range(FEW):
                upload = stack.enter_context(RawUpload(ada, length))
                upload.send(b"some bytes")
                stack.callback(upload.answer)
        stack.pop_all().close()
        assert time.monotonic() - began < 2 * IDLE + PATIENCE
    eventually(lambda: not list((server.data / "files/incoming").iterdir()))


def test_an_upload_that_is_slow_and_goes_on_is_taken(ada: Person) -> None:
    pieces = 15
    with RawUpload(ada, pieces * 5) as upload:
        for _ in range(pieces):
            time.sleep(IDLE / 10)
            upload.send(b"piece")
        assert upload.answer().startswith("HTTP/1.1 201")


def test_a_form_that_comes_to_a_halt_is_given_up(ada: Person, bystander: tuple[Connection, Vitals]) -> None:
    with plain_socket(ada) as stream:
        stream.sendall(
            b"POST /login HTTP/1.1\r\nHost: chat.example\r\nContent-Length: 100\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nusername=a"
        )
        began = time.monotonic()
        assert ended(stream)
        assert time.monotonic() - began < 2 * IDLE + PATIENCE


def test_a_download_that_nobody_reads_is_given_up(ada: Person, bystander: tuple[Connection, Vitals]) -> None:
    _, vitals = bystander
    url = ada.upload(os.urandom(1 << 20) * 24, "large.bin", "application/octet-stream")["url"]
    with ExitStack() as stack:
        held = vitals.held_for_clients()
        for _ in range(FEW):
            stream = stack.enter_context(plain_socket(ada))
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
            stream.sendall(f"GET {url} HTTP/1.1\r\nHost: x\r\nCookie: {ada.cookie}\r\n\r\n".encode())
        eventually(lambda: vitals.held_for_clients() >= held + FEW)
        # Each is a socket and the open file.
        eventually(lambda: vitals.held_for_clients() <= held, within=IDLE + PATIENCE)


@settings(max_examples=500 if LONG else 40, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_bytes_that_are_no_request_get_no_more_than_a_refusal(ada: Person, data: bytes) -> None:
    with plain_socket(ada) as stream:
        stream.sendall(data + b"\r\n\r\n")
        stream.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionError):
            while more := stream.recv(65_536):
                answer += more
    assert answer == b"" or answer.split()[1][:1] in (b"4", b"5")
    assert b"Traceback" not in answer


def test_connections_that_are_there_live_through_a_lack_of_descriptors(own_server: Server) -> None:
    ben = Person(own_server.url, "ben").register().log_in()
    connection, vitals = Connection(own_server.port, ben.cookie, unheard), Vitals(own_server.pid)
    connection.call("heads", {})
    usual = resource.prlimit(own_server.pid, resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        resource.prlimit(own_server.pid, resource.RLIMIT_NOFILE, (vitals.descriptors() + FEW, usual[1]))
        for _ in range(3 * FEW):
            stack.enter_context(plain_socket(ben)).sendall(HALF)
        eventually(lambda: "Too many open files" in own_server.log())
        assert connection.call("heads", {})["ok"]
        resource.prlimit(own_server.pid, resource.RLIMIT_NOFILE, usual)
    assert ben.get("/healthz").status_code == 200


def test_a_socket_that_never_joins_is_closed(never_joined: tuple[RawSocket, float]) -> None:
    opened, since = never_joined

    assert opened.close_code() == 1008

    # How soon after that: tests/transport/test_sweep.py. This module may have come back late for it.
    assert time.monotonic() - since > limits.CONNECT_SECONDS - 1
