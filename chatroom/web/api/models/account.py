"""One's own account."""

from pydantic import BaseModel

from chatroom.domain.payloads.account import SessionPayload


class SessionsAnswer(BaseModel):
    """`more` where only the newest are named."""

    sessions: list[SessionPayload]
    more: bool
