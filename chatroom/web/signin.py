"""Flask-Login on server-side sessions: the cookie carries a session's token, never a user's id."""

from typing import Any

import flask
from flask import Flask, current_app, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from chatroom.domain.browsers import browser_name
from chatroom.domain.entities.people import Session, User
from chatroom.domain.errors import Unauthorized
from chatroom.services.sessions import Sessions
from chatroom.services.users import Authenticated

_CSRF_FIELD = "csrf_token"


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: a session, and the token that names it."""

    def __init__(self, session: Session, token: str) -> None:
        self.session = session
        self.user = session.user
        self._token = token

    def get_id(self) -> str:
        return self._token


def init_app(app: Flask, sessions: Sessions) -> None:
    manager = LoginManager(app)
    # It would compare addresses and browsers; the token alone names the session.
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        session = sessions.find(token)
        return SignedIn(session, token) if session else None

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def unauthorized() -> Response:
        if request.path.startswith("/api/"):
            raise Unauthorized
        return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))


def sign_in(sessions: Sessions, authenticated: Authenticated) -> None:
    """Start a session for this browser; whatever it held before is gone.

    Save for the secret behind its CSRF tokens when the same user signs in again: pages that are open
    can go on with the tokens they have.
    """
    again = current_user.is_authenticated and current_user.user.id == authenticated.user.id
    secret = flask.session.get(_CSRF_FIELD) if again else None
    sign_out(sessions)
    _hold(sessions, sessions.start(authenticated, browser_name(request.user_agent.string)), secret)


def go_on(sessions: Sessions, token: str) -> None:
    """Hold the session that has taken the place of this browser's. Pages that are open keep their tokens."""
    secret = flask.session.get(_CSRF_FIELD)
    flask.session.clear()
    _hold(sessions, token, secret)


def _hold(sessions: Sessions, token: str, secret: str | None) -> None:
    session = sessions.find(token)
    if session is None:
        raise Unauthorized
    flask.session.permanent = True
    login_user(SignedIn(session, token))
    if secret:
        flask.session[_CSRF_FIELD] = secret
    # Not left to the first page: of two requests at once each would make a secret, and one be lost.
    generate_csrf()


def sign_out(sessions: Sessions) -> None:
    """End this browser's session, if it has one."""
    if current_user.is_authenticated:
        sessions.end(current_user.session)
        logout_user()
    flask.session.clear()


def require_login() -> Any:
    """A `before_request` for blueprints that only signed-in people may use."""
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return None


def user() -> User:
    """Who makes this request, which `require_login` has let pass."""
    return session().user


def session() -> Session:
    """The session that makes this request."""
    signed_in: Session = current_user.session
    return signed_in
