"""Changing a password, for the page and for the API."""

import logging

from flask import request

from chatroom.domain.errors import WrongPassword
from chatroom.domain.requests.account import PasswordChange
from chatroom.services.account import Account
from chatroom.web import signin
from chatroom.web.attempts import Attempts

log = logging.getLogger(__name__)


def change_password(account: Account, attempts: Attempts, change: PasswordChange) -> None:
    """Change the password of whoever makes this request; this browser goes on with a new session.

    Raises:
        ChatroomError: as `Account.change_password`, or that it was tried too often.
    """
    session = signin.session()
    try:
        with attempts.of_session(session):
            token = account.change_password(session, change)
    except WrongPassword:
        log.warning("A change of password failed from %s", request.remote_addr)
        raise
    signin.go_on(account.signing_in, token)
