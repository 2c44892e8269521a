"""Frames, as bytes: what the server writes, and what it accepts."""

import struct
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.realtime.transport.decoder import Close, Decoder, Incoming, Ping, ProtocolError
from chatroom.realtime.transport.frames import binary_frame, close_frame, pong_frame, text_frame
from tests.transport.client import BINARY, CLOSE, CONTINUATION, PING, PONG, RSV1, TEXT, frame

LIMIT = 1000
A_MESSAGE = frame(TEXT, b"hello")


def decode(*chunks: bytes, limit: int = LIMIT) -> list[Incoming]:
    decoder = Decoder(limit)
    return [incoming for chunk in chunks for incoming in completed(decoder, chunk)]


def completed(decoder: Decoder, chunk: bytes) -> list[Incoming]:
    """What the frames of a chunk complete."""
    return [incoming for incoming in decoder.feed(chunk) if incoming is not None]


def one_by_one(data: bytes) -> Iterable[bytes]:
    return (data[index : index + 1] for index in range(len(data)))


@pytest.mark.parametrize(
    ("length", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65535, b"\x81\x7e\xff\xff"),
        (65536, b"\x81\x7f" + struct.pack("!Q", 65536)),
    ],
)
def test_length_takes_the_shortest_of_three_forms(length: int, head: bytes) -> None:
    assert text_frame("x" * length) == head + b"x" * length


def test_text_is_sent_as_utf8() -> None:
    assert text_frame("é") == text_frame("é".encode()) == b"\x81\x02\xc3\xa9"


def test_binary_and_pong_carry_their_payload() -> None:
    assert binary_frame(b"\x00\xff") == b"\x82\x02\x00\xff"
    assert pong_frame(b"hi") == b"\x8a\x02hi"


def test_close_carries_code_and_reason() -> None:
    assert close_frame(1000, "bye") == b"\x88\x05\x03\xe8bye"
    assert close_frame(None) == b"\x88\x00"


def test_long_close_reason_is_cut_between_characters() -> None:
    sent = close_frame(1000, "é" * 100)
    assert len(sent) <= 2 + 125
    assert sent[4:].decode() == "é" * 61


ACCEPTED: dict[str, tuple[bytes, list[Incoming]]] = {
    "text": (A_MESSAGE, ["hello"]),
    "binary": (frame(BINARY, b"\xff\x00"), [b"\xff\x00"]),
    "empty text": (frame(TEXT), [""]),
    "two in a row": (A_MESSAGE + frame(TEXT, b"again"), ["hello", "again"]),
    "as long as allowed": (frame(TEXT, b"x" * LIMIT), ["x" * LIMIT]),
    "three fragments": (
        frame(TEXT, b"a", fin=False) + frame(CONTINUATION, b"b", fin=False) + frame(CONTINUATION, b"c"),
        ["abc"],
    ),
    "a character across fragments": (
        frame(TEXT, b"\xc3", fin=False) + frame(CONTINUATION, b"\xa9"),
        ["é"],
    ),
    "empty first and last fragment": (
        frame(TEXT, b"", fin=False) + frame(CONTINUATION, b"x", fin=False) + frame(CONTINUATION),
        ["x"],
    ),
    "ping": (frame(PING, b"hi"), [Ping(b"hi")]),
    "ping between fragments": (
        frame(BINARY, b"a", fin=False) + frame(PING, b"?") + frame(CONTINUATION, b"b"),
        [Ping(b"?"), b"ab"],
    ),
    "pong": (frame(PONG, b"hi") + A_MESSAGE, ["hello"]),
    "close without a code": (frame(CLOSE), [Close(None)]),
    "close with a code": (frame(CLOSE, b"\x03\xe8bye"), [Close(1000)]),
    "a private close code": (frame(CLOSE, struct.pack("!H", 4000)), [Close(4000)]),
    "nothing behind close": (frame(CLOSE) + A_MESSAGE, [Close(None)]),
}


@pytest.mark.parametrize(("data", "incoming"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepted(data: bytes, incoming: list[Incoming]) -> None:
    assert decode(data) == incoming


@pytest.mark.parametrize(("data", "incoming"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepted_byte_by_byte(data: bytes, incoming: list[Incoming]) -> None:
    decoder = Decoder(LIMIT)
    found: list[Incoming] = []
    for byte in one_by_one(data):
        found += completed(decoder, byte)
        if found and isinstance(found[-1], Close):
            break
    assert found == incoming


REFUSED: dict[str, tuple[bytes, int]] = {
    "unmasked": (frame(TEXT, b"x", mask=False), 1002),
    "reserved bit": (frame(TEXT, b"x", rsv=RSV1), 1002),
    "reserved opcode": (frame(3, b"x"), 1002),
    "reserved control opcode": (frame(11), 1002),
    "continuation of nothing": (frame(CONTINUATION, b"x"), 1002),
    "message inside a message": (frame(TEXT, b"x", fin=False) + A_MESSAGE, 1002),
    "message inside an empty beginning": (frame(TEXT, fin=False) + A_MESSAGE, 1002),
    "fragmented ping": (frame(PING, b"x", fin=False), 1002),
    "long ping": (frame(PING, b"x" * 126), 1002),
    "padded length": (b"\x81\xfe\x00\x05" + bytes(4) + b"hello", 1002),
    "negative length": (b"\x81\xff" + b"\xff" * 8, 1002),
    "half a close code": (frame(CLOSE, b"\x03"), 1002),
    "close code below the range": (frame(CLOSE, struct.pack("!H", 999)), 1002),
    "close code never on the wire": (frame(CLOSE, struct.pack("!H", 1006)), 1002),
    "undefined close code": (frame(CLOSE, struct.pack("!H", 2000)), 1002),
    "close reason not UTF-8": (frame(CLOSE, b"\x03\xe8\xff"), 1007),
    "not UTF-8": (frame(TEXT, b"\xff"), 1007),
    "surrogate": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "unfinished character": (frame(TEXT, b"\xc3"), 1007),
    "too long": (frame(TEXT, b"x" * (LIMIT + 1)), 1009),
    "too long, only claimed": (frame(TEXT, b"", length=LIMIT + 1), 1009),
    "an exabyte, only claimed": (frame(BINARY, b"", length=1 << 60), 1009),
    "too long in fragments": (
        frame(TEXT, b"x" * LIMIT, fin=False) + frame(CONTINUATION, b"", length=1),
        1009,
    ),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(data: bytes, code: int) -> None:
    assert decode(A_MESSAGE) == ["hello"]
    with pytest.raises(ProtocolError) as refusal:
        decode(A_MESSAGE, data)
    assert refusal.value.code == code


def test_decoder_can_be_dropped_only_between_messages() -> None:
    decoder = Decoder(LIMIT)
    assert decoder.idle
    for byte in one_by_one(A_MESSAGE[:-1]):
        assert completed(decoder, byte) == []
        assert not decoder.idle
    assert completed(decoder, A_MESSAGE[-1:]) == ["hello"]
    assert decoder.idle
    assert completed(decoder, frame(TEXT, b"", fin=False)) == []
    assert not decoder.idle


@given(messages=st.lists(st.text(max_size=50) | st.binary(max_size=50), max_size=5), cuts=st.data())
def test_messages_come_out_as_sent_wherever_the_network_cuts(
    messages: list[str | bytes], cuts: st.DataObject
) -> None:
    data = b"".join(
        frame(TEXT, message.encode()) if isinstance(message, str) else frame(BINARY, message)
        for message in messages
    )
    points = sorted(cuts.draw(st.lists(st.integers(0, len(data)), max_size=10)))
    chunks = [data[start:end] for start, end in zip([0, *points], [*points, len(data)], strict=True)]
    assert decode(*chunks) == messages


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with suppress(ProtocolError):
        decode(data)
