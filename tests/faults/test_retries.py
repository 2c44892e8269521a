"""A message whose ack is lost is sent again: one row, one number, and the ack that was missed."""

import select
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from uuid import uuid4

import pytest

from tests.cast import Person
from tests.conftest import database
from tests.faults.proxy import DOWN, UP, Proxy
from tests.faults.wire import Connection, Ended, Json
from tests.server import Server
from tests.waiting import eventually

Open = Callable[..., Connection]


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with Proxy(server.port) as between:
        yield between


@pytest.fixture
def open_as(server: Server) -> Iterator[Open]:
    """Connects people, straight to the server or through a port of a proxy."""
    with ExitStack() as stack:

        def connect(person: Person, port: int = server.port) -> Connection:
            connection = Connection(port, person.cookie, lambda name, data: None)
            stack.callback(connection.close)
            assert connection.call("heads", {})["ok"]
            return connection

        yield connect


@pytest.fixture
def content() -> Json:
    client_id = str(uuid4())
    return {"room": 1, "client_id": client_id, "body": f"only once, {client_id}"}


def rows(server: Server, content: Json) -> list[tuple[int, str]]:
    with closing(database(server.data)) as connection:
        found = connection.execute(
            "SELECT number, body FROM messages WHERE client_id = ?", (content["client_id"],)
        )
        return found.fetchall()


def ignore(answer: Json) -> None:
    raise AssertionError(f"An answer that was to be lost came: {answer}")


# The ack is lost ----------------------------------------------------------------------------------


def test_the_ack_is_swallowed_and_the_connection_is_cut(
    server: Server, ada: Person, proxy: Proxy, open_as: Open, content: Json
) -> None:
    lossy = open_as(ada, proxy.port)
    proxy.drop(DOWN)
    lossy.emit("message:send", content, ignore)
    [(number, _)] = eventually(lambda: rows(server, content))
    proxy.cut()
    with pytest.raises(Ended):
        lossy.pump()
    proxy.resume()

    again = open_as(ada, proxy.port).call("message:send", content)

    assert again["message"]["number"] == number
    assert len(rows(server, content)) == 1


def test_the_ack_is_late_and_comes_after_that_of_the_retry(
    server: Server, ada: Person, proxy: Proxy, open_as: Open, content: Json
) -> None:
    late = open_as(ada, proxy.port)
    proxy.stall(DOWN)
    answers: list[Json] = []
    late.emit("message:send", content, answers.append)
    eventually(lambda: rows(server, content))

    retried = open_as(ada).call("message:send", content)
    assert select.select([late], [], [], 0)[0] == [], "the first ack is still on its way"
    proxy.resume()
    while not answers:
        late.pump()

    assert answers == [retried]
    assert len(rows(server, content)) == 1


def test_the_message_is_late_and_comes_after_the_retry(
    server: Server, ada: Person, proxy: Proxy, open_as: Open, content: Json
) -> None:
    late = open_as(ada, proxy.port)
    proxy.stall(UP)
    answers: list[Json] = []
    late.emit("message:send", content, answers.append)

    retried = open_as(ada).call("message:send", content)
    proxy.resume()
    while not answers:
        late.pump()

    assert answers == [retried]
    assert len(rows(server, content)) == 1


# The same id at the same time ---------------------------------------------------------------------


def test_two_connections_send_the_same_at_once(server: Server, ada: Person, open_as: Open) -> None:
    connections = [open_as(ada), open_as(ada)]
    contents = [{"room": 1, "client_id": str(uuid4()), "body": f"twice {turn}"} for turn in range(100)]
    answers: list[list[Json]] = [[], []]
    for content in contents:
        for connection, mine in zip(connections, answers, strict=True):
            connection.emit("message:send", content, mine.append)
    for connection, mine in zip(connections, answers, strict=True):
        while len(mine) < len(contents):
            connection.pump()

    assert all(answer["ok"] for answer in answers[0])
    assert answers[0] == answers[1]
    assert [len(rows(server, content)) for content in contents] == [1] * len(contents)
    assert len({answer["message"]["number"] for answer in answers[0]}) == len(contents)


def test_http_and_the_socket_send_the_same_at_once(
    server: Server, ada: Person, open_as: Open, content: Json
) -> None:
    connection, token = open_as(ada), ada.csrf_token()
    together = threading.Barrier(2)

    def over_http() -> Json:
        sent = {"client_id": content["client_id"], "body": content["body"]}
        together.wait()
        answer = ada.api("POST", "/rooms/1/messages", json=sent, headers={"X-CSRFToken": token})
        message: Json = answer.json()["message"]
        return message

    with ThreadPoolExecutor(1) as pool:
        posted = pool.submit(over_http)
        together.wait()
        answer = connection.call("message:send", content)

    assert answer["message"] == posted.result()
    assert len(rows(server, content)) == 1


@pytest.mark.parametrize("what", ["body", "files", "reply_to"])
def test_the_same_id_with_other_content_is_a_conflict_and_changes_nothing(
    server: Server, ada: Person, open_as: Open, content: Json, what: str
) -> None:
    # All of them could be sent: whichever of the two comes first is the message.
    others = {
        "body": "something else",
        "files": [ada.upload(b"notes")["id"]],
        "reply_to": ada.post()["number"],
    }
    other = {what: others[what]}
    connections = [open_as(ada), open_as(ada)]
    answers: list[Json] = []
    for connection, sent in zip(connections, (content, {**content, **other}), strict=True):
        connection.emit("message:send", sent, answers.append)
    for count, connection in enumerate(connections, 1):
        while len(answers) < count:
            connection.pump()

    first, second = sorted(answers, key=lambda answer: not answer["ok"])
    assert first["ok"]
    assert second["error"]["code"] == "conflict"
    assert rows(server, content) == [(first["message"]["number"], first["message"]["body"])]


# Much later ---------------------------------------------------------------------------------------


def test_a_retry_after_edits_gets_the_message_as_it_is_now(
    server: Server, ada: Person, open_as: Open, content: Json
) -> None:
    connection = open_as(ada)
    number = connection.call("message:send", content)["message"]["number"]
    edited = connection.call("message:edit", {"room": 1, "number": number, "body": "edited"})["message"]

    assert connection.call("message:send", content) == {"ok": True, "message": edited}
    # What it says now is not what was sent under the id.
    other = connection.call("message:send", {**content, "body": "edited"})
    assert other["error"]["code"] == "conflict"
    assert rows(server, content) == [(number, "edited")]


def test_a_retry_after_the_deletion_does_not_bring_it_back(
    server: Server, ada: Person, open_as: Open, content: Json
) -> None:
    connection = open_as(ada)
    number = connection.call("message:send", content)["message"]["number"]
    deleted = connection.call("message:delete", {"room": 1, "number": number})["message"]

    assert connection.call("message:send", content) == {"ok": True, "message": deleted}
    assert rows(server, content) == [(number, "")]


def test_a_retry_a_restart_and_a_thousand_messages_later(own_server: Server, content: Json) -> None:
    ada = Person(own_server.url, "ada").register().log_in()
    first = Connection(own_server.port, ada.cookie, lambda name, data: None)
    acked = first.call("message:send", content)
    answers: list[Json] = []
    for turn in range(1_000):
        later = {"room": 1, "client_id": str(uuid4()), "body": f"later {turn}"}
        first.emit("message:send", later, answers.append)
    while len(answers) < 1_000:
        first.pump()
    own_server.kill()
    own_server.start()

    again = Connection(own_server.port, ada.cookie, lambda name, data: None)

    assert again.call("message:send", content) == acked
    assert len(rows(own_server, content)) == 1
