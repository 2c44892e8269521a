"""Rooms and their members."""

from typing import Self

from pydantic import BaseModel, model_validator

from chatroom.domain import limits
from chatroom.domain.payloads.rooms import ListedRoomPayload, MemberPayload, OwnRoomPayload
from chatroom.web.api.models.base import Listing, Number, Parameters, Prefix


class BrowseQuery(Parameters):
    """`after` is the name of the last room of the page before."""

    q: Prefix = ""
    after: Prefix = ""
    limit: Listing = limits.LISTING_DEFAULT


class MembersQuery(Parameters):
    """`after` is the id of the last member of the page before; `q`, the beginning of a name, has one page."""

    q: Prefix = ""
    after: Number = 0
    limit: Listing = limits.LISTING_DEFAULT

    @model_validator(mode="after")
    def one_order(self) -> Self:
        if self.q and self.after:
            raise ValueError("Use one of q and after.")
        return self


class RoomsAnswer(BaseModel):
    rooms: list[OwnRoomPayload]


class RoomAnswer(BaseModel):
    room: OwnRoomPayload


class BrowseAnswer(BaseModel):
    rooms: list[ListedRoomPayload]


class MemberAnswer(BaseModel):
    member: MemberPayload


class MembersAnswer(BaseModel):
    members: list[MemberPayload]
