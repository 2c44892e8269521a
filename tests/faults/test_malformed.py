"""Whatever arrives, whoever sends it: a clean error or a clean close, and nobody else notices.

RFC 6455 rule by rule: tests/transport/test_frames.py. What a packet may say: test_packets.py there.
Here all of it is thrown at the product, by Hypothesis, before and after the Socket.IO connect.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chatroom.domain import limits
from tests.cast import Person
from tests.faults.raw import RawSocket, unheard
from tests.faults.vitals import LONG, Vitals
from tests.faults.wire import Connection
from tests.server import Server
from tests.transport.client import BINARY, CLOSE, CONTINUATION, PING, RSV1, TEXT, Frame, frame
from tests.waiting import eventually

EXAMPLES = 2_000 if LONG else 150
GROWTH_MAX = 24 << 20  # bytes, over all that a module of tests throws
CODES = {1000, 1001, 1002, 1003, 1007, 1008, 1009}
DEEP = 200_000

thrown = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # Each example takes a connection of its own from the one server, which is the point.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink] if LONG else [Phase.explicit, Phase.generate],
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("pelted") / "data") as running:
        yield running
        assert "Traceback" not in running.log()


@pytest.fixture(scope="module")
def ada(server: Server) -> Person:
    return Person(server.url, "ada").register().log_in()


@pytest.fixture(scope="module")
def bystander(server: Server, ada: Person) -> Iterator[Connection]:
    """Somebody else, who stays connected all the while; and nothing may pile up."""
    connection = Connection(server.port, ada.cookie, unheard)
    connection.call("heads", {})
    vitals = Vitals(server.pid)
    before, held = vitals.watch_peak(), vitals.held_for_clients()
    yield connection
    assert connection.call("heads", {})["ok"]
    connection.close()
    assert vitals.peak() - before < GROWTH_MAX
    eventually(lambda: vitals.held_for_clients() < held)


# What is thrown -----------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
REAL = ["message:send", "message:edit", "message:delete", "sync", "heads", "file:upload"]
EVENTS = st.sampled_from(
    [
        "message:send",
        "message:edit",
        "sync",
        "heads",
        "file:upload",
        "connect",
        "disconnect",
        "welcome",
        "*",
        "",
    ]
)
PLACEHOLDERS = st.builds(
    lambda number: {"_placeholder": True, "num": number}, st.integers(-2, 3) | st.none() | st.text(max_size=3)
)
ARGUMENTS = VALUES | PLACEHOLDERS | st.dictionaries(st.sampled_from(["name", "data", "room"]), PLACEHOLDERS)
EVENT_PACKETS = st.builds(
    lambda kind, ident, name, rest: f"{kind}{ident}{json.dumps([name, *rest])}",
    st.sampled_from(["42", "451-", "452-", "450-", "4599999999999-", "43", "461-", "42/admin,"]),
    st.sampled_from(["", "0", "7", "-1", "9" * 30, "x"]),
    EVENTS | VALUES,
    st.lists(ARGUMENTS, max_size=3),
)
CONNECT_PACKETS = st.builds(
    lambda head, data: head + json.dumps(data), st.sampled_from(["40", "40/x,", "41"]), VALUES
)
PACKETS = (
    EVENT_PACKETS | CONNECT_PACKETS | st.text(max_size=30) | st.sampled_from(["0", "1", "2", "3", "5", "6"])
)
MESSAGES = st.one_of(
    PACKETS.map(lambda text: frame(TEXT, text.encode("utf-8", "surrogatepass"))),
    st.binary(max_size=200).map(lambda data: frame(BINARY, data)),
)
FRAMES = st.builds(
    frame,
    st.sampled_from([CONTINUATION, TEXT, BINARY, 3, 7, CLOSE, PING, 10, 11, 15]),
    st.binary(max_size=200),
    fin=st.booleans(),
    rsv=st.sampled_from([0, 0, 0, RSV1, 0x20, 0x10]),
    mask=st.booleans(),
    length=st.none() | st.sampled_from([0, 126, 65_536, limits.FRAME_MAX + 1, 2**31, 2**63 - 1, 2**64 - 1]),
)
STREAMS = st.lists(MESSAGES | FRAMES | st.binary(max_size=60), min_size=1, max_size=6)

NESTED = "[" * DEEP + "]" * DEEP
BOMBS = {
    "nested lists": [frame(TEXT, b'421["message:send",' + NESTED.encode() + b"]")],
    "nested objects": [frame(TEXT, b'421["message:send",' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"]")],
    "nested connect": [frame(TEXT, b"40" + NESTED.encode())],
    "unclosed": [frame(TEXT, b'421["message:send",' + b"[" * DEEP)],
    "nested around an attachment": [
        frame(TEXT, b'451-1["file:upload",' + NESTED.encode() + b"]"),
        frame(BINARY, b"x"),
    ],
    "a million digits": [frame(TEXT, b"42" + b"1" * 1_000_000)],
    "a huge number": [frame(TEXT, b'421["sync",{"room":' + b"9" * 1_000_000 + b',"since":0}]')],
    "many attachments": [frame(TEXT, b'4599999-1["file:upload",{"_placeholder":true,"num":0}]')],
    "no attachment": [
        frame(TEXT, b'451-1["file:upload",{"data":{"_placeholder":true,"num":0}}]'),
        frame(TEXT, b"42[]"),
    ],
    "an attachment of nothing": [frame(BINARY, b"x" * 1000)],
    "lone surrogate": [frame(TEXT, b'421["message:send",{"body":"\\ud800"}]')],
}


MIB = 1024 * 1024  # as docs/protocol.md has it
TOO_LARGE = {
    "by its header": [frame(TEXT, b"x" * 100, length=MIB + 1)],
    "by its attachment": [
        frame(TEXT, b'451-1["file:upload",{"data":{"_placeholder":true,"num":0}}]'),
        frame(BINARY, b"x", length=MIB + 1),
    ],
    "in fragments": [frame(TEXT, b"4" * 600_000, fin=False), frame(CONTINUATION, b"4" * 600_000)],
}


def pelt(person: Person, pieces: list[bytes], *, joined: bool) -> tuple[int | None, list[Frame]]:
    """Throw bytes at a new connection; returns its close code and what else was said.

    At the end of what is thrown the client ends its half, so that the server has seen all of it.
    """
    with RawSocket(person) as opened:
        if joined:
            opened.join()
        with suppress(ConnectionError):
            for piece in pieces:
                opened.raw(piece)
            opened.stream.shutdown(socket.SHUT_WR)
        found: list[Frame] = []
        code = None
        while (one := opened.next_frame()) is not None:
            assert code is None, "something came behind the close frame"
            assert one.final, "the server does not fragment"
            if one.opcode == CLOSE:
                code = int.from_bytes(one.payload[:2], "big") if one.payload else 1000
            else:
                assert one.opcode in (TEXT, BINARY, 10), one
                assert b"HTTP/1." not in one.payload
                assert b"Traceback" not in one.payload
                found.append(one)
        return code, found


def check(code: int | None) -> None:
    # None: there was nothing to complain of, or no whole frame. The others: the client closed, and is
    # answered with its own code.
    assert code is None or code in CODES or 1000 <= code <= 1014 or 3000 <= code < 5000


@thrown
@given(pieces=STREAMS, joined=st.booleans())
def test_any_bytes_are_answered_or_refused(
    bystander: Connection, ada: Person, pieces: list[bytes], joined: bool
) -> None:
    code, _ = pelt(ada, pieces, joined=joined)

    check(code)
    assert bystander.call("heads", {})["ok"]


@thrown
@given(name=st.sampled_from(REAL), data=st.lists(VALUES, max_size=2), ask=st.booleans())
def test_no_event_is_handled_before_the_connect(
    bystander: Connection, ada: Person, name: str, data: list[object], ask: bool
) -> None:
    before = bystander.call("heads", {})

    packet = f"42{'1' if ask else ''}{json.dumps([name, *data])}"
    code, said = pelt(ada, [frame(TEXT, packet.encode()), frame(TEXT, b"40")], joined=False)

    assert code == 1008
    assert [one.payload[:1] for one in said] == [b"0"], "nothing but the OPEN packet"
    assert bystander.call("heads", {}) == before


@pytest.mark.parametrize("auth", [{}, {"token": "x"}, [], "x", 1, None, {"a": {"b": [1]}}])
def test_what_a_client_says_about_itself_as_it_connects_is_let_pass(ada: Person, auth: object) -> None:
    with RawSocket(ada) as opened:
        opened.open_packet()
        opened.text("40" + json.dumps(auth))

        assert opened.next_text().startswith('40{"sid"')
        assert opened.next_text().startswith('42["welcome"')


def test_whoever_leaves_opens_another_connection_to_come_back(ada: Person) -> None:
    with RawSocket(ada) as opened:
        opened.join()
        opened.text("41")
        opened.text("40")

        while not (packet := opened.next_text()).startswith("44"):
            pass
        assert json.loads(packet[2:])["data"]["code"] == "bad_request"


@pytest.mark.parametrize("joined", [False, True], ids=["before the connect", "after it"])
@pytest.mark.parametrize("pieces", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused(bystander: Connection, ada: Person, pieces: list[bytes], joined: bool) -> None:
    code, said = pelt(ada, pieces, joined=joined)

    answers = [one.payload.decode() for one in said if one.payload.startswith(b"43")]
    assert code in CODES or (joined and all('"ok":false' in answer for answer in answers) and answers)
    assert bystander.call("heads", {})["ok"]


@pytest.mark.parametrize("joined", [False, True], ids=["before the connect", "after it"])
@pytest.mark.parametrize("pieces", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_a_message_that_is_too_large_is_refused(
    bystander: Connection, ada: Person, pieces: list[bytes], joined: bool
) -> None:
    # Without the end of the stream: what is too large is not waited for.
    with RawSocket(ada) as opened:
        if joined:
            opened.join()
        with suppress(ConnectionError):
            for piece in pieces:
                opened.raw(piece)
        assert opened.close_code() == 1009
    assert bystander.call("heads", {})["ok"]


def test_whoever_asks_and_leaves_at_once_is_no_error(bystander: Connection, ada: Person) -> None:
    last_words = frame(TEXT, b'421["heads",{}]') + frame(TEXT, b"41")

    code, _ = pelt(ada, [last_words], joined=True)

    check(code)
    assert bystander.call("heads", {})["ok"]
