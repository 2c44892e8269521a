"""The events about messages besides writing them."""

from collections.abc import Callable
from typing import Any

from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.payloads.messages import (
    edit_payload,
    listed_payload,
    message_payload,
    reactors_payload,
    thread_payload,
)
from chatroom.domain.ports import Promise
from chatroom.domain.requests.base import Request
from chatroom.domain.requests.messages import (
    MessageGet,
    MessageHistory,
    MessagePin,
    MessageSave,
    MessageThread,
    MessageUnpin,
    MessageUnsave,
    RoomPins,
    SavedList,
)
from chatroom.domain.requests.reactions import ReactionAdd, ReactionList, ReactionRemove
from chatroom.realtime.answers import Question, Questions, nothing
from chatroom.services.conversation import Conversation
from chatroom.services.messages import Messages


def message_writes(
    conversation: Conversation,
) -> dict[str, tuple[type[Request], Callable[[User, Any], Promise[Message]]]]:
    """Events that change a message: each with its schema, and what does it without waiting."""
    return {
        "message:pin": (MessagePin, conversation.pins.pin),
        "message:unpin": (MessageUnpin, conversation.pins.unpin),
        "reaction:add": (ReactionAdd, conversation.reactions.add),
        "reaction:remove": (ReactionRemove, conversation.reactions.remove),
    }


def message_events(messages: Messages, conversation: Conversation) -> Questions:
    """The others: each with its schema, and what answers it."""
    threads, reactions, pins, saved = (
        conversation.threads,
        conversation.reactions,
        conversation.pins,
        conversation.saved,
    )
    return {
        "message:get": (MessageGet, _list_of("messages", messages.some, message_payload)),
        "message:history": (MessageHistory, _list_of("edits", messages.history, edit_payload)),
        "message:thread": (MessageThread, lambda *asked: thread_payload(threads.thread(*asked))),
        "message:save": (MessageSave, nothing(saved.save)),
        "message:unsave": (MessageUnsave, nothing(saved.unsave)),
        "saved:list": (SavedList, lambda *asked: listed_payload(saved.listed(*asked))),
        "room:pins": (RoomPins, lambda *asked: listed_payload(pins.listed(*asked))),
        "reaction:list": (ReactionList, _list_of("reactions", reactions.listed, reactors_payload)),
    }


def _list_of(name: str, find: Callable[[User, Any], list[Any]], payload: Callable[[Any], Any]) -> Question:
    return lambda user, command: {name: [payload(found) for found in find(user, command)]}
