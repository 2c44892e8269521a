"""The events about what one has read, and what one is writing."""

from collections.abc import Callable
from typing import Any

from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Membership
from chatroom.domain.payloads.reading import draft_list_payload, draft_payload, read_payload
from chatroom.domain.requests.reading import DraftList, DraftSave, Read, ReadAll, Unread
from chatroom.realtime.answers import Answer, Question, Questions, nothing
from chatroom.services.drafts import Drafts
from chatroom.services.reading import Reading


def reading_events(reading: Reading, drafts: Drafts) -> Questions:
    """Each event with its schema, and what answers it."""

    def save(user: User, command: DraftSave) -> Answer:
        return {"draft": draft_payload(drafts.save(user, command))}

    def list_drafts(user: User, _command: DraftList) -> Answer:
        return draft_list_payload(*drafts.of(user))

    return {
        "read": (Read, _with_position(reading.read)),
        "unread": (Unread, _with_position(reading.unread)),
        "read:all": (ReadAll, nothing(reading.read_all)),
        "draft:save": (DraftSave, save),
        "draft:list": (DraftList, list_drafts),
    }


def _with_position(do: Callable[[User, Any], Membership]) -> Question:
    def handle(user: User, command: Any) -> Answer:
        membership = do(user, command)
        return read_payload(membership.room.id, membership.read_number, membership.mentions)

    return handle
