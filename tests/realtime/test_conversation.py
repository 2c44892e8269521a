"""Two people talking, each over a real client."""

from uuid import uuid4

from tests.cast import Person
from tests.realtime.clients import send
from tests.realtime.conftest import Connect


def test_a_newcomer_is_welcomed_with_their_rooms(ada: Person, connect: Connect) -> None:
    welcome = connect(ada).inbox.wait("welcome")
    assert welcome["user"]["username"] == ada.username
    assert [room["name"] for room in welcome["rooms"]] == ["general"]


def test_what_one_says_the_other_hears(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    ada_client, ben_client = connect(ada), connect_other(ben)
    ben_client.inbox.wait("welcome")
    body = f"Hello Ben, {uuid4()}"
    acked = send(ada_client, body)
    assert ben_client.inbox.message(body) == acked
    assert acked["author"]["username"] == ada.username


def test_the_sender_hears_it_too_before_the_ack(ada: Person, connect: Connect) -> None:
    client = connect(ada)
    client.inbox.wait("welcome")
    acked = send(client, f"To myself, {uuid4()}")
    assert acked in client.inbox.all("message")


def test_a_message_sent_over_http_is_heard_live(ada: Person, ben: Person, connect: Connect) -> None:
    client = connect(ben)
    client.inbox.wait("welcome")
    body = f"By HTTP, {uuid4()}"
    assert client.inbox.message(ada.post(body)["body"])["author"]["username"] == ada.username


def test_everybody_sees_one_order_without_gaps(
    ada: Person, ben: Person, connect: Connect, connect_other: Connect
) -> None:
    clients = connect(ada), connect_other(ben)
    for client in clients:
        client.inbox.wait("welcome")
    run = str(uuid4())
    for turn in range(20):
        send(clients[turn % 2], f"{run} {turn}")
    for client in clients:
        client.inbox.message(f"{run} 19")
    heard = [
        [(m["number"], m["body"]) for m in client.inbox.all("message") if m["body"].startswith(run)]
        for client in clients
    ]
    assert heard[0] == heard[1]
    assert [body for _, body in heard[0]] == [f"{run} {turn}" for turn in range(20)]
    numbers = [number for number, _ in heard[0]]
    assert numbers == list(range(numbers[0], numbers[0] + 20))


def test_a_retry_makes_no_second_message(ada: Person, ben: Person, connect: Connect) -> None:
    sender, reader = connect(ada), connect(ben)
    reader.inbox.wait("welcome")
    content = {"room": 1, "client_id": str(uuid4()), "body": f"Once, {uuid4()}"}
    first, second = sender.call("message:send", content), sender.call("message:send", content)
    assert first == second
    send(sender, last := f"Last, {uuid4()}")
    reader.inbox.message(last)
    assert reader.inbox.bodies().count(str(content["body"])) == 1


def test_the_same_client_id_with_other_words_is_a_conflict(ada: Person, connect: Connect) -> None:
    client = connect(ada)
    content = {"room": 1, "client_id": str(uuid4()), "body": "first"}
    assert client.call("message:send", content)["ok"]
    answer = client.call("message:send", {**content, "body": "second"})
    assert answer["error"]["code"] == "conflict"


def test_an_edit_and_a_deletion_are_heard(ada: Person, ben: Person, connect: Connect) -> None:
    author, reader = connect(ada), connect(ben)
    reader.inbox.wait("welcome")
    message = send(author, f"Helo, {uuid4()}")
    place = {"room": 1, "number": message["number"]}
    edited = author.call("message:edit", {**place, "body": "Hello"})["message"]
    assert edited["version"] > message["version"]
    assert reader.inbox.message("Hello") == edited
    deleted = author.call("message:delete", place)["message"]
    assert deleted["deleted"]
    assert deleted["body"] == ""
    assert reader.inbox.wait("message", lambda m: m["deleted"]) == deleted


def test_nobody_changes_what_another_said(ada: Person, ben: Person, connect: Connect) -> None:
    message = send(connect(ada), f"Mine, {uuid4()}")
    place = {"room": 1, "number": message["number"]}
    other = connect(ben)
    assert other.call("message:edit", {**place, "body": "Yours"})["error"]["code"] == "forbidden"
    assert other.call("message:delete", place)["error"]["code"] == "forbidden"


def test_a_small_file_goes_over_the_socket(ada: Person, ben: Person, connect: Connect) -> None:
    client = connect(ada)
    answer = client.call("file:upload", {"name": "a.txt", "type": "text/plain", "data": b"\x00\x01abc"})
    assert answer["ok"], answer
    message = send(client, "", files=[answer["file"]["id"]])
    assert ben.get(message["files"][0]["url"]).content == b"\x00\x01abc"
