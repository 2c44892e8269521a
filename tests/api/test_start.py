"""Starting: ready, or one clear line and exit status 1."""

import os
import shutil
import socket
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests

from tests.cast import PASSWORD, Person
from tests.server import START_SECONDS, Server, run


def refused(*arguments: str, **settings: str) -> str:
    """The one line that says why the server does not start."""
    ended = run("serve", "--port", "0", *arguments, timeout=START_SECONDS, **settings)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert "Traceback" not in line
    return line


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that a server has used, and left."""
    with Server(tmp_path_factory.mktemp("used") / "data") as server:
        Person(server.url, "ada").register().log_in().post("hello")
        assert server.stop() == 0
    return server.data


@pytest.fixture
def data(used: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoiled."""
    return shutil.copytree(used, tmp_path / "data")


@contextmanager
def listening() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_it_says_when_it_is_ready_and_ends_in_good_order(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as server:
        assert requests.get(server.url + "/healthz", timeout=10).json() == {"status": "ok"}

        assert server.stop() == 0
        assert "Traceback" not in server.log()


def test_what_it_keeps_is_its_owners_alone(used: Path) -> None:
    assert stat.S_IMODE(used.stat().st_mode) == 0o700
    assert stat.S_IMODE((used / "secret_key").stat().st_mode) == 0o600


def test_a_data_directory_is_made_with_the_directories_above_it(tmp_path: Path) -> None:
    data = tmp_path / "a" / "b" / "data"

    assert run("user", "create", "ada", "--password", PASSWORD, "--data", str(data)).returncode == 0

    assert (data / "chatroom.db").exists()


def test_a_data_directory_may_have_any_name(tmp_path: Path) -> None:
    with Server(tmp_path / "a b?c=d#e%20f ü") as server:
        ada = Person(server.url, "ada").register().log_in()
        assert ada.get(ada.upload(b"hello")["url"]).content == b"hello"


# What keeps it from starting ----------------------------------------------------------------------


def test_a_port_in_use(tmp_path: Path) -> None:
    with listening() as port:
        line = refused("--port", str(port), "--data", str(tmp_path / "data"))

    assert f"127.0.0.1:{port}" in line
    assert "in use" in line


@pytest.mark.parametrize("host", ["203.0.113.1", "a..b"])
def test_an_address_that_is_not_this_machines(tmp_path: Path, host: str) -> None:
    assert host in refused("--host", host, "--data", str(tmp_path / "data"))


def test_a_file_in_place_of_the_data_directory(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    assert "data directory" in refused("--data", str(tmp_path / "data"))
    assert "data directory" in refused(data=str(tmp_path / "data"))


def test_a_data_directory_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "data directory" in refused("--data", str(tmp_path / "file" / "data"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_directory_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)

    assert "Permission denied" in refused("--data", str(tmp_path / "data"))


@pytest.mark.parametrize("name", ["files", "secret_key", "chatroom.db"])
def test_something_of_another_kind_in_the_data_directory(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    if name == "files":
        (data / name).touch()
    else:
        (data / name).mkdir()

    assert str(data) in refused("--data", str(data))


def test_a_database_that_is_none(data: Path) -> None:
    (data / "chatroom.db").write_bytes(b"This is not a database. " * 1_000)

    line = refused("--data", str(data))

    assert "chatroom.db" in line
    assert "not a database" in line


def test_a_database_that_is_cut_short(data: Path) -> None:
    database = data / "chatroom.db"
    assert database.stat().st_size > 8_192
    os.truncate(database, 8_192)

    assert "malformed" in refused("--data", str(data))


def test_a_database_of_something_else(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with closing(sqlite3.connect(data / "chatroom.db")) as other:
        other.execute("CREATE TABLE users (name)")
        other.commit()

    assert "users" in refused("--data", str(data))


def test_a_database_of_a_newer_release(data: Path) -> None:
    with closing(sqlite3.connect(data / "chatroom.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()

    assert "newer release" in refused("--data", str(data))


def test_another_server_on_the_same_directory(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as running:
        line = refused("--data", str(running.data))

        assert "Another Chatroom server" in line
        assert requests.get(running.url + "/healthz", timeout=10).ok, "the first is not disturbed"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("prot", "5000", "CHATROOM_PROT is not a setting"),
        ("port", "65536", "CHATROOM_PORT"),
    ],
)
def test_a_setting_that_cannot_be_used(tmp_path: Path, name: str, value: str, why: str) -> None:
    ended = run("serve", "--data", str(tmp_path / "data"), timeout=START_SECONDS, **{name: value})

    assert (ended.returncode, ended.stdout) == (1, "")
    assert why in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_what_failed_to_start_can_be_started_once_the_reason_is_gone(data: Path) -> None:
    with listening() as port:
        refused("--port", str(port), "--data", str(data))

    with Server(data) as server:
        assert requests.get(server.url + "/readyz", timeout=10).ok
