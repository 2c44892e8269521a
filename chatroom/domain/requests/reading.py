"""Commands about what one has read, and what one is writing."""

from chatroom.domain.requests.base import Body, Id, Request, Version


class Reading(Request):
    """The body of `PUT rooms/{id}/read` and of `PUT rooms/{id}/unread`."""

    number: Version


class Read(Reading):
    """`read`: a message and all before it are read. Does nothing where more is."""

    room: Id


class Unread(Reading):
    """`unread`: a message and all behind it are to be read again."""

    room: Id


class ReadAll(Request):
    """`read:all`: everything in every room is read."""


class DraftContent(Request):
    """The body of `PUT rooms/{id}/draft`. An empty body means that nothing is being written."""

    body: Body
    reply_to: Id | None = None


class DraftSave(DraftContent):
    """`draft:save`"""

    room: Id


class DraftList(Request):
    """`draft:list`: what one has begun to write, in every room."""
