"""One's own account, as one sees it oneself."""

from typing import Any

from chatroom.domain.entities.people import ListedSession
from chatroom.domain.payloads.base import Payload, timestamp


class SessionPayload(Payload):
    """A sign-in. `device` is empty where the browser did not say what it is."""

    id: int
    device: str
    created_at: str
    expires_at: str
    current: bool
    connected: bool


def session_payload(session: ListedSession) -> dict[str, Any]:
    return {
        "id": session.id,
        "device": session.device,
        "created_at": timestamp(session.created_at),
        "expires_at": timestamp(session.expires_at),
        "current": session.current,
        "connected": session.connected,
    }
