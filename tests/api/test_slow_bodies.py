"""Bodies that come a byte at a time: given up after a while, whoever sends them, and without a trace."""

import select
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatroom.domain import limits
from chatroom.serve import _Body
from tests.api.raw import RawUpload
from tests.cast import Person
from tests.server import Server
from tests.waiting import eventually

GRACE = 1  # seconds, instead of the product's
PATIENCE = 10.0  # seconds more, for a busy machine
_SERVE = f"""
from chatroom.cli import main
from chatroom.domain import limits
limits.BODY_GRACE_SECONDS = {GRACE}
main()
"""


class ImpatientServer(Server):
    def command(self) -> list[str | Path]:
        return [sys.executable, "-c", _SERVE, *super().command()[1:]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with ImpatientServer(tmp_path_factory.mktemp("impatient") / "data") as running:
        yield running


def dribble(stream: socket.socket, piece: bytes) -> str:
    """Send bit by bit until there is an answer."""
    stream.settimeout(PATIENCE)
    deadline = time.monotonic() + GRACE + PATIENCE
    # Not so that a byte is due when the server gives up: one that it has not read resets its answer.
    while not select.select([stream], [], [], GRACE * 0.15)[0]:
        assert time.monotonic() < deadline, "a byte now and then keeps a request"
        stream.sendall(piece)
    return stream.recv(65_536).decode()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/login", "application/x-www-form-urlencoded"), ("/api/v1/rooms/1/messages", "application/json")],
)
@pytest.mark.parametrize("length", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
def test_a_body_that_comes_byte_by_byte_is_given_up(
    ada: Person, path: str, media_type: str, length: str
) -> None:
    token = ada.csrf_token()
    host, port = ada.url.removeprefix("http://").split(":")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: {media_type}\r\n"
        f"Cookie: {ada.cookie}\r\nX-CSRFToken: {token}\r\n{length}\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as stream:
        stream.sendall(head.encode())

        answer = dribble(stream, b" " if "Length" in length else b"1\r\n \r\n")

        assert answer.startswith("HTTP/1.1 400"), answer
        while stream.recv(65_536):
            pass


def test_an_upload_that_comes_byte_by_byte_is_given_up_and_leaves_nothing(
    server: Server, ada: Person
) -> None:
    with RawUpload(ada, 100_000) as upload:
        answer = dribble(upload.stream, b"x")

    assert answer.startswith("HTTP/1.1 400"), answer
    eventually(lambda: not list((server.data / "files/incoming").iterdir()))


def test_an_upload_that_is_fast_enough_may_take_longer(ada: Person) -> None:
    piece = b"x" * (limits.BODY_BYTES_PER_SECOND // 2)
    with RawUpload(ada, 15 * len(piece)) as upload:
        for _ in range(15):
            upload.send(piece)
            time.sleep(GRACE / 10)
        assert upload.answer().startswith("HTTP/1.1 201")


# The rule itself ----------------------------------------------------------------------------------


class Line:
    """A connection over which a piece comes every so often.

    Args:
        size: of each piece.
        every: so many seconds.
    """

    def __init__(self, size: int, every: float) -> None:
        self.now = 0.0
        self._size = size
        self._every = every
        self.timeout = 30.0

    def gettimeout(self) -> float:
        return self.timeout

    def settimeout(self, seconds: float) -> None:
        self.timeout = seconds

    def recv(self, _size: int) -> bytes:
        self.now += min(self._every, self.timeout)
        if self._every > self.timeout:
            raise TimeoutError
        return bytes(self._size)


def lasts(line: Line, seconds: float, pause: float = 0) -> float:
    """How long a body may be read, at most so long; between two pieces we are busy for a while ourselves."""
    body = _Body(line, lambda: line.now)
    waited = 0.0
    while waited < seconds:
        began = line.now
        try:
            body.recv(65_536)
        except TimeoutError:
            waited += line.now - began
            break
        waited += line.now - began
        line.now += pause
    assert line.timeout == 30.0, "answers have the time that they had"
    return waited


def test_a_little_now_and_then_lasts_as_long_as_the_grace() -> None:
    assert lasts(Line(1, 7), 100) == pytest.approx(limits.BODY_GRACE_SECONDS, abs=0.1)


def test_a_body_of_the_right_rate_lasts_for_ever() -> None:
    assert lasts(Line(15 * limits.BODY_BYTES_PER_SECOND, 15), 1_500) == 1_500


def test_a_body_of_half_the_rate_lasts_twice_the_grace() -> None:
    line = Line(limits.BODY_BYTES_PER_SECOND, 2)

    assert lasts(line, 1_000) == pytest.approx(2 * limits.BODY_GRACE_SECONDS, abs=2)


def test_the_time_that_we_take_ourselves_does_not_count() -> None:
    assert lasts(Line(limits.BODY_BYTES_PER_SECOND, 1), 100, pause=50) == 100
