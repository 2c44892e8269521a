"""`chatroom user …`, while the server runs and while it does not."""

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
from click.testing import CliRunner

from chatroom.cli import commands
from tests.cast import PASSWORD, Person
from tests.server import COMMAND, Server, environment, run
from tests.waiting import eventually

NEW = "another fine password"


@pytest.fixture
def ada(member: Callable[[str], Person]) -> Person:
    """A person for each test: sessions end here."""
    return member("ada")


@pytest.fixture
def ben(member: Callable[[str], Person]) -> Person:
    return member("ben")


def user(command: str, name: str, password: str, data: Path) -> subprocess.CompletedProcess[str]:
    return run("user", command, name, "--password", password, "--data", str(data))


def test_an_account_can_be_made_while_the_server_runs(
    server: Server, visitor: Callable[[str], Person]
) -> None:
    ada = visitor("ada")

    ended = user("create", ada.username, PASSWORD, server.data)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"Created {ada.username}.\n", "")
    ada.log_in()
    assert [room["name"] for room in ada.api("GET", "/rooms").json()["rooms"]] == ["general"]


def test_an_account_can_be_made_before_the_server_ever_ran(tmp_path: Path) -> None:
    assert user("create", "ada", PASSWORD, tmp_path / "data").returncode == 0

    with Server(tmp_path / "data") as server:
        ada = Person(server.url, "ada")
        ada.username = "ada"
        ada.log_in()


def test_the_password_is_asked_for_when_it_is_not_given(
    server: Server, visitor: Callable[[str], Person]
) -> None:
    ada = visitor("ada")

    ended = subprocess.run(
        [COMMAND, "user", "create", ada.username, "--data", server.data],
        env=environment(),
        input=f"{PASSWORD}\n{PASSWORD}\n",
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert PASSWORD not in ended.stdout + ended.stderr
    ada.log_in()


def test_a_name_that_is_taken_is_one_line(server: Server, ada: Person) -> None:
    ended = user("create", ada.username.upper(), PASSWORD, server.data)

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", "This username is taken.\n")


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [("a b", PASSWORD, "letters"), ("ada-l", "password", "most common")],
)
def test_what_breaks_a_rule_is_one_line(server: Server, name: str, password: str, why: str) -> None:
    ended = user("create", name, password, server.data)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert why in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_new_password_ends_every_session(server: Server, ada: Person) -> None:
    phone = Person(server.url, "phone")
    phone.username = ada.username
    phone.log_in()
    assert ada.api("GET", "/me").status_code == phone.api("GET", "/me").status_code == 200

    ended = user("password", ada.username.upper(), NEW, server.data)

    assert ended.returncode == 0, ended.stderr
    assert ada.api("GET", "/me").status_code == phone.api("GET", "/me").status_code == 401
    assert ada.submit("/login", username=ada.username, password=PASSWORD).status_code == 401
    ada.password = NEW
    ada.log_in()


def test_a_new_password_leaves_others_alone(server: Server, ada: Person, ben: Person) -> None:
    user("password", ada.username, NEW, server.data)

    assert ben.api("GET", "/me").status_code == 200


def test_a_user_who_does_not_exist_is_one_line(server: Server) -> None:
    ended = user("password", "nobody-here", NEW, server.data)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "no user" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_weak_new_password_changes_nothing(server: Server, ada: Person) -> None:
    assert user("password", ada.username, ada.username, server.data).returncode == 1

    assert ada.api("GET", "/me").status_code == 200


def test_the_command_waits_for_a_write_that_is_under_way(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert user("create", "ada", PASSWORD, data).returncode == 0
    lock = data / "chatroom.db-lock"
    with lock.open() as held:
        flock(held, LOCK_EX)
        waiting = subprocess.Popen(
            [COMMAND, "user", "create", "ben", "--password", PASSWORD, "--data", data],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        eventually(lambda: str(lock) in open_files(waiting.pid))
    output, errors = waiting.communicate(timeout=30)

    assert (waiting.returncode, output, errors) == (0, "Created ben.\n", "")


def open_files(pid: int) -> set[str]:
    found = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.add(str(entry.readlink()))
        except FileNotFoundError:
            continue  # closed meanwhile
    return found


def test_the_command_gets_its_turn_while_the_server_is_busy(server: Server, ada: Person) -> None:
    done = Event()
    people = [Person(server.url, "busy").register().log_in() for _ in range(6)]

    def keep_posting(person: Person) -> int:
        headers = {"X-CSRFToken": person.csrf_token()}
        posted = 0
        while not done.is_set():
            content = {"client_id": str(uuid4()), "body": "hello"}
            answer = person.http.post(f"{server.url}/api/v1/rooms/1/messages", json=content, headers=headers)
            assert answer.status_code == 201
            posted += 1
        return posted

    with ThreadPoolExecutor(len(people)) as pool:
        posting = [pool.submit(keep_posting, person) for person in people]
        try:
            ended = user("password", ada.username, NEW, server.data)
        finally:
            done.set()

        assert ended.returncode == 0, ended.stderr
        assert all(future.result() for future in posting)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["serve", "--help"], ["user", "create", "--help"], ["--version"]]
)
def test_help_needs_neither_settings_nor_data(arguments: list[str]) -> None:
    ended = CliRunner().invoke(commands, arguments, env={"CHATROOM_PROT": "a setting that is none"})

    assert ended.exit_code == 0
    assert ended.output
