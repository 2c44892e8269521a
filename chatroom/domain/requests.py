"""What clients may send, over HTTP and Socket.IO alike: one model for each command.

Strict and closed: no coercion, no unknown fields.
"""

from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from chatroom.domain import limits
from chatroom.domain.entities import Role
from chatroom.domain.errors import Invalid

Id = Annotated[int, Field(ge=1, le=limits.ID_MAX)]
Version = Annotated[int, Field(ge=0, le=limits.ID_MAX)]
ClientId = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", to_lower=True, max_length=36
    ),
]
FileId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]
# PostgreSQL cannot hold NUL in text, so no database of ours does.
Body = Annotated[str, StringConstraints(max_length=limits.BODY_MAX, pattern=r"^[^\x00]*$")]
# Names are looked at once more by domain/names.py, which needs them short.
RoomName = Annotated[str, StringConstraints(max_length=limits.ROOM_NAME_RAW_MAX, pattern=r"^[^\x00]*$")]
Topic = Annotated[str, StringConstraints(max_length=limits.TOPIC_MAX, pattern=r"^[^\x00]*$")]
People = Annotated[tuple[Id, ...], Field(min_length=1, max_length=limits.DIRECT_MEMBERS_MAX, strict=False)]
Files = Annotated[tuple[FileId, ...], Field(max_length=limits.FILES_PER_MESSAGE, strict=False)]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MessageContent(Request):
    """What a new message says: the body of `POST rooms/{id}/messages`."""

    client_id: ClientId
    body: Body = ""
    files: Files = ()

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not self.body.strip() and not self.files:
            raise ValueError("A message needs some text or a file.")
        if len(set(self.files)) != len(self.files):
            raise ValueError("The same file was attached twice.")
        return self


class MessageSend(MessageContent):
    """`message:send`"""

    room: Id


class BodyEdit(Request):
    """The body of `PATCH rooms/{id}/messages/{number}`."""

    body: Body


class MessageEdit(BodyEdit):
    """`message:edit`"""

    room: Id
    number: Id


class MessageDelete(Request):
    """`message:delete`"""

    room: Id
    number: Id


class Sync(Request):
    """`sync`: what changed in a room after version `since`."""

    room: Id
    since: Version
    limit: Annotated[int, Field(ge=1, le=limits.SYNC_MAX)] = limits.SYNC_DEFAULT


class Heads(Request):
    """`heads`: the version of every room of the user."""


class FileUpload(Request):
    """`file:upload`: a small file, whole."""

    name: Annotated[str, Field(min_length=1, max_length=4_096)]
    type: Annotated[str, Field(max_length=limits.FILE_TYPE_MAX)] = ""
    data: Annotated[bytes, Field(max_length=limits.SOCKET_FILE_MAX)]


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


R = TypeVar("R", bound=Request)


def parse(model: type[R], data: object) -> R:
    """The command that a client sent.

    Raises:
        Invalid: with a message for each field at fault.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise invalid(error) from None


def invalid(error: ValidationError) -> Invalid:
    """A failed validation, as the sender is told: never with what was sent in it."""
    fields = {
        ".".join(str(part) for part in problem["loc"]) or "message": _sentence(problem)
        for problem in error.errors(include_url=False, include_input=False, include_context=False)
    }
    only = next(iter(fields.values())) if len(fields) == 1 else None
    return Invalid(only, fields=fields)


def _sentence(problem: ErrorDetails) -> str:
    if problem["type"] == "model_type":
        return "Send an object."
    if problem["type"] == "string_pattern_mismatch":
        return "This has characters, or a form, that is not allowed."
    return problem["msg"].removeprefix("Value error, ").rstrip(".") + "."
