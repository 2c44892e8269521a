"""What changed since a version, as much of it as was asked for."""

from chatroom.storage import messages
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database
from tests.storage.writing import author, sending

LENGTH = 1_000


def test_no_more_is_read_than_an_answer_holds(database: Database, committer: Committer) -> None:
    ada = author(committer)
    for _ in range(30):
        sending(database, committer, ada, "x" * LENGTH)()

    with database.read() as connection:
        found = messages.changed(connection, 1, 0, 1_000, characters=5 * LENGTH)

    assert [message.number for message in found] == [1, 2, 3, 4, 5]
