"""One's own account over HTTP: its password, and where one is signed in."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.account import session_payload
from chatroom.domain.requests.account import PasswordChange
from chatroom.services.account import Account
from chatroom.web import signin
from chatroom.web.api.models.account import SessionsAnswer
from chatroom.web.api.models.base import Nothing
from chatroom.web.api.models.paths import SessionPath
from chatroom.web.attempts import Attempts
from chatroom.web.password import change_password


def register(api: APIBlueprint, account: Account, attempts: Attempts) -> None:
    @api.put("/me/password", summary="Change one's password", responses={204: None})
    def set_password(body: PasswordChange) -> Nothing:
        change_password(account, attempts, body)
        return "", 204

    @api.get("/me/sessions", summary="Where one is signed in", responses={200: SessionsAnswer})
    def list_sessions() -> dict[str, Any]:
        sessions, more = account.sessions(signin.session())
        return {"sessions": [session_payload(session) for session in sessions], "more": more}

    @api.delete("/me/sessions", summary="Sign out everywhere else", responses={204: None})
    def end_other_sessions() -> Nothing:
        account.end_other_sessions(signin.session())
        return "", 204

    @api.delete("/me/sessions/<int:session>", summary="Sign out somewhere", responses={204: None})
    def end_session(path: SessionPath) -> Nothing:
        account.end_session(signin.session(), path.session)
        return "", 204
