"""An HTTP client as lean as Python allows: connections that are kept, one request at a time on each."""

import asyncio
import hashlib
import hmac
import json
from typing import Any

from bench.peers.durable import BODY
from bench.peers.synapse.config import SECRET

_MESSAGE = json.dumps({"msgtype": "m.text", "body": BODY}).encode()
_V3 = "/_matrix/client/v3"
_REGISTER = "/_synapse/admin/v1/register"


class Client:
    """As many connections as there are requests at the same time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def register(self, person: int) -> str:
        """Make an account with the shared secret; returns its access token."""
        nonce = json.loads(await self.ask("GET", _REGISTER))["nonce"]
        name, password = f"p{person}", "not a secret"
        proof = hmac.new(
            SECRET.encode(), "\0".join((nonce, name, password, "notadmin")).encode(), hashlib.sha1
        )
        account = {"nonce": nonce, "username": name, "password": password, "mac": proof.hexdigest()}
        return str((await self._post(_REGISTER, "", account))["access_token"])

    async def create_room(self, token: str) -> str:
        return str((await self._post(f"{_V3}/createRoom", token, {"preset": "public_chat"}))["room_id"])

    async def join(self, token: str, room: str) -> None:
        await self._post(f"{_V3}/join/{room}", token, {})

    async def say(self, token: str, room: str, turn: int) -> None:
        """Send a message, and wait until its event has an id."""
        path = f"{_V3}/rooms/{room}/send/m.room.message/{turn}"
        if b'"event_id"' not in (answer := await self.ask("PUT", path, token, _MESSAGE)):
            raise RuntimeError(f"No event: {answer!r}")

    async def ask(self, method: str, path: str, token: str = "", body: bytes = b"") -> bytes:
        """The body of the answer.

        Raises:
            RuntimeError: the answer was not 200.
        """
        if self._idle:
            reader, writer = self._idle.pop()
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        answer = await _rest(reader, head)
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"{method} {path}: {head.split()[1].decode()} {answer.decode()}")
        self._idle.append((reader, writer))
        return answer

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()

    async def _post(self, path: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(await self.ask("POST", path, token, json.dumps(body).encode()))
        return answer


async def _rest(reader: asyncio.StreamReader, head: bytes) -> bytes:
    """The body, whichever way its length is told."""
    _, found, length = head.partition(b"content-length:")
    if found:
        return await reader.readexactly(int(length.split()[0]))
    body = b""
    while size := int(await reader.readline(), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body
