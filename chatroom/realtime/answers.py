"""What the tables of events share: how an event is answered."""

from collections.abc import Callable
from typing import Any

from chatroom.domain.entities.people import User
from chatroom.domain.requests.base import Request

Answer = dict[str, Any]
Question = Callable[[User, Any], Answer]
Questions = dict[str, tuple[type[Request], Question]]  # each event with its schema, and what answers it


def nothing(do: Callable[[User, Any], None]) -> Question:
    """Answers with no more than that it was done."""

    def handle(user: User, command: Any) -> Answer:
        do(user, command)
        return {}

    return handle
