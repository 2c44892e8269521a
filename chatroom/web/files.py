"""Handing out uploaded files. Nothing that came from a user runs in our origin."""

import re
from typing import Any

from flask import Blueprint, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from chatroom.services.files import Files
from chatroom.web import signin

# `sandbox` gives the file an origin of its own, even where it is opened by its address.
_POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
_RANGE = re.compile(r"bytes=[ \t]*(?:(\d{1,20})-(\d{0,20})|-(\d{1,20}))[ \t]*", re.ASCII | re.IGNORECASE)


def blueprint(files: Files) -> Blueprint:
    serving = Blueprint("files", __name__)
    serving.before_request(signin.require_login)

    @serving.get("/files/<file_id>")
    def file(file_id: str) -> Response:
        found, content = files.open(signin.user(), file_id)
        response = send_file(
            content,  # type: ignore[arg-type]
            mimetype=found.type,
            as_attachment=found.kind == "file",
            download_name=found.name,
            etag=found.id,
            conditional=False,
        )
        response.response = content  # and not what would read it 8 KB at a time
        response.content_length = found.size
        response.headers["Content-Security-Policy"] = _POLICY
        # Kept by the browser, but shown only after asking: access may have ended.
        response.headers["Cache-Control"] = "private, no-cache"
        try:
            response.make_conditional(_asked(found.size), accept_ranges=True, complete_length=found.size)
        except RequestedRangeNotSatisfiable as unsatisfiable:
            response.close()
            return unsatisfiable.get_response()
        return response

    return serving


def _asked(size: int) -> dict[str, Any]:
    """The request, with the range that is asked for as Werkzeug understands it, or with none.

    RFC 9110, section 14.2: ranges of another unit, of no sense, or of another method are ignored, and
    a suffix may be longer than the file. We ignore several ranges at once as well, as we may.
    """
    environ = dict(request.environ)
    asked = _RANGE.fullmatch(environ.pop("HTTP_RANGE", ""))
    if asked is None or request.method != "GET":
        return environ
    first, last, suffix = asked.groups()
    if suffix is not None:
        environ["HTTP_RANGE"] = f"bytes=-{min(int(suffix), size)}"
    elif not last or int(first) <= int(last):
        environ["HTTP_RANGE"] = f"bytes={first}-{last}"
    return environ
