"""Registering, logging in and logging out."""

import logging
from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_limiter import Limiter, RateLimitExceeded
from flask_login import current_user
from werkzeug.wrappers import Response

from chatroom.domain import limits
from chatroom.domain.errors import ChatroomError
from chatroom.services.sessions import Sessions
from chatroom.services.users import Users
from chatroom.web import devices
from chatroom.web.attempts import Attempts
from chatroom.web.errors import typed
from chatroom.web.limiter import visitor
from chatroom.web.security import local_target
from chatroom.web.signin import sign_in, sign_out

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Form:
    """What the visitor typed, to fill the form in again. Never the password."""

    username: str
    next: str | None

    @classmethod
    def of_request(cls) -> "Form":
        # Longer than any username: there is no use in looking at all of it.
        username = request.values.get("username", "")[: limits.USERNAME_RAW_MAX + 1].strip()
        return cls(username, local_target(request.values.get("next")))


def blueprint(users: Users, sessions: Sessions, limiter: Limiter, attempts: Attempts) -> Blueprint:
    auth = Blueprint("auth", __name__)
    _registering(auth, users, limiter)
    _logging_in(auth, users, sessions, attempts)

    @auth.post("/logout")
    def logout() -> Response:
        sign_out(sessions)
        return redirect(url_for("pages.index"))

    @auth.errorhandler(RateLimitExceeded)
    def too_many(error: RateLimitExceeded) -> Response:
        return _failed("register.html", typed(error))

    return auth


def _registering(auth: Blueprint, users: Users, limiter: Limiter) -> None:
    @auth.get("/register")
    def register() -> Response:
        return _form("register.html")

    @auth.post("/register")
    @limiter.limit(limits.REGISTER_PER_ADDRESS, key_func=visitor)
    @limiter.limit(limits.REGISTER_PER_ACCOUNT, key_func=_account)
    def create_account() -> Response:
        form = Form.of_request()
        try:
            user = users.register(form.username, request.form.get("password", ""))
        except ChatroomError as error:
            return _failed("register.html", error)
        answer = redirect(url_for("auth.login", username=user.username, registered=1, next=form.next))
        devices.remember(answer, user.username)
        return answer


def _logging_in(auth: Blueprint, users: Users, sessions: Sessions, attempts: Attempts) -> None:
    @auth.get("/login")
    def login() -> Response:
        return _form(
            "login.html",
            notice="Your account is ready. Log in." if "registered" in request.args else None,
            warning="You have been logged out. Log in to go on." if "ended" in request.args else None,
        )

    @auth.post("/login")
    def authenticate() -> Response:
        form = Form.of_request()
        try:
            counts = attempts.count_login(form.username)
            authenticated = users.authenticate(form.username, request.form.get("password", ""))
        except ChatroomError as error:
            # The address alone: people mistake the name field for the password's now and then.
            log.warning("A login failed from %s", request.remote_addr)
            return _failed("login.html", error)
        attempts.take_back(counts)
        sign_in(sessions, authenticated)
        answer = redirect(form.next or url_for("pages.chatroom"))
        devices.remember(answer, authenticated.user.username)
        return answer


def _account() -> str:
    return devices.account(Form.of_request().username)


def _failed(template: str, error: ChatroomError) -> Response:
    errors = error.fields or {"form": error.message}
    response = _page(template, errors=errors)
    response.status_code = error.status
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _form(template: str, notice: str | None = None, warning: str | None = None) -> Response:
    """An empty form; for somebody who is signed in already, what it leads to."""
    if current_user.is_authenticated:
        return redirect(Form.of_request().next or url_for("pages.chatroom"))
    return _page(template, notice=notice, warning=warning)


def _page(template: str, errors: dict[str, str] | None = None, **messages: str | None) -> Response:
    return make_response(render_template(template, form=Form.of_request(), errors=errors or {}, **messages))
