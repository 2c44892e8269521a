"""Messages that are pinned to a room, over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.messages import PinsPayload, listed_payload, message_payload
from chatroom.domain.requests.messages import MessagePin, MessageUnpin, RoomPins
from chatroom.services.pins import Pins
from chatroom.web import signin
from chatroom.web.api.models.messages import MessageAnswer, PinsQuery
from chatroom.web.api.models.paths import MessagePath, RoomPath

_PIN = "/rooms/<int:room>/messages/<int:number>/pin"


def register(api: APIBlueprint, pins: Pins) -> None:
    @api.get("/rooms/<int:room>/pins", summary="What is pinned", responses={200: PinsPayload})
    def list_pins(path: RoomPath, query: PinsQuery) -> dict[str, Any]:
        command = RoomPins.model_construct(room=path.room, skip=query.skip)
        return listed_payload(pins.listed(signin.user(), command))

    @api.put(_PIN, summary="Pin", responses={200: MessageAnswer})
    def pin_message(path: MessagePath) -> dict[str, Any]:
        command = MessagePin.model_construct(**dict(path))
        return {"message": message_payload(pins.pin(signin.user(), command).result())}

    @api.delete(_PIN, summary="Unpin", responses={200: MessageAnswer})
    def unpin_message(path: MessagePath) -> dict[str, Any]:
        command = MessageUnpin.model_construct(**dict(path))
        return {"message": message_payload(pins.unpin(signin.user(), command).result())}
