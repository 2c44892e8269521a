"""Whoever was away gets what changed, and then holds what everybody holds."""

import random
from typing import Any

from chatroom.domain import limits
from tests.api.changes import changes, head
from tests.cast import Person

MESSAGES = "/rooms/1/messages"


def test_an_edit_and_a_deletion_are_changes(ben: Person) -> None:
    first, second = ben.post("first"), ben.post("second")
    before = head(ben)
    edited = ben.api("PATCH", f"{MESSAGES}/{second['number']}", json={"body": "changed"}).json()["message"]
    deleted = ben.api("DELETE", f"{MESSAGES}/{first['number']}").json()["message"]

    found = changes(ben, before)

    assert [message.model_dump() for message in found.messages] == [edited, deleted]


def test_what_one_had_and_what_changed_is_what_there_is(ben: Person) -> None:
    """For many random histories: a replica that catches up holds exactly what the server holds."""
    token = ben.csrf_token()
    dice = random.Random(20240229)
    mine: list[int] = []
    replicas: list[tuple[int, dict[int, Any]]] = [(0, {})]
    for _ in range(60):
        act(ben, token, dice, mine)
        if dice.random() < 0.2:
            replicas.append((head(ben), everything(ben)))

    for version, held in replicas:
        more = True
        while more:
            found = changes(ben, version, limit=dice.choice([1, 3, 7, 200]))
            assert not found.reset
            held.update({message.number: message.model_dump() for message in found.messages})
            version, more = found.version, found.more
        assert held == everything(ben)
        assert version == head(ben)


def act(person: Person, token: str, dice: random.Random, mine: list[int]) -> None:
    """Post, edit or delete something."""
    headers = {"X-CSRFToken": token}
    choice = dice.random()
    if choice < 0.5 or not mine:
        content = {"client_id": f"{dice.getrandbits(128):032x}", "body": "hello"}
        hexed = content["client_id"]
        content["client_id"] = "-".join((hexed[:8], hexed[8:12], hexed[12:16], hexed[16:20], hexed[20:]))
        answer = person.http.post(f"{person.url}/api/v1{MESSAGES}", json=content, headers=headers)
        mine.append(answer.json()["message"]["number"])
        return
    number = dice.choice(mine)
    address = f"{person.url}/api/v1{MESSAGES}/{number}"
    if choice < 0.8:
        answer = person.http.patch(address, json={"body": str(dice.random())}, headers=headers)
    else:
        mine.remove(number)
        answer = person.http.delete(address, headers=headers)
    assert answer.status_code == 200, answer.text


def everything(person: Person) -> dict[int, Any]:
    """Every message of the room, read page by page."""
    found: dict[int, Any] = {}
    query: dict[str, int] = {"limit": limits.PAGE_MAX}
    more = True
    while more:
        page = person.api("GET", MESSAGES, params=query).json()
        found.update({message["number"]: message for message in page["messages"]})
        query["before"], more = page["messages"][0]["number"], page["before"]
    return found


def test_long_messages_come_in_answers_of_bounded_size(ben: Person) -> None:
    before = head(ben)
    sent = [ben.post("x" * limits.BODY_MAX)["number"] for _ in range(10)]

    received: list[int] = []
    version, more = before, True
    while more:
        found = changes(ben, version, limit=limits.SYNC_MAX)
        assert sum(len(message.body) for message in found.messages) <= limits.ANSWER_CHARACTERS_MAX
        received += [message.number for message in found.messages]
        version, more = found.version, found.more

    assert received == sent
    assert version == head(ben)


def test_a_reset_brings_the_newest_of_the_long_messages(ben: Person) -> None:
    sent = [ben.post("x" * limits.BODY_MAX)["number"] for _ in range(10)]

    found = changes(ben, head(ben) + 1)

    assert found.reset
    numbers = [message.number for message in found.messages]
    assert numbers == sent[-len(numbers) :]
    assert sum(len(message.body) for message in found.messages) <= limits.ANSWER_CHARACTERS_MAX


def test_the_names_of_files_count_for_how_long_messages_are(ben: Person) -> None:
    before, token = ben.post("before"), ben.csrf_token()
    address, headers = f"{ben.url}/api/v1/files?name={'x' * 255}", {"X-CSRFToken": token}
    for _ in range(16):
        uploads = [
            ben.http.post(address, data=b"x", headers=headers) for _ in range(limits.FILES_PER_MESSAGE)
        ]
        ben.post(files=[upload.json()["file"]["id"] for upload in uploads])

    page = ben.api("GET", MESSAGES, params={"after": before["number"], "limit": 200}).json()
    found = changes(ben, before["version"])

    assert page["after"]
    assert found.more
    assert len(page["messages"]) == len(found.messages) == 14
