"""Device cookies: others' guesses at a password do not lock its owner out.

A browser that has once signed in as somebody, or made the account, counts its own wrong
passwords apart from those of strangers (OWASP, "Slow Down Online Guessing Attacks with Device
Cookies"). The cookie signs nobody in.
"""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from chatroom.domain import limits
from chatroom.domain.names import username_key

_COOKIE = "chatroom_device"
_YEAR = 365 * 24 * 3600


def remember(response: Response, username: str) -> None:
    """Know this browser again as one of a user's own."""
    if account(username) == _key(username):
        response.set_cookie(
            _COOKIE,
            _serializer().dumps([_key(username), secrets.token_urlsafe(16)]),
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )


def account(username: str) -> str:
    """What wrong passwords for a username are counted under, from this browser."""
    try:
        known, device = _serializer().loads(request.cookies.get(_COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return _key(username)
    return f"{known} {device}" if known == _key(username) else _key(username)


def _key(username: str) -> str:
    return username_key(username)[: limits.USERNAME_MAX * 4]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="device")
