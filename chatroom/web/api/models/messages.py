"""Messages, and lists of them."""

from typing import Annotated

from pydantic import BaseModel, Field

from chatroom.domain import limits
from chatroom.domain.payloads.messages import EditPayload, MessagePayload, ReactorsPayload
from chatroom.web.api.models.base import Number, Parameters


class ThreadQuery(Parameters):
    """`after` is the number of the last message of the page before."""

    after: Number = 0
    limit: Annotated[int, Field(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT


class PinsQuery(Parameters):
    """`skip` is how many came on the pages before."""

    skip: Annotated[int, Field(ge=0, le=limits.PINS_PER_ROOM)] = 0


class SavedQuery(Parameters):
    """`skip` is how many came on the pages before."""

    skip: Annotated[int, Field(ge=0, le=limits.SAVED_MAX)] = 0
    limit: Annotated[int, Field(ge=1, le=limits.PAGE_MAX)] = limits.PAGE_DEFAULT


class MessageAnswer(BaseModel):
    message: MessagePayload


class EditsAnswer(BaseModel):
    edits: list[EditPayload]


class ReactionsAnswer(BaseModel):
    reactions: list[ReactorsPayload]
