"""The page of one's own account: the password, and where one is signed in."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from chatroom.domain import limits
from chatroom.domain.errors import ChatroomError, Unauthorized
from chatroom.domain.requests.account import PasswordChange
from chatroom.domain.requests.base import parse
from chatroom.services.account import Account
from chatroom.services.budget import Budgets
from chatroom.web import signin
from chatroom.web.attempts import Attempts
from chatroom.web.password import change_password

_NOTICES = {
    "password": "Your password is changed. You are signed out everywhere else.",
    "device": "That device is signed out.",
    "devices": "You are signed out everywhere else.",
}


def blueprint(account: Account, attempts: Attempts, budgets: Budgets) -> Blueprint:
    pages = Blueprint("account", __name__, url_prefix="/account")
    pages.before_request(_require_login)

    @pages.get("")
    def show() -> Response:
        budgets.spend(signin.session(), "account")
        return _page(account, notice=_NOTICES.get(request.args.get("done", "")))

    @pages.post("")
    def set_password() -> Response:
        budgets.spend(signin.session(), "password:change")
        try:
            change_password(account, attempts, parse(PasswordChange, _form()))
        except Unauthorized:
            # Signed out meanwhile: the page, and the list on it, is theirs no more.
            return _to_login()
        except ChatroomError as error:
            return _failed(account, error)
        return _done("password")

    @pages.post(f"/sessions/<int(max={limits.ID_MAX}):session>/end")
    def end_session(session: int) -> Response:
        budgets.spend(signin.session(), "session:end")
        account.end_session(signin.session(), session)
        return _done("device")

    @pages.post("/sessions/end-others")
    def end_other_sessions() -> Response:
        budgets.spend(signin.session(), "session:end")
        account.end_other_sessions(signin.session())
        return _done("devices")

    return pages


def _require_login() -> Response | None:
    """As for other pages; whoever has sent a form comes back to the page that it is on."""
    if current_user.is_authenticated:
        return None
    return _to_login()


def _to_login() -> Response:
    return redirect(url_for("auth.login", next=url_for("account.show")))


def _form() -> dict[str, str]:
    return {name: value for name, value in request.form.items() if name != "csrf_token"}


def _done(what: str) -> Response:
    return redirect(url_for("account.show", done=what))


def _failed(account: Account, error: ChatroomError) -> Response:
    fields = error.fields or {}
    beside = {name: problem for name, problem in fields.items() if name in PasswordChange.model_fields}
    response = _page(account, errors=beside or {"form": error.message})
    response.status_code = error.status
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _page(account: Account, **content: Any) -> Response:
    sessions, more = account.sessions(signin.session())
    response = make_response(
        render_template("account.html", user=signin.user(), sessions=sessions, more=more, **content)
    )
    # Shared machines: going back after logging out must not show where somebody is signed in.
    response.headers["Cache-Control"] = "no-store"
    return response
