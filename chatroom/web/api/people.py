"""Who one is, and who else there is."""

from typing import Any

from flask import current_app
from flask_openapi3.blueprint import APIBlueprint
from flask_wtf.csrf import generate_csrf

from chatroom.domain.payloads.people import user_payload
from chatroom.services.users import Users
from chatroom.web import signin
from chatroom.web.api.models.people import MeAnswer, UsersAnswer, UsersQuery


def register(api: APIBlueprint, users: Users) -> None:
    @api.get("/openapi.json", summary="This description")
    def describe() -> dict[str, Any]:
        description: dict[str, Any] = current_app.api_doc  # type: ignore[attr-defined]
        return description

    @api.get("/me", summary="Who is signed in, and a CSRF token", responses={200: MeAnswer})
    def me() -> dict[str, Any]:
        return {"user": user_payload(signin.user()), "csrf_token": generate_csrf()}

    @api.get("/users", summary="People whose name begins so", responses={200: UsersAnswer})
    def list_users(query: UsersQuery) -> dict[str, Any]:
        return {"users": [user_payload(user) for user in users.beginning_with(query.q, query.limit)]}
