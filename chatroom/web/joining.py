"""Where a link leads that names a public room of which its reader is no member."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from chatroom.domain import limits
from chatroom.domain.requests.rooms import RoomJoin
from chatroom.services.budget import Budgets
from chatroom.services.rooms import Rooms
from chatroom.web import signin

_ROOM = f"/chatroom/<int(min=1, max={limits.ID_MAX}):room_id>"


def blueprint(rooms: Rooms, budgets: Budgets) -> Blueprint:
    pages = Blueprint("joining", __name__)

    @pages.post(f"{_ROOM}/join", defaults={"number": None})
    @pages.post(f"{_ROOM}/<int(min=1, max={limits.ID_MAX}):number>/join")
    @login_required  # type: ignore[untyped-decorator]
    def join(room_id: int, number: int | None) -> Response:
        budgets.spend(signin.user(), "room:join")
        rooms.join(signin.user(), RoomJoin(room=room_id))
        return redirect(url_for("pages.chatroom", room_id=room_id, number=number))

    return pages


def invitation(rooms: Rooms, room_id: int, number: int | None) -> Response:
    """A page that offers to join a room.

    Args:
        number: of the message that the link leads to.

    Raises:
        NotFound: there is no such room that the visitor may join.
    """
    room = rooms.joinable(signin.user(), room_id)
    response = make_response(render_template("join.html", room=room, number=number))
    response.headers["Cache-Control"] = "no-store"
    return response
