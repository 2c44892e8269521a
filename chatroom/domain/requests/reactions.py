"""Commands about reactions."""

from typing import Annotated

from pydantic import StringConstraints

from chatroom.domain import limits
from chatroom.domain.requests.messages import OfMessage

# Whether it is an emoji is looked at by domain/emoji.py.
Emoji = Annotated[str, StringConstraints(min_length=1, max_length=limits.EMOJI_MAX, pattern=r"^[^\x00]*$")]


class ReactionAdd(OfMessage):
    """`reaction:add`"""

    emoji: Emoji


class ReactionRemove(OfMessage):
    """`reaction:remove`"""

    emoji: Emoji


class ReactionList(OfMessage):
    """`reaction:list`: who has reacted to a message."""
