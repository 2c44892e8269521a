"""What the filters of a search stand for: rooms in which one may look, people, days."""

from sqlalchemy import Connection

from chatroom.domain.entities.people import User
from chatroom.domain.errors import Invalid
from chatroom.domain.names import room_name_key, username_key
from chatroom.domain.requests.search import Search as SearchRequest
from chatroom.domain.search_query import Query
from chatroom.services import access
from chatroom.storage import rooms, users
from chatroom.storage.search.reader import Criteria, Hit
from chatroom.storage.tables.base import milliseconds
from chatroom.storage.tables.messages import EVERYONE


def reach_of(
    connection: Connection, user: User, command: SearchRequest, query: Query
) -> dict[int, tuple[int, int]]:
    """Version and last number of the rooms in which to look, by id.

    Raises:
        Invalid: the query names a room that is not there for the user.
        NotFound: nor is the room in which to look.
    """
    mine = access.searchable(connection, user)
    if command.room is not None:
        access.room(connection, user, command.room)
        mine = {command.room: mine[command.room]}
    if not query.rooms:
        return mine
    named = set().union(*(_rooms(connection, user, name) for name in query.rooms))
    return {room_id: positions for room_id, positions in mine.items() if room_id in named}


def criteria_of(connection: Connection, user: User, command: SearchRequest, query: Query) -> Criteria:
    """What to look for there.

    Raises:
        Invalid: it names somebody who is not there.
    """
    return Criteria(
        terms=query.terms,
        authors=tuple({_person(connection, user, name).id for name in query.authors}),
        mentioned=(user.id, EVERYONE) if query.mentions_me else (),
        has=query.has,
        since=milliseconds(query.since) if query.since else None,
        until=milliseconds(query.until) if query.until else None,
        below=_hit(command.before) if command.before else None,
    )


def _person(connection: Connection, user: User, name: str) -> User:
    if name.lower() == "me":
        return user
    found = users.by_key(connection, username_key(name))
    if not found:
        raise _nothing(f"There is nobody called {name}.")
    return found[0]


def _rooms(connection: Connection, user: User, name: str) -> set[int]:
    """The rooms of the user that are called so; those that they may not see are as good as none."""
    found: set[int] = set()
    if name.startswith("@"):
        people = {user.id, _person(connection, user, name[1:]).id}
        direct = rooms.of_people(connection, "-".join(map(str, sorted(people))))
        if direct is not None:
            found = {direct}
    else:
        key = room_name_key(name.removeprefix("#"))
        mine = (membership.room for membership in rooms.all_of_member(connection, user.id))
        found = {room.id for room in mine if room.name and room_name_key(room.name) == key}
    if not found:
        raise _nothing(f"You are in no room called {name}.")
    return found


def cursor_of(hit: Hit) -> str:
    """From where the next page goes on."""
    return f"{hit.created_at}-{hit.room_id}-{hit.number}"


def _hit(cursor: str) -> Hit:
    created_at, room_id, number = map(int, cursor.split("-"))
    return Hit(created_at, room_id, number)


def _nothing(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"q": sentence})
