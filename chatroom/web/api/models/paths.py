"""What an address names."""

from chatroom.domain.requests.reactions import Emoji
from chatroom.web.api.models.base import Number, Parameters


class RoomPath(Parameters):
    room: Number


class MessagePath(RoomPath):
    number: Number


class ReactionPath(MessagePath):
    emoji: Emoji


class SessionPath(Parameters):
    session: Number


class MemberPath(RoomPath):
    user: Number
