"""Who one is, and which rooms there are."""

from typing import Any

from flask import current_app
from flask_openapi3.blueprint import APIBlueprint
from flask_wtf.csrf import generate_csrf

from chatroom.domain.events import room_payload, user_payload
from chatroom.services.sync import Synchronizer
from chatroom.web import signin
from chatroom.web.api.models import MeAnswer, RoomAnswer, RoomPath, RoomsAnswer


def register(api: APIBlueprint, synchronizer: Synchronizer) -> None:
    @api.get("/openapi.json", summary="This description")
    def describe() -> dict[str, Any]:
        description: dict[str, Any] = current_app.api_doc  # type: ignore[attr-defined]
        return description

    @api.get("/me", summary="Who is signed in, and a CSRF token", responses={200: MeAnswer})
    def me() -> dict[str, Any]:
        return {"user": user_payload(signin.user()), "csrf_token": generate_csrf()}

    @api.get("/rooms", summary="The rooms one is in", responses={200: RoomsAnswer})
    def list_rooms() -> dict[str, Any]:
        return {"rooms": [room_payload(room) for room in synchronizer.rooms(signin.user())]}

    @api.get("/rooms/<int:room>", summary="One room", responses={200: RoomAnswer})
    def get_room(path: RoomPath) -> dict[str, Any]:
        return {"room": room_payload(synchronizer.room(signin.user(), path.room))}
