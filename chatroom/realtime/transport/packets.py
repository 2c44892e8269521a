"""What a client may say in Engine.IO 4 and Socket.IO 5; everything else ends the connection.

python-socketio's own parser is used, but not its table of half-received binary packets: that one
takes as many attachments, of any size, as a client announces.
"""

import re
from typing import Any

from socketio import packet as kinds

from chatroom.realtime.transport.decoder import ProtocolError
from chatroom.realtime.transport.frames import CloseCode

_RESERVED_EVENTS = ("connect", "disconnect")  # their handlers are never a client's to call
_ANNOUNCEMENT_MAX = 64 * 1024  # characters of a packet that is held until its attachment is there
_ALLOWED_KINDS = (
    kinds.CONNECT,
    kinds.DISCONNECT,
    kinds.EVENT,
    kinds.ACK,
    kinds.BINARY_EVENT,
    kinds.BINARY_ACK,
)
_PLAIN_EVENT = re.compile(rf"{kinds.EVENT}([0-9]{{0,15}})(?=\[)").match
_PARSE_ERRORS = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


def plain_event(text: str, packet_class: type[Any]) -> tuple[int | None, list[Any]] | None:
    """The id and the content of an event of the main namespace without attachment, which is nearly
    every packet; whatever is different in any way is None, and `parse` has it."""
    found = _PLAIN_EVENT(text)
    if found is None:
        return None
    try:
        data = packet_class.json.loads(text[found.end() :])
    except _PARSE_ERRORS:
        return None
    if not (data and isinstance(data[0], str) and data[0] not in _RESERVED_EVENTS):
        return None
    number = found[1]
    return int(number) if number else None, data


def parse(text: str, packet_class: type[Any]) -> Any:
    """The Socket.IO packet in `text`, checked as far as it can be without its attachment.

    Raises:
        ProtocolError: it is not one, or not one that a client may send.
    """
    try:
        packet = packet_class(encoded_packet=text)
    except _PARSE_ERRORS as error:
        raise ProtocolError(CloseCode.PROTOCOL_ERROR, "not a Socket.IO packet") from error
    if not text or packet.packet_type not in _ALLOWED_KINDS:
        raise ProtocolError(CloseCode.PROTOCOL_ERROR, "not a Socket.IO packet")
    if packet.attachment_count != (1 if awaits_attachment(packet) else 0):
        raise ProtocolError(CloseCode.POLICY_VIOLATION, "a binary packet has one attachment, others none")
    if packet.attachment_count and len(text) > _ANNOUNCEMENT_MAX:
        raise ProtocolError(CloseCode.POLICY_VIOLATION, "too much text around an attachment")
    _check_data(packet)
    return packet


def awaits_attachment(packet: Any) -> bool:
    """Whether the packet is complete only with the binary message that follows it."""
    return packet.packet_type in (kinds.BINARY_EVENT, kinds.BINARY_ACK)


def attach(packet: Any, message: str | bytes) -> None:
    """Complete a binary packet with the message that followed it.

    Raises:
        ProtocolError: text came instead, or the packet points to an attachment that is not there.
    """
    if isinstance(message, str):
        raise ProtocolError(CloseCode.PROTOCOL_ERROR, "text in the place of an attachment")
    try:
        packet.add_attachment(message)
    except _PARSE_ERRORS as error:
        raise ProtocolError(CloseCode.PROTOCOL_ERROR, "no such attachment") from error


def unexpected(message: bytes) -> ProtocolError:
    """The error for a binary message that nothing announced."""
    return ProtocolError(CloseCode.UNSUPPORTED_DATA, f"{len(message)} bytes that no packet announced")


def _check_data(packet: Any) -> None:
    data = packet.data
    if packet.packet_type in (kinds.EVENT, kinds.BINARY_EVENT):
        if not isinstance(data, list) or not data or not isinstance(data[0], str):
            raise ProtocolError(CloseCode.PROTOCOL_ERROR, "an event is a list that begins with its name")
        if data[0] in _RESERVED_EVENTS:
            raise ProtocolError(CloseCode.POLICY_VIOLATION, "a reserved event name")
    elif packet.packet_type in (kinds.ACK, kinds.BINARY_ACK) and not (isinstance(data, list) and packet.id):
        # Id 0 is python-socketio's own counter in the table of callbacks.
        raise ProtocolError(CloseCode.PROTOCOL_ERROR, "an answer is a list with the id of its event")
