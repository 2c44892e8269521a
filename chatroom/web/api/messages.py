"""Messages over HTTP: the same commands as over Socket.IO, through the same services."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.messages import message_payload
from chatroom.domain.payloads.sync import ChangesPayload, PagePayload, changes_payload, page_payload
from chatroom.domain.requests.messages import (
    BodyEdit,
    MessageContent,
    MessageDelete,
    MessageEdit,
    MessageSend,
)
from chatroom.domain.requests.sync import Sync
from chatroom.services.messages import Messages
from chatroom.services.sync import Synchronizer
from chatroom.web import signin
from chatroom.web.api.models.messages import MessageAnswer
from chatroom.web.api.models.paths import MessagePath, RoomPath
from chatroom.web.api.models.sync import ChangesQuery, PageQuery


def register(api: APIBlueprint, messages: Messages, synchronizer: Synchronizer) -> None:
    @api.get("/rooms/<int:room>/messages", summary="A page of messages", responses={200: PagePayload})
    def list_messages(path: RoomPath, query: PageQuery) -> dict[str, Any]:
        anchor, number = query.anchor()
        page = messages.page(signin.user(), path.room, anchor=anchor, number=number, limit=query.limit)
        return page_payload(page)

    @api.post("/rooms/<int:room>/messages", summary="Send a message", responses={201: MessageAnswer})
    def send_message(path: RoomPath, body: MessageContent) -> tuple[dict[str, Any], int]:
        command = MessageSend.model_construct(room=path.room, **dict(body))
        return {"message": message_payload(messages.send(signin.user(), command).result())}, 201

    @api.patch("/rooms/<int:room>/messages/<int:number>", summary="Edit", responses={200: MessageAnswer})
    def edit_message(path: MessagePath, body: BodyEdit) -> dict[str, Any]:
        command = MessageEdit.model_construct(room=path.room, number=path.number, body=body.body)
        return {"message": message_payload(messages.edit(signin.user(), command).result())}

    @api.delete("/rooms/<int:room>/messages/<int:number>", summary="Delete", responses={200: MessageAnswer})
    def delete_message(path: MessagePath) -> dict[str, Any]:
        command = MessageDelete.model_construct(room=path.room, number=path.number)
        return {"message": message_payload(messages.delete(signin.user(), command).result())}

    @api.get("/rooms/<int:room>/changes", summary="What changed", responses={200: ChangesPayload})
    def list_changes(path: RoomPath, query: ChangesQuery) -> dict[str, Any]:
        command = Sync.model_construct(room=path.room, since=query.since, limit=query.limit)
        return changes_payload(synchronizer.changes(signin.user(), command))
