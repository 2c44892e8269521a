"""What users have begun to write: one draft for each user and room."""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from chatroom.domain.entities.reading import Draft
from chatroom.storage.prepared import Prepared
from chatroom.storage.tables.base import milliseconds, moment
from chatroom.storage.tables.reading import drafts
from chatroom.storage.tables.rooms import memberships

_THE_ONE = (drafts.c.user_id == bindparam("user")) & (drafts.c.room_id == bindparam("room"))
_ONE = Prepared(
    select(drafts.c.room_id, drafts.c.body, drafts.c.reply_to, drafts.c.updated_at).where(_THE_ONE)
)
_REMOVE = Prepared(delete(drafts).where(_THE_ONE))
_ADD = Prepared(
    insert(drafts).values(
        user_id=bindparam("user"),
        room_id=bindparam("room"),
        body=bindparam("body"),
        reply_to=bindparam("reply_to"),
        updated_at=bindparam("updated_at"),
    )
)
# Without what they say: a hostile user's five megabytes would be sorted to give the newest few.
_ROOMS = Prepared(
    select(drafts.c.room_id)
    .join(
        memberships,
        (memberships.c.room_id == drafts.c.room_id) & (memberships.c.user_id == drafts.c.user_id),
    )
    .where(drafts.c.user_id == bindparam("user"))
    .order_by(drafts.c.updated_at.desc(), drafts.c.room_id)
)


def one(connection: Connection, user_id: int, room_id: int) -> Draft | None:
    row = _ONE.one(connection, {"user": user_id, "room": room_id})
    return _draft(row) if row else None


def newest(connection: Connection, user_id: int, characters: int) -> tuple[list[Draft], bool]:
    """The drafts of a user in the rooms that they are in, the last changed first, with at most so many
    characters together; and whether any were left out."""
    with _ROOMS.rows(connection, {"user": user_id}) as rows:
        room_ids = [room_id for (room_id,) in rows]
    found: list[Draft] = []
    for room_id in room_ids:
        draft = _draft(_ONE.one(connection, {"user": user_id, "room": room_id}))
        characters -= len(draft.body)
        if characters < 0:
            return found, True
        found.append(draft)
    return found, False


def keep(connection: Connection, user_id: int, draft: Draft) -> None:
    """Put a draft in the place of the one before."""
    remove(connection, user_id, draft.room_id)
    _ADD.run(
        connection,
        {
            "user": user_id,
            "room": draft.room_id,
            "body": draft.body,
            "reply_to": draft.reply_to,
            "updated_at": milliseconds(draft.updated_at),
        },
    )


def remove(connection: Connection, user_id: int, room_id: int) -> None:
    _REMOVE.run(connection, {"user": user_id, "room": room_id})


def _draft(row: Any) -> Draft:
    room_id, body, reply_to, updated_at = row
    return Draft(room_id, body, reply_to, moment(updated_at))
