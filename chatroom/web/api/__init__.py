"""The JSON API under /api/v1."""

from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info

from chatroom.domain import limits
from chatroom.services.budget import Budgets
from chatroom.services.services import Services
from chatroom.web import signin
from chatroom.web.api import (
    account,
    files,
    members,
    messages,
    people,
    pins,
    presence,
    reactions,
    reading,
    rooms,
    saved,
    search,
    threads,
)
from chatroom.web.attempts import Attempts

INFO = Info(title="Chatroom", version="1")


# What is the same as an event of the real-time protocol counts as one. The last ones are no events.
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
    "api.mute_room": "room:mute",
    "api.get_message": "message:get",
    "api.list_edits": "message:history",
    "api.list_thread": "message:thread",
    "api.pin_message": "message:pin",
    "api.unpin_message": "message:unpin",
    "api.list_pins": "room:pins",
    "api.save_message": "message:save",
    "api.unsave_message": "message:unsave",
    "api.list_saved": "saved:list",
    "api.add_reaction": "reaction:add",
    "api.remove_reaction": "reaction:remove",
    "api.list_reactions": "reaction:list",
    "api.read": "read",
    "api.unread": "unread",
    "api.read_all": "read:all",
    "api.save_draft": "draft:save",
    "api.list_drafts": "draft:list",
    "api.tell_typing": "typing",
    "api.list_presences": "presence:watch",
    "api.set_away": "away:set",
    "api.set_status": "status:set",
    "api.set_password": "password:change",
    "api.end_session": "session:end",
    "api.end_other_sessions": "session:end",
    "api.list_messages": "page",
    "api.describe": "lookup",
    "api.me": "account",
    "api.list_sessions": "account",
    "api.list_users": "lookup",
    "api.list_rooms": "lookup",
    "api.browse_rooms": "lookup",
    "api.get_room": "lookup",
    "api.list_members": "lookup",
}


def blueprint(services: Services, budgets: Budgets, attempts: Attempts) -> APIBlueprint:
    api = APIBlueprint("api", __name__, url_prefix="/api/v1")
    api.before_request(signin.require_login)
    api.before_request(lambda: _count(budgets, KINDS[request.endpoint or ""]))
    people.register(api, services.users)
    account.register(api, services.account, attempts)
    rooms.register(api, services.rooms, services.synchronizer)
    members.register(api, services.rooms)
    messages.register(api, services.messages, services.synchronizer)
    threads.register(api, services.messages, services.conversation.threads)
    reactions.register(api, services.conversation.reactions)
    pins.register(api, services.conversation.pins)
    saved.register(api, services.conversation.saved)
    files.register(api, services.files)
    reading.register(api, services.reading, services.drafts)
    presence.register(api, services.people, services.typing)
    search.register(api, services.search)
    return api


def _count(budgets: Budgets, kind: str) -> None:
    budgets.spend(signin.session() if kind in limits.REQUESTS_PER_SESSION else signin.user(), kind)
