"""All that people can do, in one piece, as both edges get it."""

from dataclasses import dataclass

from chatroom.services.account import Account
from chatroom.services.conversation import Conversation
from chatroom.services.drafts import Drafts
from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.services.people import People
from chatroom.services.reading import Reading
from chatroom.services.rooms import Rooms
from chatroom.services.search import Search
from chatroom.services.sync import Synchronizer
from chatroom.services.typing import Typing
from chatroom.services.users import Users


@dataclass(frozen=True, slots=True)
class Services:
    messages: Messages
    conversation: Conversation
    rooms: Rooms
    users: Users
    account: Account
    people: People
    files: Files
    reading: Reading
    drafts: Drafts
    typing: Typing
    search: Search
    synchronizer: Synchronizer
