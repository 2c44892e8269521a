"""Who is in a room, over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.rooms import member_payload, own_room_payload
from chatroom.domain.requests.rooms import (
    Invitation,
    RoleChange,
    RoomInvite,
    RoomJoin,
    RoomLeave,
    RoomRemove,
    RoomRole,
)
from chatroom.services.rooms import Rooms
from chatroom.web import signin
from chatroom.web.api.models.base import Nothing
from chatroom.web.api.models.paths import MemberPath, RoomPath
from chatroom.web.api.models.rooms import MemberAnswer, MembersAnswer, MembersQuery, RoomAnswer


def register(api: APIBlueprint, rooms: Rooms) -> None:
    @api.post("/rooms/<int:room>/join", summary="Join a public room", responses={200: RoomAnswer})
    def join_room(path: RoomPath) -> dict[str, Any]:
        command = RoomJoin.model_construct(room=path.room)
        return {"room": own_room_payload(rooms.join(signin.user(), command))}

    @api.post("/rooms/<int:room>/leave", summary="Leave a room", responses={204: None})
    def leave_room(path: RoomPath) -> Nothing:
        rooms.leave(signin.user(), RoomLeave.model_construct(room=path.room))
        return "", 204

    @api.get("/rooms/<int:room>/members", summary="Who is in a room", responses={200: MembersAnswer})
    def list_members(path: RoomPath, query: MembersQuery) -> dict[str, Any]:
        if query.q:
            members = rooms.members_beginning_with(signin.user(), path.room, query.q, query.limit)
        else:
            members = rooms.members(signin.user(), path.room, query.after, query.limit)
        return {"members": [member_payload(member) for member in members]}

    @api.post("/rooms/<int:room>/members", summary="Invite somebody", responses={200: MemberAnswer})
    def invite_member(path: RoomPath, body: Invitation) -> dict[str, Any]:
        command = RoomInvite.model_construct(room=path.room, user=body.user)
        return {"member": member_payload(rooms.invite(signin.user(), command))}

    @api.delete("/rooms/<int:room>/members/<int:user>", summary="Remove somebody", responses={204: None})
    def remove_member(path: MemberPath) -> Nothing:
        rooms.remove(signin.user(), RoomRemove.model_construct(room=path.room, user=path.user))
        return "", 204

    @api.patch("/rooms/<int:room>/members/<int:user>", summary="Role", responses={200: MemberAnswer})
    def set_role(path: MemberPath, body: RoleChange) -> dict[str, Any]:
        command = RoomRole.model_construct(room=path.room, user=path.user, role=body.role)
        return {"member": member_payload(rooms.set_role(signin.user(), command))}
