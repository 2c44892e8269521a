"""What every answer and every unsafe request has in common: headers, cookies, CSRF, local targets."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadSignature
from werkzeug.datastructures import Headers

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_YEAR = 365 * 24 * 3600
# Browsers complain about these where they cannot be honoured.
_HTTPS_HEADERS = {
    "Strict-Transport-Security": f"max-age={_YEAR}",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """WSGI middleware that completes every answer, static files and refusals included.

    A header that the application set stays: files carry a stricter policy of their own.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            completed = Headers(headers)
            secure = environ["wsgi.url_scheme"] == "https"
            for name, value in {**_HEADERS, **(_HTTPS_HEADERS if secure else {})}.items():
                completed.setdefault(name, value)
            return start_response(status, completed.to_wsgi_list(), *rest)

        return self._application(environ, start)


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie; sent over https only when the request came over https.

    How long a sign-in lasts is for its row in the database to say. Flask's own rule refuses a cookie
    from the future as well: a clock that is set back an hour would log out whoever came in that hour.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        serializer = self.get_signing_serializer(app)
        value = request.cookies.get(self.get_cookie_name(app))
        if serializer is None or not value:
            return self.session_class()
        try:
            return self.session_class(serializer.loads(value))
        except BadSignature:
            return self.session_class()

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init_app(app: Flask, lifetime: timedelta) -> None:
    """Set up the session cookie and CSRF protection for every unsafe request.

    Args:
        lifetime: of the cookie, the same as that of the session it names.
    """
    app.session_interface = CookieSession()
    app.config.update(
        PERMANENT_SESSION_LIFETIME=lifetime,
        SESSION_COOKIE_NAME="chatroom_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        # A chatroom stays open for days; the token is as good as the session it belongs to.
        WTF_CSRF_TIME_LIMIT=None,
    )
    CSRFProtect(app)


def local_target(target: str | None) -> str | None:
    """Where to go next, if it is a path of this site.

    Browsers read a backslash as a slash and drop control characters, so neither is let through.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(character) < 33 or ord(character) == 127 for character in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
