"""The command `chatroom`. What only one command needs is imported by that command."""

import sys
from pathlib import Path

import click

from chatroom.domain.errors import ChatroomError, StartError

_data_option = click.option(
    "--data", type=click.Path(path_type=Path), help="Data directory.  [default: data]"
)


def main() -> None:
    """Run the command; what goes wrong is one line and exit status 1."""
    from chatroom.config import SettingsError

    try:
        commands()
    except (StartError, SettingsError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except ChatroomError as error:
        click.echo("\n".join(error.fields.values()) if error.fields else error.message, err=True)
        sys.exit(1)


@click.group()
@click.version_option(package_name="chatroom")
def commands() -> None:
    """The chat server that keeps every message it acknowledges."""


@commands.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes a free one.  [default: 5000]")
@_data_option
def serve(host: str | None, port: int | None, data: Path | None) -> None:
    """Serve the chatroom until stopped.

    Every setting can be given as an environment variable too; see the README.
    """
    from chatroom.config import Settings
    from chatroom.serve import serve as run

    run(Settings.load(host=host, port=port, data=data))


@commands.group()
def user() -> None:
    """Manage accounts. Works while the server runs."""


@user.command("create")
@click.argument("username")
@click.password_option(help="Asked for when not given.")
@_data_option
def user_create(username: str, password: str, data: Path | None) -> None:
    """Create an account."""
    from chatroom.app import accounts
    from chatroom.config import Settings

    with accounts(Settings.load(data=data)) as users:
        created = users.register(username, password)
    click.echo(f"Created {created.username}.")


@user.command("password")
@click.argument("username")
@click.password_option(help="Asked for when not given.")
@_data_option
def user_password(username: str, password: str, data: Path | None) -> None:
    """Set a new password and end the user's sessions, live connections included."""
    from chatroom.app import accounts
    from chatroom.config import Settings

    with accounts(Settings.load(data=data)) as users:
        changed = users.set_password(username, password)
    click.echo(f"Changed the password of {changed.username}.")
