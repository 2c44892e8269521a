"""What one has read, and what one is writing, over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.entities.rooms import Membership
from chatroom.domain.payloads.reading import (
    DraftListPayload,
    ReadPayload,
    draft_list_payload,
    draft_payload,
    read_payload,
)
from chatroom.domain.requests import reading as requests
from chatroom.services.drafts import Drafts
from chatroom.services.reading import Reading
from chatroom.web import signin
from chatroom.web.api.models.base import Nothing
from chatroom.web.api.models.paths import RoomPath
from chatroom.web.api.models.reading import DraftAnswer


def register(api: APIBlueprint, reading: Reading, drafts: Drafts) -> None:
    @api.put("/rooms/<int:room>/read", summary="Read up to a message", responses={200: ReadPayload})
    def read(path: RoomPath, body: requests.Reading) -> dict[str, Any]:
        command = requests.Read.model_construct(room=path.room, number=body.number)
        return _position(reading.read(signin.user(), command))

    @api.put("/rooms/<int:room>/unread", summary="Unread from a message on", responses={200: ReadPayload})
    def unread(path: RoomPath, body: requests.Reading) -> dict[str, Any]:
        command = requests.Unread.model_construct(room=path.room, number=body.number)
        return _position(reading.unread(signin.user(), command))

    @api.post("/read-all", summary="Everything is read", responses={204: None})
    def read_all() -> Nothing:
        reading.read_all(signin.user(), requests.ReadAll())
        return "", 204

    @api.put("/rooms/<int:room>/draft", summary="Keep a draft", responses={200: DraftAnswer})
    def save_draft(path: RoomPath, body: requests.DraftContent) -> dict[str, Any]:
        command = requests.DraftSave.model_construct(room=path.room, **dict(body))
        return {"draft": draft_payload(drafts.save(signin.user(), command))}

    @api.get("/drafts", summary="One's drafts", responses={200: DraftListPayload})
    def list_drafts() -> dict[str, Any]:
        return draft_list_payload(*drafts.of(signin.user()))


def _position(membership: Membership) -> dict[str, Any]:
    return read_payload(membership.room.id, membership.read_number, membership.mentions)
