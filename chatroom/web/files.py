"""Handing out uploaded files. Nothing that came from a user runs in our origin."""

from flask import Blueprint, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from chatroom.services.files import Files
from chatroom.web import signin

# `sandbox` gives the file an origin of its own, even where it is opened by its address.
_POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"


def blueprint(files: Files) -> Blueprint:
    serving = Blueprint("files", __name__)
    serving.before_request(signin.require_login)

    @serving.get("/files/<file_id>")
    def file(file_id: str) -> Response:
        found, content = files.open(signin.user(), file_id)
        response = send_file(
            content,
            mimetype=found.type,
            as_attachment=found.kind == "file",
            download_name=found.name,
            etag=found.id,
            conditional=False,
        )
        response.content_length = found.size
        response.headers["Content-Security-Policy"] = _POLICY
        # Kept by the browser, but shown only after asking: access may have ended.
        response.headers["Cache-Control"] = "private, no-cache"
        try:
            response.make_conditional(request, accept_ranges=True, complete_length=found.size)
        except RequestedRangeNotSatisfiable as unsatisfiable:
            response.close()
            return unsatisfiable.get_response()
        return response

    return serving
