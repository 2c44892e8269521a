"""The JSON API under /api/v1."""

from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info

from chatroom.services.budget import Budgets
from chatroom.services.drafts import Drafts
from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.services.people import People
from chatroom.services.reading import Reading
from chatroom.services.rooms import Rooms
from chatroom.services.search import Search
from chatroom.services.sync import Synchronizer
from chatroom.services.typing import Typing
from chatroom.services.users import Users
from chatroom.web import signin
from chatroom.web.api import files, members, messages, people, presence, reading, rooms, search

INFO = Info(title="Chatroom", version="1")


# What is the same as an event of the real-time protocol counts as one.
KINDS = {
    "api.send_message": "message:send",
    "api.edit_message": "message:edit",
    "api.delete_message": "message:delete",
    "api.list_changes": "sync",
    "api.upload_file": "file:upload",
    "api.search_messages": "search",
    "api.create_room": "room:create",
    "api.open_direct": "room:direct",
    "api.update_room": "room:update",
    "api.join_room": "room:join",
    "api.leave_room": "room:leave",
    "api.invite_member": "room:invite",
    "api.remove_member": "room:remove",
    "api.set_role": "room:role",
    "api.read": "read",
    "api.unread": "unread",
    "api.read_all": "read:all",
    "api.save_draft": "draft:save",
    "api.list_drafts": "draft:list",
    "api.tell_typing": "typing",
    "api.list_presences": "presence:watch",
    "api.set_away": "away:set",
    "api.set_status": "status:set",
}


def blueprint(
    messages_: Messages,
    rooms_: Rooms,
    users: Users,
    synchronizer: Synchronizer,
    files_: Files,
    reading_: Reading,
    drafts: Drafts,
    people_: People,
    typing: Typing,
    searches: Search,
    budgets: Budgets,
) -> APIBlueprint:
    api = APIBlueprint("api", __name__, url_prefix="/api/v1")
    api.before_request(signin.require_login)
    api.before_request(lambda: budgets.spend(signin.user(), KINDS.get(request.endpoint or "", "")))
    people.register(api, users)
    rooms.register(api, rooms_, synchronizer)
    members.register(api, rooms_)
    messages.register(api, messages_, synchronizer)
    files.register(api, files_)
    reading.register(api, reading_, drafts)
    presence.register(api, people_, typing)
    search.register(api, searches)
    return api
