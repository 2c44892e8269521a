"""What survives the end of a server, however it comes: all that was acknowledged."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cast import Person
from tests.server import Server


@pytest.fixture(params=["stop", "kill"])
def restart(request: pytest.FixtureRequest) -> Callable[[Server], None]:
    """Ends a server in good order, or not, and starts it again."""

    def again(server: Server) -> None:
        getattr(server, request.param)()
        server.start()

    return again


def test_everything_is_there_after_a_restart(tmp_path: Path, restart: Callable[[Server], None]) -> None:
    with Server(tmp_path / "data") as server:
        ada = Person(server.url, "ada").register().log_in()
        client_id = str(uuid4())
        file = ada.upload(b"hello")
        sent = ada.post("hello", client_id=client_id, files=[file["id"]])
        before = ada.api("GET", "/rooms/1/messages").json()
        token = ada.csrf_token("/chatroom")

        restart(server)

        assert ada.api("GET", "/me").status_code == 200, "the session goes on"
        assert ada.api("GET", "/rooms/1/messages").json() == before
        assert ada.get(file["url"]).content == b"hello"
        assert ada.post("hello", client_id=client_id, files=[file["id"]]) == sent, "a retry is no new message"

        # A page that stayed open goes on with the token it has.
        content, headers = {"client_id": str(uuid4()), "body": "next"}, {"X-CSRFToken": token}
        answer = ada.http.post(f"{server.url}/api/v1/rooms/1/messages", json=content, headers=headers)
        assert answer.json()["message"]["number"] == sent["number"] + 1


def test_half_an_upload_is_gone_after_a_crash(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as server:
        leftover = server.data / "files" / "incoming" / ("x" * 22)
        server.kill()
        leftover.write_bytes(b"half")

        server.start()

        assert not leftover.exists()
