"""Coming back after an absence: exactly what changed, however much that is."""

from uuid import uuid4

import pytest

from tests.cast import Person
from tests.conftest import database
from tests.realtime.clients import Client, send
from tests.realtime.conftest import Connect
from tests.server import Server


def _catch_up(client: Client, since: int, limit: int) -> tuple[list[dict[str, object]], int]:
    """All changes since a version, page by page; with the number of pages."""
    changes: list[dict[str, object]] = []
    for pages in range(1, 1000):
        answer = client.call("sync", {"room": 1, "since": since, "limit": limit})
        assert answer["ok"], answer
        assert not answer["reset"]
        changes += answer["messages"]
        since = answer["version"]
        if not answer["more"]:
            return changes, pages
    raise AssertionError("The pages never end.")


def test_sync_gives_what_changed_and_nothing_else(ada: Person, connect: Connect) -> None:
    client = connect(ada)
    before = send(client, f"before {uuid4()}")
    after = [send(client, f"after {turn} {uuid4()}") for turn in range(5)]
    assert _catch_up(client, before["version"], 2) == (after, 3)


def test_an_edit_of_an_old_message_is_part_of_what_changed(ada: Person, connect: Connect) -> None:
    client = connect(ada)
    old = send(client, f"old {uuid4()}")
    since = send(client, f"newer {uuid4()}")["version"]
    edit = client.call("message:edit", {"room": 1, "number": old["number"], "body": "edited"})["message"]
    assert _catch_up(client, since, 10) == ([edit], 1)


def test_a_version_of_the_future_is_answered_with_a_fresh_start(ada: Person, connect: Connect) -> None:
    client = connect(ada)
    newest = send(client, f"newest {uuid4()}")
    answer = client.call("sync", {"room": 1, "since": newest["version"] + 1_000_000})
    assert answer["reset"]
    assert answer["messages"][-1] == newest
    assert answer["version"] == newest["version"]


def test_heads_say_how_far_each_room_has_come(ada: Person, connect: Connect) -> None:
    client = connect(ada)
    message = send(client, f"head {uuid4()}")
    assert client.call("heads", {})["rooms"] == {"1": message["version"]}


def test_after_a_restart_the_conversation_goes_on(ada: Person, server: Server, connect: Connect) -> None:
    content = {"room": 1, "client_id": str(uuid4()), "body": f"kept {uuid4()}"}
    acked = connect(ada).call("message:send", content)
    server.kill()
    server.start()
    client = connect(ada)
    assert client.inbox.wait("welcome")["rooms"][0]["version"] == acked["message"]["version"]
    assert client.call("message:send", content) == acked


@pytest.mark.parametrize("changes", [3_000])
def test_a_long_absence_is_caught_up_in_pages_without_a_gap(
    ada: Person, server: Server, connect: Connect, changes: int
) -> None:
    client = connect(ada)
    start = send(client, f"start {uuid4()}")
    with database(server.data) as connection:
        user_id = start["author"]["id"]
        connection.executemany(
            "INSERT INTO messages (room_id, number, version, author_id, client_id, digest, body, created_at,"
            " deleted) VALUES (1, ?, ?, ?, ?, x'00', 'x', 0, 0)",
            [
                (start["number"] + i, start["version"] + i, user_id, str(uuid4()))
                for i in range(1, changes + 1)
            ],
        )
        connection.execute(
            "UPDATE rooms SET last_number = last_number + ?, version = version + ?", (changes, changes)
        )
    caught_up, pages = _catch_up(client, start["version"], 500)
    assert pages == changes // 500
    assert [message["number"] for message in caught_up] == list(
        range(start["number"] + 1, start["number"] + changes + 1)
    )
