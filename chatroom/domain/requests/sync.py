"""Questions of a client that catches up."""

from typing import Annotated

from pydantic import Field

from chatroom.domain import limits
from chatroom.domain.requests.base import Id, Request, Version


class Sync(Request):
    """`sync`: what changed in a room after version `since`."""

    room: Id
    since: Version
    limit: Annotated[int, Field(ge=1, le=limits.SYNC_MAX)] = limits.SYNC_DEFAULT


class Heads(Request):
    """`heads`: the version of every room of the user."""
