"""The way out of one connection, on a pair of sockets and the event loop."""

import _socket
from collections.abc import Callable, Iterator

import gevent
import pytest

from chatroom.realtime.transport.outbound import Outbound

LIMIT = 200_000
DEADLINE = 10.0


class Line:
    """An Outbound, and the other end of its socket."""

    def __init__(self) -> None:
        self.near, self.far = _socket.socketpair()
        self.near.setsockopt(_socket.SOL_SOCKET, _socket.SO_SNDBUF, 4096)
        self.near.setblocking(False)
        self.far.setblocking(False)
        self.broken = 0
        self.received = bytearray()
        self.outbound = Outbound(self.near, gevent.get_hub().loop, LIMIT, self._on_broken)

    def _on_broken(self) -> None:
        self.broken += 1
        self.outbound.close()

    def read(self) -> bytes | None:
        """What is there; None at the end of the stream."""
        try:
            data = self.far.recv(65536)
        except BlockingIOError:
            return b""
        self.received += data
        return data or None

    def until(self, condition: Callable[[], bool]) -> None:
        with gevent.Timeout(DEADLINE):
            while not condition():
                gevent.sleep(0.001)

    def read_until(self, count: int) -> None:
        def arrived() -> bool:
            self.read()
            return len(self.received) >= count

        self.until(arrived)

    def fill(self) -> list[bytes]:
        """Send numbered frames until the kernel takes no more, and some beyond."""
        sent: list[bytes] = []
        while self.outbound.waiting < 20_000:
            sent.append(f"{len(sent):06d}".encode() * 100)
            self.outbound.push(sent[-1])
            self.outbound.flush()
        return sent


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.outbound.close()
    line.near.close()
    line.far.close()


def test_pushed_frames_leave_with_the_flush_in_one_piece(line: Line) -> None:
    line.outbound.push(b"one ")
    line.outbound.push(b"two ")
    assert line.read() == b""
    line.outbound.flush()
    assert line.read() == b"one two "


def test_flush_of_nothing_sends_nothing(line: Line) -> None:
    line.outbound.flush()
    assert line.read() == b""


def test_what_the_kernel_does_not_take_follows_in_order(line: Line) -> None:
    sent = b"".join(line.fill())
    assert line.outbound.waiting > 0
    line.read_until(len(sent))
    assert bytes(line.received) == sent
    assert line.outbound.waiting == 0


def test_frames_sent_meanwhile_stay_behind_those_that_wait(line: Line) -> None:
    sent = line.fill()
    for _ in range(50):
        line.read()
        gevent.sleep(0)
        sent.append(b"later")
        line.outbound.push(sent[-1])
        line.outbound.flush()
    line.read_until(sum(map(len, sent)))
    assert bytes(line.received) == b"".join(sent)


def test_reader_that_stops_is_given_up_at_the_limit(line: Line) -> None:
    most = 0
    for _ in range(10 * LIMIT // 1000):
        line.outbound.push(bytes(1000))
        line.outbound.flush()
        most = max(most, line.outbound.waiting)
        if line.broken:
            break
    assert line.broken == 1
    assert LIMIT - 1000 <= most <= LIMIT


def test_what_is_allowed_on_top_may_wait_and_no_more(line: Line) -> None:
    line.outbound.allow(5 * LIMIT)
    line.outbound.push(bytes(5 * LIMIT))
    line.outbound.flush()
    assert line.broken == 0
    line.outbound.push(bytes(2 * LIMIT))
    line.outbound.flush()
    assert line.broken == 1


def test_nothing_is_kept_for_a_connection_that_was_given_up(line: Line) -> None:
    line.outbound.push(bytes(10 * LIMIT))
    line.outbound.flush()
    assert line.broken == 1
    line.outbound.push(bytes(10 * LIMIT))
    line.outbound.flush()
    assert line.outbound.waiting == 0
    assert line.broken == 1


def test_reader_that_is_gone_is_given_up(line: Line) -> None:
    line.far.close()
    line.outbound.push(b"x")
    line.outbound.flush()
    assert line.broken == 1


def test_reader_that_goes_while_frames_wait_is_given_up(line: Line) -> None:
    line.fill()
    assert not line.broken
    line.far.close()
    line.until(lambda: line.broken == 1)


def test_finish_ends_the_stream_behind_what_waits(line: Line) -> None:
    sent = b"".join(line.fill())
    line.outbound.finish()
    line.outbound.push(b"too late")
    line.outbound.flush()
    line.read_until(len(sent))
    line.until(lambda: line.read() is None)
    assert bytes(line.received) == sent
    assert not line.broken


def test_finish_with_nothing_waiting_ends_the_stream_at_once(line: Line) -> None:
    line.outbound.finish()
    assert line.read() is None
