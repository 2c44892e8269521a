"""What a client may say in Engine.IO and Socket.IO."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import Packet

from chatroom.realtime.transport import packets
from chatroom.realtime.transport.decoder import ProtocolError

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "text",
    [
        "0",
        '0{"token":"x"}',
        "0/admin,",
        "1",
        '2["event"]',
        '27["event",{"a":1}]',
        '37["answer"]',
        '51-["e",1]',
    ],
)
def test_allowed(text: str) -> None:
    packets.parse(text, Packet)


REFUSED = {
    "empty": ("", 1002),
    "no packet type": ("x", 1002),
    "digit that is none": ("²", 1002),
    "unknown packet type": ("7", 1002),
    "a server's packet": ('4{"message":"no"}', 1002),
    "not JSON": ("2[", 1002),
    "deep JSON": ("2" + DEEP, 1002),
    "huge id": ("2" + "1" * 200 + '["event"]', 1002),
    "event without data": ("2", 1002),
    "event without a name": ("2[]", 1002),
    "event that is an object": ('2{"0":"event"}', 1002),
    "event name that is no text": ("2[{}]", 1002),
    "event that is a text": ('2"event"', 1002),
    "the connect handler called": ('2["connect",{}]', 1008),
    "the disconnect handler called": ('2["disconnect"]', 1008),
    "answer without an id": ("3[]", 1002),
    "answer to python-socketio's counter": ("30[]", 1002),
    "answer that is no list": ('37{"a":1}', 1002),
    "binary event without attachments": ('50-["event"]', 1008),
    "two attachments": ('52-["event"]', 1008),
    "a billion attachments": ('5999999999-["event"]', 1008),
    "attachments of a text event": ('21-["event"]', 1008),
    "much text around an attachment": ('51-["' + "x" * 70_000 + '"]', 1008),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(text: str, code: int) -> None:
    with pytest.raises(ProtocolError) as refusal:
        packets.parse(text, Packet)
    assert refusal.value.code == code


def test_attachment_takes_its_place() -> None:
    packet = packets.parse('51-["file",{"_placeholder":true,"num":0}]', Packet)
    packets.attach(packet, b"bytes")
    assert packet.data == ["file", b"bytes"]


@pytest.mark.parametrize("number", [1, "0", {}, None, 1.5])
def test_attachment_that_is_not_there(number: object) -> None:
    data = ["file", {"_placeholder": True, "num": number}]
    packet = packets.parse("51-" + json.dumps(data), Packet)
    with pytest.raises(ProtocolError):
        packets.attach(packet, b"bytes")


def test_text_in_the_place_of_an_attachment() -> None:
    packet = packets.parse('51-["file",{"_placeholder":true,"num":0}]', Packet)
    with pytest.raises(ProtocolError):
        packets.attach(packet, '2["event"]')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
)


@given(
    st.text(max_size=40)
    | st.builds(lambda head, data: head + json.dumps(data), st.from_regex(r"[0-9]{0,3}-?(/x,)?[0-9]*"), JSON)
)
def test_any_text_is_understood_or_refused(text: str) -> None:
    with suppress(ProtocolError):
        packet = packets.parse(text, Packet)
        if packets.awaits_attachment(packet):
            packets.attach(packet, b"bytes")
