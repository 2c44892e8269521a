"""Reactions over HTTP."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.messages import message_payload, reactors_payload
from chatroom.domain.requests.reactions import ReactionAdd, ReactionList, ReactionRemove
from chatroom.services.reactions import Reactions
from chatroom.web import signin
from chatroom.web.api.models.messages import MessageAnswer, ReactionsAnswer
from chatroom.web.api.models.paths import MessagePath, ReactionPath

_ALL = "/rooms/<int:room>/messages/<int:number>/reactions"


def register(api: APIBlueprint, reactions: Reactions) -> None:
    @api.get(_ALL, summary="Who has reacted", responses={200: ReactionsAnswer})
    def list_reactions(path: MessagePath) -> dict[str, Any]:
        command = ReactionList.model_construct(**dict(path))
        listed = reactions.listed(signin.user(), command)
        return {"reactions": [reactors_payload(reactors) for reactors in listed]}

    @api.put(f"{_ALL}/<emoji>", summary="React", responses={200: MessageAnswer})
    def add_reaction(path: ReactionPath) -> dict[str, Any]:
        command = ReactionAdd.model_construct(**dict(path))
        return {"message": message_payload(reactions.add(signin.user(), command).result())}

    @api.delete(f"{_ALL}/<emoji>", summary="Take a reaction back", responses={200: MessageAnswer})
    def remove_reaction(path: ReactionPath) -> dict[str, Any]:
        command = ReactionRemove.model_construct(**dict(path))
        return {"message": message_payload(reactions.remove(signin.user(), command).result())}
