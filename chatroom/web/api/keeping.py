"""Messages that stay at hand, over HTTP: pinned for everybody, saved for oneself."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.messages import (
    PinsPayload,
    SavedListPayload,
    listed_payload,
    message_payload,
)
from chatroom.domain.requests.messages import (
    MessagePin,
    MessageSave,
    MessageUnpin,
    MessageUnsave,
    RoomPins,
    SavedList,
)
from chatroom.services.pins import Pins
from chatroom.services.saved import Saved
from chatroom.web import signin
from chatroom.web.api.models import MessageAnswer, MessagePath, PinsQuery, RoomPath, SavedQuery

_MESSAGE = "/rooms/<int:room>/messages/<int:number>"
Nothing = tuple[str, int]


def register(api: APIBlueprint, pins: Pins, saved: Saved) -> None:
    @api.get("/rooms/<int:room>/pins", summary="What is pinned", responses={200: PinsPayload})
    def list_pins(path: RoomPath, query: PinsQuery) -> dict[str, Any]:
        command = RoomPins.model_construct(room=path.room, skip=query.skip)
        return listed_payload(pins.listed(signin.user(), command))

    @api.put(f"{_MESSAGE}/pin", summary="Pin", responses={200: MessageAnswer})
    def pin_message(path: MessagePath) -> dict[str, Any]:
        command = MessagePin.model_construct(**dict(path))
        return {"message": message_payload(pins.pin(signin.user(), command).result())}

    @api.delete(f"{_MESSAGE}/pin", summary="Unpin", responses={200: MessageAnswer})
    def unpin_message(path: MessagePath) -> dict[str, Any]:
        command = MessageUnpin.model_construct(**dict(path))
        return {"message": message_payload(pins.unpin(signin.user(), command).result())}

    @api.get("/saved", summary="What one has saved", responses={200: SavedListPayload})
    def list_saved(query: SavedQuery) -> dict[str, Any]:
        command = SavedList.model_construct(skip=query.skip, limit=query.limit)
        return listed_payload(saved.listed(signin.user(), command))

    @api.put(f"{_MESSAGE}/saved", summary="Save", responses={204: None})
    def save_message(path: MessagePath) -> Nothing:
        saved.save(signin.user(), MessageSave.model_construct(**dict(path)))
        return "", 204

    @api.delete(f"{_MESSAGE}/saved", summary="Save no longer", responses={204: None})
    def unsave_message(path: MessagePath) -> Nothing:
        saved.unsave(signin.user(), MessageUnsave.model_construct(**dict(path)))
        return "", 204
