"""Messages that one has saved for oneself, over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.messages import SavedListPayload, listed_payload
from chatroom.domain.requests.messages import MessageSave, MessageUnsave, SavedList
from chatroom.services.saved import Saved
from chatroom.web import signin
from chatroom.web.api.models.base import Nothing
from chatroom.web.api.models.messages import SavedQuery
from chatroom.web.api.models.paths import MessagePath

_SAVED = "/rooms/<int:room>/messages/<int:number>/saved"


def register(api: APIBlueprint, saved: Saved) -> None:
    @api.get("/saved", summary="What one has saved", responses={200: SavedListPayload})
    def list_saved(query: SavedQuery) -> dict[str, Any]:
        command = SavedList.model_construct(skip=query.skip, limit=query.limit)
        return listed_payload(saved.listed(signin.user(), command))

    @api.put(_SAVED, summary="Save", responses={204: None})
    def save_message(path: MessagePath) -> Nothing:
        saved.save(signin.user(), MessageSave.model_construct(**dict(path)))
        return "", 204

    @api.delete(_SAVED, summary="Save no longer", responses={204: None})
    def unsave_message(path: MessagePath) -> Nothing:
        saved.unsave(signin.user(), MessageUnsave.model_construct(**dict(path)))
        return "", 204
