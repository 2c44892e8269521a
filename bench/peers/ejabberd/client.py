"""An XMPP client as lean as Python allows: signs in, joins rooms, sends, and sees its own come back."""

import asyncio
import base64
import re

from bench.peers.durable import BODY

DOMAIN = "localhost"
_SERVICE = f"conference.{DOMAIN}"
_PASSWORD = "not a secret: loopback only"


class Client(asyncio.Protocol):
    """One person's connection.

    What others say is read and passed over; only a message of one's own, reflected by the room,
    and one's own presence after a join are looked for.

    Args:
        person: their number; also their name and nick, with a `p` before it.
    """

    def __init__(self, person: int) -> None:
        self.name = f"p{person}"
        self._tail = b""
        self._waiting: dict[bytes, asyncio.Future[None]] = {}
        self._joins: asyncio.Queue[None] = asyncio.Queue()
        self._own = re.compile(rb"<message[^>]*? id='%b-(\d+)'" % self.name.encode())
        self._log_in: asyncio.Queue[bytes] | None = asyncio.Queue()

    @classmethod
    async def signed_in(cls, person: int, port: int) -> "Client":
        """Register this person over the wire, and sign in."""
        _, client = await asyncio.get_running_loop().create_connection(lambda: cls(person), "127.0.0.1", port)
        plain = base64.b64encode(f"\0{client.name}\0{_PASSWORD}".encode()).decode()
        await client._ask(_STREAM, "</stream:features>")
        await client._ask(
            "<iq type='set' id='register'><query xmlns='jabber:iq:register'>"
            f"<username>{client.name}</username><password>{_PASSWORD}</password></query></iq>",
            "type='result'",
        )
        await client._ask(
            f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>", "<success"
        )
        await client._ask(_STREAM, "</stream:features>")
        await client._ask(
            "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "type='result'"
        )
        client._log_in = None
        return client

    async def join(self, rooms: int) -> None:
        """Enter every room, and wait until each has let us in; the first to enter creates it."""
        for room in range(rooms):
            self._write(
                f"<presence to='room{room}@{_SERVICE}/{self.name}'>"
                "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
            )
        for _ in range(rooms):
            await self._joins.get()

    async def say(self, room: int, turn: int) -> None:
        """Send a message, and wait until the room reflects it to us."""
        acked = self._waiting[b"%d" % turn] = asyncio.get_running_loop().create_future()
        self._write(
            f"<message to='room{room}@{_SERVICE}' type='groupchat' id='{self.name}-{turn}'>"
            f"<body>{BODY}</body></message>"
        )
        await acked

    def close(self) -> None:
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self._log_in:
            self._log_in.put_nowait(data)
            return
        data = self._tail + data
        end = data.rfind(b">") + 1
        whole, self._tail = data[:end], data[end:]
        if b" type='error'" in whole:
            self._fail(RuntimeError(f"The server refused: {whole!r}"))
        for _ in range(whole.count(b"<status code='110'/>")):
            self._joins.put_nowait(None)
        for turn in self._own.findall(whole):
            self._waiting.pop(turn).set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        self._fail(error or ConnectionError("The server closed the connection."))

    def _fail(self, error: Exception) -> None:
        for acked in self._waiting.values():
            if not acked.done():
                acked.set_exception(error)
        self._waiting.clear()

    async def _ask(self, question: str, answer: str) -> None:
        """Send, and read on until this answer; only while signing in."""
        assert self._log_in is not None
        self._write(question)
        said = b""
        while answer.encode() not in said:
            said += await asyncio.wait_for(self._log_in.get(), 10)
            if b"<failure" in said or b"type='error'" in said:
                raise RuntimeError(f"The server refused: {said!r}")

    def _write(self, text: str) -> None:
        self._transport.write(text.encode())


_STREAM = (
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' version='1.0'"
    f" xmlns:stream='http://etherx.jabber.org/streams' to='{DOMAIN}'>"
)
