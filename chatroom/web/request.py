"""How requests are read: JSON by orjson, bodies bounded."""

from typing import IO, Any, cast

import orjson
from flask import Flask, Request
from flask.json.provider import JSONProvider
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.utils import cached_property
from werkzeug.wsgi import LimitedStream

from chatroom.domain import limits

UPLOAD_ENDPOINT = "api.upload_file"


class _BoundedStream(LimitedStream):
    """Refuses a body without a length that is over the limit; Werkzeug's would cut it there, and
    call it whole."""

    def readall(self) -> bytes:
        content = super().readall()
        if self.is_exhausted:
            self.limit += 1
            if self.read(1):
                raise RequestEntityTooLarge
        return content


class BoundedRequest(Request):
    """A request whose body is small, save an upload's, which its own service bounds."""

    @property
    def max_content_length(self) -> int | None:
        return None if self.endpoint == UPLOAD_ENDPOINT else limits.JSON_BODY_MAX

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("The bound of a request's body follows from its endpoint.")

    @cached_property
    def stream(self) -> IO[bytes]:
        stream = super().stream
        if self.max_content_length is None:
            return stream
        bounded = _BoundedStream(self.environ["wsgi.input"], self.max_content_length, is_max=True)
        return cast("IO[bytes]", bounded)

    @property
    def want_form_data_parsed(self) -> bool:
        """An upload is never a form, whatever type it is: parsing it would take the file away, and
        keep all of it before its size or its sender is looked at."""
        return self.endpoint != UPLOAD_ENDPOINT and super().want_form_data_parsed


class OrjsonProvider(JSONProvider):
    """Refuses what the standard library would take: deep nesting, NaN, lone surrogates."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return orjson.loads(s)


def init_app(app: Flask) -> None:
    app.request_class = BoundedRequest
    app.json = OrjsonProvider(app)
