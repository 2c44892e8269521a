"""The pages: the front page and the chatroom."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as WerkzeugResponse

from chatroom.domain import limits
from chatroom.domain.entities.people import User
from chatroom.domain.entities.rooms import Membership
from chatroom.domain.entities.sync import Page
from chatroom.domain.payloads.people import user_payload
from chatroom.domain.payloads.rooms import own_room_payload
from chatroom.domain.payloads.sync import page_payload
from chatroom.services.budget import Budgets
from chatroom.services.messages import Messages
from chatroom.services.rooms import Rooms
from chatroom.services.sync import Synchronizer
from chatroom.web import signin
from chatroom.web.joining import invitation


def blueprint(
    messages: Messages, synchronizer: Synchronizer, rooms: Rooms, budgets: Budgets, max_file_bytes: int
) -> Blueprint:
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def index() -> WerkzeugResponse:
        if current_user.is_authenticated:
            return redirect(url_for("pages.chatroom"))
        return make_response(render_template("index.html"))

    @pages.get("/chatroom", defaults={"room_id": None})
    @pages.get(f"/chatroom/<int(max={limits.ID_MAX}):room_id>")
    @pages.get(f"/chatroom/<int(max={limits.ID_MAX}):room_id>/<int(min=1, max={limits.ID_MAX}):number>")
    @login_required  # type: ignore[untyped-decorator]
    def chatroom(room_id: int | None, number: int | None = None) -> WerkzeugResponse:
        user = signin.user()
        budgets.spend(user, "page")
        # Rooms first: a change in between is then in the page and newer than the header, and the
        # client asks for the difference. The other way round it could be missed.
        memberships = synchronizer.rooms(user)
        if room_id is not None and all(membership.room.id != room_id for membership in memberships):
            return invitation(rooms, room_id, number)
        opened = _first(memberships) if room_id is None else room_id
        state = {
            "user": user_payload(user),
            "rooms": [own_room_payload(membership) for membership in memberships],
            "room": opened,
            "page": None if opened is None else page_payload(_page(messages, user, opened, number)),
            "number": number,
            "limits": {
                "body": limits.BODY_MAX,
                "files_per_message": limits.FILES_PER_MESSAGE,
                "file_bytes": max_file_bytes,
                "room_name": limits.ROOM_NAME_MAX,
                "topic": limits.TOPIC_MAX,
                "direct_members": limits.DIRECT_MEMBERS_MAX,
            },
        }
        response = make_response(render_template("chatroom.html", state=state))
        # Shared machines: going back after logging out must not show the conversation.
        response.headers["Cache-Control"] = "no-store"
        return response

    return pages


def _first(memberships: list[Membership]) -> int | None:
    """The room that opens when none is named: the oldest in which something can be said."""
    rooms = [membership.room for membership in memberships]
    return next((room.id for room in [*filter(lambda room: not room.archived, rooms), *rooms]), None)


def _page(messages: Messages, user: User, room_id: int, number: int | None) -> Page:
    """What stands around a message that the address names; the newest where there is no such message."""
    if number is not None:
        page = messages.page(user, room_id, anchor="around", number=number)
        if any(message.number == number for message in page.messages):
            return page
    return messages.page(user, room_id, anchor="newest")
