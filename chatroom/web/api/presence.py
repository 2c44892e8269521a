"""Being there, over HTTP. Whom a connection watches, and whether it is idle, is its own."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain.payloads.people import presence_payload
from chatroom.domain.requests.people import AwaySet, StatusSet
from chatroom.services.people import People, in_order
from chatroom.services.typing import Typing
from chatroom.web import signin
from chatroom.web.api.models.base import Nothing
from chatroom.web.api.models.paths import RoomPath
from chatroom.web.api.models.people import PresenceAnswer, PresenceQuery, PresencesAnswer, TypingQuery


def register(api: APIBlueprint, people: People, typing: Typing) -> None:
    @api.get("/presence", summary="Whether people are there", responses={200: PresencesAnswer})
    def list_presences(query: PresenceQuery) -> dict[str, Any]:
        found = in_order(query.user, people.seen_by(signin.user(), query.user))
        return {"users": [presence_payload(presence) for presence in found]}

    @api.put("/me/away", summary="Be seen as away", responses={200: PresenceAnswer})
    def set_away(body: AwaySet) -> dict[str, Any]:
        return {"presence": presence_payload(people.set_away(signin.user(), body))}

    @api.put("/me/status", summary="Say something of oneself", responses={200: PresenceAnswer})
    def set_status(body: StatusSet) -> dict[str, Any]:
        return {"presence": presence_payload(people.set_status(signin.user(), body))}

    @api.post("/rooms/<int:room>/typing", summary="One is writing", responses={204: None})
    def tell_typing(path: RoomPath, query: TypingQuery) -> Nothing:
        typing.typed(signin.user(), path.room, query.thread)
        return "", 204
