"""Incoming WebSocket frames (RFC 6455): bytes in, whole messages and control frames out."""

from collections.abc import Generator, Iterator
from typing import NamedTuple, TypeAlias, cast

from wsproto.frame_protocol import CloseReason, Frame, FrameDecoder, Header, Opcode, ParseFailed


class ProtocolError(Exception):
    """The client broke a rule; `code` is the WebSocket close code that tells it which."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Ping(NamedTuple):
    payload: bytes


class Close(NamedTuple):
    code: int | None


_PLAIN_TEXT = 0x81  # the first byte of an unfragmented text
_PLAIN_HEADER = 6  # bytes before the payload, at least

Incoming: TypeAlias = str | bytes | Ping | Close


class Decoder:
    """Holds at most one unfinished message, and of that never more than `limit` bytes."""

    __slots__ = ("_frames", "_limit", "_opcode", "_payload")

    def __init__(self, limit: int) -> None:
        self._frames: FrameDecoder | None = None  # most data never needs one
        self._limit = limit
        self._opcode: Opcode | None = None  # of the message that is being received
        self._payload = bytearray()

    @property
    def idle(self) -> bool:
        """Whether nothing is held, so that the decoder can be thrown away."""
        frames = self._frames
        return frames is None or (self._opcode is None and frames.header is None and not len(frames.buffer))

    def feed(self, data: bytes) -> Iterator[Incoming | None]:
        """Yield what each frame of `data` completes, in order, and None for one that completes nothing:
        whoever asks can stop to let others have their turn. Nothing is looked at behind a close frame.

        Raises:
            ProtocolError: the bytes are not a valid client's, or a message is over the limit.
        """
        if self.idle:
            data = yield from _plain_texts(data, self._limit)
            if not data:
                return
        if self._frames is None:
            self._frames = FrameDecoder(client=False)
        frames = self._frames
        frames.receive_bytes(data)
        try:
            while (frame := self._next_frame(frames)) is not None:
                incoming = self._take(frame)
                yield incoming
                if isinstance(incoming, Close):
                    return
        except ParseFailed as error:
            raise ProtocolError(int(error.code), str(error)) from error

    def _next_frame(self, frames: FrameDecoder) -> Frame | None:
        if frames.header is None:
            # The header is looked at on its own, so that a frame which is too large is refused
            # before any of its payload is awaited.
            if not frames.parse_header():
                return None
            self._check(cast("Header", frames.header))
        return frames.process_buffer()

    def _check(self, header: Header) -> None:
        if header.opcode.iscontrol():
            return
        if header.opcode is Opcode.CONTINUATION:
            if self._opcode is None:
                raise ProtocolError(CloseReason.PROTOCOL_ERROR, "continuation of nothing")
        elif self._opcode is not None:
            raise ProtocolError(CloseReason.PROTOCOL_ERROR, "a message inside a fragmented message")
        else:
            self._opcode = header.opcode
        if len(self._payload) + header.payload_len > self._limit:
            raise ProtocolError(CloseReason.MESSAGE_TOO_BIG, f"over {self._limit} bytes")

    def _take(self, frame: Frame) -> Incoming | None:
        payload = cast("bytes", frame.payload)
        if frame.opcode is Opcode.PING:
            return Ping(payload)
        if frame.opcode is Opcode.PONG:
            return None
        if frame.opcode is Opcode.CLOSE:
            return Close(_close_code(payload))
        finished = frame.frame_finished and frame.message_finished
        if self._payload or not finished:
            # One growing buffer, not a list of pieces: a million one-byte fragments must not cost
            # a million objects.
            self._payload += payload
        return self._message(bytes(self._payload) or payload) if finished else None

    def _message(self, payload: bytes) -> str | bytes:
        opcode, self._opcode = self._opcode, None
        self._payload = bytearray()
        if opcode is Opcode.BINARY:
            return payload
        return _utf8(payload)


def _plain_texts(data: bytes, limit: int) -> Generator[str, None, bytes]:
    """Yields the leading whole, unfragmented, masked texts of less than 64 KiB; returns
    the bytes behind them.

    Nearly every frame is one, and wsproto takes 9 µs where this takes 2. Whatever is different in
    any way, invalid UTF-8 included, is left to it.
    """
    position, size = 0, len(data)
    while size - position >= _PLAIN_HEADER and data[position] == _PLAIN_TEXT:
        length, mask = data[position + 1] - 0x80, position + 2
        if length == 126:
            length, mask = int.from_bytes(data[mask : mask + 2], "big"), position + 4
            shortest = length >= 126
        else:
            shortest = 0 <= length < 126
        end = mask + 4 + length
        if not shortest or end > size or length > limit:
            break
        try:
            text = _unmasked(data[mask : mask + 4], data[mask + 4 : end]).decode()
        except UnicodeDecodeError:
            break
        yield text
        position = end
    return data[position:]


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    """XOR of the whole payload at once, as two large numbers."""
    length = len(payload)
    key = (mask * (length // 4 + 1))[:length]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(length, "big")


def _utf8(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise ProtocolError(CloseReason.INVALID_FRAME_PAYLOAD_DATA, "not UTF-8") from None


def _close_code(payload: bytes) -> int | None:
    if not payload:
        return None
    code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else 0
    # RFC 6455 §7.4: these are for the wire; 1004 to 1006 and 1015 never are.
    if not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
        raise ProtocolError(CloseReason.PROTOCOL_ERROR, "close code out of range")
    _utf8(payload[2:])
    return code
