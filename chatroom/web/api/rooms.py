"""Rooms over HTTP: the same commands as over Socket.IO, through the same services."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.rooms import listed_room_payload, own_room_payload
from chatroom.domain.requests.rooms import (
    MuteChange,
    RoomChange,
    RoomCreate,
    RoomDirect,
    RoomMute,
    RoomUpdate,
)
from chatroom.services.rooms import Rooms
from chatroom.services.sync import Synchronizer
from chatroom.web import signin
from chatroom.web.api.models.paths import RoomPath
from chatroom.web.api.models.rooms import BrowseAnswer, BrowseQuery, RoomAnswer, RoomsAnswer


def register(api: APIBlueprint, rooms: Rooms, synchronizer: Synchronizer) -> None:
    @api.get("/rooms", summary="The rooms one is in", responses={200: RoomsAnswer})
    def list_rooms() -> dict[str, Any]:
        return {"rooms": [own_room_payload(mine) for mine in synchronizer.rooms(signin.user())]}

    @api.post("/rooms", summary="Make a room", responses={201: RoomAnswer})
    def create_room(body: RoomCreate) -> tuple[dict[str, Any], int]:
        return {"room": own_room_payload(rooms.create(signin.user(), body))}, 201

    @api.get("/rooms/browse", summary="Public rooms to join", responses={200: BrowseAnswer})
    def browse_rooms(query: BrowseQuery) -> dict[str, Any]:
        listed = rooms.listed(signin.user(), query.q, query.after, query.limit)
        return {"rooms": [listed_room_payload(room) for room in listed]}

    @api.post("/rooms/direct", summary="The conversation of some people", responses={200: RoomAnswer})
    def open_direct(body: RoomDirect) -> dict[str, Any]:
        return {"room": own_room_payload(rooms.direct(signin.user(), body))}

    @api.get("/rooms/<int:room>", summary="One room", responses={200: RoomAnswer})
    def get_room(path: RoomPath) -> dict[str, Any]:
        return {"room": own_room_payload(synchronizer.room(signin.user(), path.room))}

    @api.patch("/rooms/<int:room>", summary="Rename, describe or archive", responses={200: RoomAnswer})
    def update_room(path: RoomPath, body: RoomChange) -> dict[str, Any]:
        command = RoomUpdate.model_construct(room=path.room, **dict(body))
        return {"room": own_room_payload(rooms.update(signin.user(), command))}

    @api.put("/rooms/<int:room>/mute", summary="Mute or unmute", responses={200: RoomAnswer})
    def mute_room(path: RoomPath, body: MuteChange) -> dict[str, Any]:
        command = RoomMute.model_construct(room=path.room, muted=body.muted)
        return {"room": own_room_payload(rooms.mute(signin.user(), command))}
