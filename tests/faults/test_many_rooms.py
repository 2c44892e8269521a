"""A welcome that is larger than what may wait for a reader: whoever is invited everywhere still comes in."""

import json
import sqlite3

from chatroom.domain import limits
from tests.cast import Person
from tests.faults.raw import RawSocket
from tests.server import Server

SEGMENT = 1_400  # bytes: as on a real line, where a kernel does not take megabytes at once


def invite_everywhere(server: Server, user_id: int) -> None:
    """Make somebody a member of as many rooms as there may be, of the longest names and topics."""
    name, topic = "🦜" * limits.ROOM_NAME_MAX, "\x01" * limits.TOPIC_MAX
    connection = sqlite3.connect(server.data / "chatroom.db")
    with connection:
        for room in range(2, limits.ROOMS_PER_USER_MAX + 1):
            connection.execute(
                "INSERT INTO rooms (id, name, kind, topic, last_number, version, created_at)"
                " VALUES (?, ?, 'private', ?, 0, 0, 0)",
                (room, name, topic),
            )
            connection.execute(
                "INSERT INTO memberships (room_id, user_id, role, read_number, joined_at)"
                " VALUES (?, ?, 'member', 0, 0)",
                (room, user_id),
            )
    connection.close()


def test_a_welcome_of_any_size_arrives_over_a_thin_line(own_server: Server) -> None:
    ada = Person(own_server.url, "ada").register().log_in()
    invite_everywhere(own_server, ada.id)

    welcome = RawSocket(ada, segment=SEGMENT).join().next_text()

    assert len(welcome.encode()) > limits.OUTBOUND_MAX
    assert len(json.loads(welcome[2:])[1]["rooms"]) == limits.ROOMS_PER_USER_MAX
