"""Outgoing WebSocket frames (RFC 6455): built once, shared by every connection that gets them."""

import struct
from enum import IntEnum

_TEXT, _BINARY, _CLOSE, _PONG = 0x81, 0x82, 0x88, 0x8A  # FIN set: the server never fragments
_CLOSE_REASON_MAX = 123  # a control frame holds 125 bytes, two of them the code


class CloseCode(IntEnum):
    """Why a connection is closed (RFC 6455, section 7.4.1)."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    UNSUPPORTED_DATA = 1003
    POLICY_VIOLATION = 1008
    INTERNAL_ERROR = 1011


def text_frame(text: str | bytes) -> bytes:
    """A whole text message; bytes are taken to be UTF-8 already."""
    return _frame(_TEXT, text.encode() if isinstance(text, str) else text)


def binary_frame(payload: bytes) -> bytes:
    """A whole binary message."""
    return _frame(_BINARY, payload)


def pong_frame(payload: bytes) -> bytes:
    """The answer to a ping, with the ping's own payload."""
    return _frame(_PONG, payload)


def close_frame(code: int | None, reason: str = "") -> bytes:
    """The last frame of a connection; without a code it is empty, as RFC 6455 §7.1.5 allows."""
    if code is None:
        return _frame(_CLOSE, b"")
    # A cut in the middle of a character would be invalid UTF-8, which the peer must refuse.
    text = reason.encode()[:_CLOSE_REASON_MAX].decode(errors="ignore").encode()
    return _frame(_CLOSE, struct.pack("!H", code) + text)


def _frame(first: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        return struct.pack("!BB", first, length) + payload
    if length < 65536:
        return struct.pack("!BBH", first, 126, length) + payload
    return struct.pack("!BBQ", first, 127, length) + payload
