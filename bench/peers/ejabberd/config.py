"""How ejabberd runs here: nothing limits it, and every message is archived before it is reflected."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bench.peers.ejabberd.client import DOMAIN


def write(directory: Path, port: int) -> Path:
    """Write the configuration file; JSON is YAML."""
    listener = {"port": port, "ip": "127.0.0.1", "module": "ejabberd_c2s", "shaper": "none"}
    rooms = {
        "db_type": "mnesia",
        "access_create": "all",
        "access_persistent": "all",
        "history_size": 0,
        "default_room_options": {"mam": True, "persistent": True},
    }
    settings = {
        "hosts": [DOMAIN],
        "loglevel": "warning",
        "listen": [listener],
        "auth_method": "mnesia",
        "sql_type": "sqlite",
        "sql_database": str(_archive(directory)),
        "registration_timeout": "infinity",
        "modules": {
            "mod_register": {"access": "all", "ip_access": "all"},
            "mod_muc": rooms,
            "mod_mam": {"db_type": "sql", "default": "always"},
        },
    }
    path = directory / "ejabberd.yml"
    path.write_text(json.dumps(settings, indent=1))
    return path


def create_archive(directory: Path, schema: Path) -> None:
    """Make the database ahead, in WAL mode, which ejabberd keeps: one fsync a commit, not several."""
    with closing(sqlite3.connect(_archive(directory))) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(schema.read_text())


def stored(directory: Path) -> int:
    """How many messages the archive holds."""
    with closing(sqlite3.connect(_archive(directory))) as connection:
        (count,) = connection.execute("SELECT count(*) FROM archive WHERE kind = 'groupchat'").fetchone()
        return int(count)


def _archive(directory: Path) -> Path:
    return directory / "archive.db"
