"""Every error leaves in one shape: JSON for programs, a page for people."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from gunicorn.http.errors import ParseException
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as HTTPMethodNotAllowed

from chatroom.domain.errors import (
    BadRequest,
    ChatroomError,
    Forbidden,
    Internal,
    Invalid,
    MethodNotAllowed,
    NotFound,
    RateLimited,
    TooLarge,
    Unauthorized,
)
from chatroom.domain.requests.base import invalid
from chatroom.web.attempts import rate_limited

log = logging.getLogger(__name__)

_BY_STATUS: dict[int, type[ChatroomError]] = {
    error.status: error
    for error in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        MethodNotAllowed,
        TooLarge,
        Invalid,
        RateLimited,
    )
}
_TITLES = {
    400: "Try that again",
    403: "Not allowed",
    404: "Not found",
    413: "Too large",
    429: "Too many attempts",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(ChatroomError, answer)
    app.register_error_handler(HTTPException, _http)
    # The server finds out that a body is malformed only when the application reads it.
    app.register_error_handler(ParseException, lambda _: answer(BadRequest()))
    app.register_error_handler(Exception, _unexpected)


def answer(error: ChatroomError) -> Response:
    """The answer for an error: JSON under /api, otherwise a page."""
    if request.path.startswith("/api/"):
        response = jsonify(error.payload())
    else:
        page = render_template(
            "error.html",
            status=error.status,
            title=_TITLES.get(error.status, "Something went wrong"),
            message=error.message,
        )
        response = make_response(page)
    response.status_code = error.status
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http(error: HTTPException) -> Response:
    response = answer(typed(error))
    if isinstance(error, HTTPMethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def typed(error: HTTPException) -> ChatroomError:
    """What Flask or an extension raised, as one of our own errors."""
    if isinstance(error, CSRFError):
        return BadRequest("This page has expired. Reload it and try again.")
    if isinstance(error, RateLimitExceeded):
        return rate_limited(error.limit.limit.get_expiry() if error.limit else 60)
    if error.code in _BY_STATUS:
        return _BY_STATUS[error.code]()
    if error.code is not None and error.code < 500:
        return BadRequest()
    return Internal()


def validation_failed(error: ValidationError) -> Response:
    """What the API answers to a body, path or query that breaks its schema."""
    return answer(invalid(error))


def _unexpected(error: Exception) -> Response:
    log.exception("%s %s failed", request.method, request.path)
    return answer(Internal())
