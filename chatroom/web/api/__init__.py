"""The JSON API under /api/v1."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info

from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.services.sync import Synchronizer
from chatroom.web import signin
from chatroom.web.api import files, messages, rooms

INFO = Info(title="Chatroom", version="1")


def blueprint(messages_: Messages, synchronizer: Synchronizer, files_: Files) -> APIBlueprint:
    api = APIBlueprint("api", __name__, url_prefix="/api/v1")
    api.before_request(signin.require_login)
    rooms.register(api, synchronizer)
    messages.register(api, messages_, synchronizer)
    files.register(api, files_)
    return api
