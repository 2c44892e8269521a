"""What is not documented is not finished: settings, events, commands, limits of the API."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from unittest.mock import Mock

import click
import pytest

from chatroom.app import create_app
from chatroom.cli import commands
from chatroom.config import PREFIX, Settings
from chatroom.domain import limits
from chatroom.domain.errors import ChatroomError
from chatroom.realtime.handlers import Handlers

ROOT = Path(__file__).parents[2]
_SENT = re.compile(r'event_frame\(\s*"([^"]+)"')


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text("utf-8") for name in names)


def documents() -> str:
    """Everything that is written for people, in one piece."""
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return "\n".join(file.read_text("utf-8") for file in files)


def commands_below(group: click.Group, name: str) -> Iterator[str]:
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands_below(command, f"{name} {word}")
        else:
            yield f"{name} {word}"


def events_of_clients() -> list[str]:
    handlers = Handlers(**{field.name: Mock() for field in fields(Handlers)})
    return [*handlers.writes(), *handlers.questions(), *handlers.of_connections()]


def rates_in_the_protocol() -> dict[str, tuple[int, float]]:
    """The rows of the table under "How much at once"."""
    rows = re.findall(r"^\| (.+) \| (\d+) \| ([\d.]+) \|$", text_of("docs/protocol.md"), re.MULTILINE)
    named = [(re.findall(r"`([^`]+)`", events) or ["unknown"], burst, rate) for events, burst, rate in rows]
    return {event: (int(burst), float(rate)) for events, burst, rate in named for event in events}


def events_of_the_server() -> set[str]:
    sources = (ROOT / "chatroom/realtime").rglob("*.py")
    return {name for source in sources for name in _SENT.findall(source.read_text("utf-8"))}


def routes(tmp_path: Path) -> set[str]:
    app = create_app(Settings(data=tmp_path / "data"))
    app.extensions["chatroom"].close()
    return {re.sub(r"<[^>]+>", "{}", rule.rule) for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_the_readme_names_every_setting(name: str) -> None:
    rows = [line for line in text_of("README.md").splitlines() if line.startswith("|")]

    assert any(f"`{PREFIX}{name.upper()}`" in row for row in rows)


def test_the_documents_name_no_setting_that_is_not_there() -> None:
    named = set(re.findall(rf"`{PREFIX}(\w+)", documents()))

    assert {name.lower() for name in named} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", events_of_clients())
def test_the_protocol_names_every_event_of_clients(name: str) -> None:
    assert f"`{name}`" in text_of("docs/protocol.md")


def test_the_protocol_tells_how_much_of_each_event_is_allowed() -> None:
    assert rates_in_the_protocol() == limits.REQUESTS_PER_USER


def test_the_protocol_names_every_event_of_the_server() -> None:
    names = events_of_the_server()
    assert {"welcome", "message", "room", "room:removed"} <= names, "they are found in the source"

    assert {name for name in names if f"`{name}`" not in text_of("docs/protocol.md")} == set()


@pytest.mark.parametrize("error", ChatroomError.__subclasses__())
def test_the_documents_name_every_error(error: type[ChatroomError]) -> None:
    assert f"`{error.code}`" in documents()


def test_the_documents_name_every_route_of_the_api(tmp_path: Path) -> None:
    found = {route.removeprefix("/api/v1") for route in routes(tmp_path) if route.startswith("/api/v1/")}
    assert "/rooms/{}/messages" in found, "routes are found"

    # Whatever the variables are called there.
    shown = re.sub(r"\{\w+\}|<[\w:]+>", "{}", documents())
    assert {route for route in found if route not in shown} == set()


@pytest.mark.parametrize("command", list(commands_below(commands, "chatroom")))
def test_the_documents_show_every_command(command: str) -> None:
    assert command in documents()


@pytest.mark.parametrize("command", [commands, *commands.commands.values()])
def test_every_command_says_what_it_does(command: click.Command) -> None:
    assert command.help
