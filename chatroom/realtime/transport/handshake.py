"""The opening handshake, read from a WSGI environ: the 101 answer, or why there is none."""

import base64
import binascii
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from h11 import LocalProtocolError
from wsproto.connection import ConnectionType
from wsproto.events import AcceptConnection, RejectConnection
from wsproto.handshake import H11Handshake
from wsproto.utilities import RemoteProtocolError

_HEADERS = {
    "HTTP_HOST": b"Host",
    "HTTP_CONNECTION": b"Connection",
    "HTTP_UPGRADE": b"Upgrade",
    "HTTP_SEC_WEBSOCKET_KEY": b"Sec-WebSocket-Key",
    "HTTP_SEC_WEBSOCKET_VERSION": b"Sec-WebSocket-Version",
}
_KEY_BYTES = 16


class Refused(Exception):
    """No WebSocket is opened; the client gets a plain HTTP answer that says why."""

    def __init__(
        self, status: int, code: str, message: str, headers: list[tuple[str, str]] | None = None
    ) -> None:
        super().__init__(message)
        self.status = f"{status} {HTTPStatus(status).phrase}"
        self.body = json.dumps({"error": {"code": code, "message": message}}).encode()
        self.headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(self.body))),
            *(headers or []),
        ]


def check_transport(environ: Mapping[str, Any]) -> None:
    """Refuse what is not a WebSocket: a polling session would be a bearer token in an address.

    engineio would refuse it, too, but would log the client's mistake as an error of ours.
    """
    query = parse_qs(environ.get("QUERY_STRING", ""))
    if query.get("transport") != ["websocket"] or "sid" in query or environ["REQUEST_METHOD"] != "GET":
        raise Refused(400, "websocket_only", "Connect with the WebSocket transport; polling is not offered.")
    if query.get("EIO") != ["4"]:
        raise _bad("Use a client that speaks Engine.IO 4, as Socket.IO 3 and later do.")
    if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
        raise _bad("Ask for an upgrade to a WebSocket.")


def check_origin(environ: Mapping[str, Any]) -> None:
    """Refuse the pages of other sites, which would connect with the cookie of ours.

    Programs that are not browsers send no Origin, and have no cookies but their own.
    """
    origin = environ.get("HTTP_ORIGIN")
    if origin is not None and origin != f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}":
        raise Refused(403, "forbidden", "This site may not connect here.")


def answer(environ: Mapping[str, Any]) -> bytes:
    """The `101 Switching Protocols` answer to a valid handshake.

    Raises:
        Refused: it is not a handshake that can be accepted here.
    """
    if environ.get("SERVER_PROTOCOL") != "HTTP/1.1" or environ.get("HTTP_VERSION") == "2":
        raise _bad("A WebSocket is opened over HTTP/1.1.")
    if environ.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in environ:
        raise _bad("A handshake has no body.")
    headers = [(name, environ[key].encode("latin-1")) for key, name in _HEADERS.items() if key in environ]
    handshake = H11Handshake(ConnectionType.SERVER)
    try:
        handshake.initiate_upgrade_connection(headers, "/")
    except RemoteProtocolError as error:
        raise _refused_by_wsproto(error) from error
    except (LocalProtocolError, UnicodeError) as error:
        raise _bad("A header of the handshake is malformed.") from error
    _check_key(environ["HTTP_SEC_WEBSOCKET_KEY"])
    return handshake.send(AcceptConnection())


def sent_early(environ: Mapping[str, Any]) -> bytes:
    """What the client sent right behind its handshake, and gunicorn has read already.

    RFC 6455 §4.1 has the client wait for the answer. One that does not would otherwise lose bytes
    or not, depending on how the network cut its packets.
    """
    reader = getattr(environ.get("wsgi.input"), "reader", None)
    unreader = getattr(reader, "unreader", None)
    return bytes(unreader.take_buffered()) if unreader is not None else b""


def _check_key(key: str) -> None:
    # wsproto takes any key; RFC 6455 §4.2.1 wants 16 bytes in base64.
    try:
        valid = len(base64.b64decode(key.encode("latin-1"), validate=True)) == _KEY_BYTES
    except binascii.Error:
        valid = False
    if not valid:
        raise _bad("Sec-WebSocket-Key is not 16 bytes in base64.")


def _refused_by_wsproto(error: RemoteProtocolError) -> Refused:
    hint = error.event_hint
    if not isinstance(hint, RejectConnection):
        return _bad(str(error))
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in hint.headers]
    return Refused(hint.status_code, "bad_request", str(error), headers)


def _bad(message: str) -> Refused:
    return Refused(400, "bad_request", message)
