"""How requests are read: JSON by orjson, bodies bounded."""

from typing import Any

import orjson
from flask import Flask, Request
from flask.json.provider import JSONProvider

from chatroom.domain import limits

UPLOAD_ENDPOINT = "api.upload_file"


class BoundedRequest(Request):
    """A request whose body is small, save an upload's, which its own service bounds."""

    @property
    def max_content_length(self) -> int | None:
        return None if self.endpoint == UPLOAD_ENDPOINT else limits.JSON_BODY_MAX

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("The bound of a request's body follows from its endpoint.")

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
