"""One message over HTTP: what it is, what it was before, and its thread."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.messages import (
    ThreadPayload,
    edit_payload,
    message_payload,
    thread_payload,
)
from chatroom.domain.requests.messages import MessageHistory, MessageThread
from chatroom.services.messages import Messages
from chatroom.services.threads import Threads
from chatroom.web import signin
from chatroom.web.api.models.messages import EditsAnswer, MessageAnswer, ThreadQuery
from chatroom.web.api.models.paths import MessagePath

_MESSAGE = "/rooms/<int:room>/messages/<int:number>"


def register(api: APIBlueprint, messages: Messages, threads: Threads) -> None:
    @api.get(_MESSAGE, summary="One message", responses={200: MessageAnswer})
    def get_message(path: MessagePath) -> dict[str, Any]:
        return {"message": message_payload(messages.one(signin.user(), path.room, path.number))}

    @api.get(f"{_MESSAGE}/history", summary="What it said before", responses={200: EditsAnswer})
    def list_edits(path: MessagePath) -> dict[str, Any]:
        command = MessageHistory.model_construct(**dict(path))
        return {"edits": [edit_payload(edit) for edit in messages.history(signin.user(), command)]}

    @api.get(f"{_MESSAGE}/thread", summary="The thread that it is in", responses={200: ThreadPayload})
    def list_thread(path: MessagePath, query: ThreadQuery) -> dict[str, Any]:
        command = MessageThread.model_construct(**dict(path), **dict(query))
        return thread_payload(threads.thread(signin.user(), command))
