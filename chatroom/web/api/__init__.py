"""The JSON API under /api/v1."""

from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info

from chatroom.services.budget import Budgets
from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.services.sync import Synchronizer
from chatroom.web import signin
from chatroom.web.api import files, messages, rooms

INFO = Info(title="Chatroom", version="1")


# What is the same as an event of the real-time protocol counts as one.
_KINDS = {
    "api.send_message": "message:send",
    "api.edit_message": "message:edit",
    "api.delete_message": "message:delete",
    "api.list_changes": "sync",
    "api.upload_file": "file:upload",
}


def blueprint(
    messages_: Messages, synchronizer: Synchronizer, files_: Files, budgets: Budgets
) -> APIBlueprint:
    api = APIBlueprint("api", __name__, url_prefix="/api/v1")
    api.before_request(signin.require_login)
    api.before_request(lambda: budgets.spend(signin.user(), _KINDS.get(request.endpoint or "", "")))
    rooms.register(api, synchronizer)
    messages.register(api, messages_, synchronizer)
    files.register(api, files_)
    return api
