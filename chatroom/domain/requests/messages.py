"""Commands about messages."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chatroom.domain import limits
from chatroom.domain.requests.base import Body, FileId, Id, Request, Version

ClientId = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", to_lower=True, max_length=36
    ),
]
Files = Annotated[tuple[FileId, ...], Field(max_length=limits.FILES_PER_MESSAGE, strict=False)]


class MessageContent(Request):
    """What a new message says: the body of `POST rooms/{id}/messages`."""

    client_id: ClientId
    body: Body = ""
    files: Files = ()
    reply_to: Id | None = None

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


class OfMessage(Request):
    """What names a message, and no more."""

    room: Id
    number: Id


class MessageEdit(OfMessage, BodyEdit):
    """`message:edit`"""


class MessageDelete(OfMessage):
    """`message:delete`"""


class MessageGet(Request):
    """`message:get`: some messages of a room, wherever they stand."""

    room: Id
    numbers: Annotated[tuple[Id, ...], Field(min_length=1, max_length=limits.GET_MAX, strict=False)]


class MessageHistory(OfMessage):
    """`message:history`: what a message said before it was edited."""


class MessageThread(OfMessage):
    """`message:thread`: the message that began a thread, and those in it behind a number."""

    after: Version = 0
    limit: Annotated[int, Field(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT


class MessagePin(OfMessage):
    """`message:pin`"""


class MessageUnpin(OfMessage):
    """`message:unpin`"""


class RoomPins(Request):
    """`room:pins`: the messages that are pinned to a room."""

    room: Id


class MessageSave(OfMessage):
    """`message:save`: keep it for oneself."""


class MessageUnsave(OfMessage):
    """`message:unsave`"""


class SavedList(Request):
    """`saved:list`: the messages that one has kept, the last kept first, behind some of them."""

    skip: Annotated[int, Field(ge=0, le=limits.SAVED_MAX)] = 0
    limit: Annotated[int, Field(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT
