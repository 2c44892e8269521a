"""Commands about rooms, and who is in them."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chatroom.domain import limits
from chatroom.domain.entities.rooms import Role
from chatroom.domain.requests.base import Id, OneLine, Request

# Names are looked at once more by domain/names.py, which needs them short.
RoomName = Annotated[str, StringConstraints(max_length=limits.ROOM_NAME_RAW_MAX, pattern=r"^[^\x00]*$")]
Topic = Annotated[str, StringConstraints(max_length=limits.TOPIC_MAX, pattern=r"^[^\x00]*$"), OneLine]
People = Annotated[tuple[Id, ...], Field(min_length=1, max_length=limits.DIRECT_MEMBERS_MAX, strict=False)]


class RoomCreate(Request):
    """`room:create`"""

    name: RoomName
    kind: Literal["public", "private"]
    topic: Topic = ""


class RoomDirect(Request):
    """`room:direct`: the conversation of these people and oneself."""

    users: People


class RoomChange(Request):
    """The body of `PATCH rooms/{id}`: what is left out, or null, stays as it is."""

    name: RoomName | None = None
    topic: Topic | None = None
    archived: bool | None = None

    @model_validator(mode="after")
    def changes_something(self) -> Self:
        if self.name is None and self.topic is None and self.archived is None:
            raise ValueError("Say what is to change: name, topic or archived.")
        return self


class RoomUpdate(RoomChange):
    """`room:update`"""

    room: Id


class RoomJoin(Request):
    """`room:join`"""

    room: Id


class RoomLeave(Request):
    """`room:leave`"""

    room: Id


class Invitation(Request):
    """The body of `POST rooms/{id}/members`."""

    user: Id


class RoomInvite(Invitation):
    """`room:invite`"""

    room: Id


class RoomRemove(Request):
    """`room:remove`"""

    room: Id
    user: Id


class RoleChange(Request):
    """The body of `PATCH rooms/{id}/members/{user}`."""

    role: Role


class RoomRole(RoleChange):
    """`room:role`"""

    room: Id
    user: Id


class MuteChange(Request):
    """The body of `PUT rooms/{id}/mute`."""

    muted: bool


class RoomMute(MuteChange):
    """`room:mute`"""

    room: Id
