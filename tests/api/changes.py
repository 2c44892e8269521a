"""What has changed in `general`, as a reader is told."""

from chatroom.domain.payloads.sync import ChangesPayload
from tests.cast import Person

CHANGES = "/rooms/1/changes"


def changes(reader: Person, since: int, **query: object) -> ChangesPayload:
    answer = reader.api("GET", CHANGES, params={"since": since, **query})
    assert answer.status_code == 200, answer.text
    return ChangesPayload.model_validate(answer.json())


def head(reader: Person) -> int:
    version: int = reader.api("GET", "/rooms/1").json()["room"]["version"]
    return version
