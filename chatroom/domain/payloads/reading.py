"""What one has read, and what one is writing."""

from typing import Any

from chatroom.domain.entities.reading import Draft
from chatroom.domain.payloads.base import Payload, timestamp


class ReadPayload(Payload):
    """`read`: up to where one has read a room, and how often one is mentioned behind that."""

    room: int
    read_number: int
    mentions: int


class DraftPayload(Payload):
    """`draft`: what one is writing in a room; with an empty body, nothing."""

    room: int
    body: str
    reply_to: int | None
    updated_at: str


def read_payload(room_id: int, read_number: int, mentions: int) -> dict[str, Any]:
    return {"room": room_id, "read_number": read_number, "mentions": mentions}


class DraftListPayload(Payload):
    """The drafts that were changed last. With `more`, others are not in it, and not empty for that."""

    drafts: list[DraftPayload]
    more: bool


def draft_payload(draft: Draft) -> dict[str, Any]:
    return {
        "room": draft.room_id,
        "body": draft.body,
        "reply_to": draft.reply_to,
        "updated_at": timestamp(draft.updated_at),
    }


def draft_list_payload(drafts: list[Draft], more: bool) -> dict[str, Any]:
    return {"drafts": [draft_payload(draft) for draft in drafts], "more": more}
