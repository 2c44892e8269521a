"""How Synapse runs here: one process, SQLite, nothing limits it, and nothing runs that chat does not need."""

import base64
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

SECRET = "not a secret: loopback only"
_UNLIMITED = {"per_second": 1_000_000, "burst_count": 1_000_000}


def write(directory: Path, port: int) -> Path:
    """Write the configuration, its logging and, the first time, its signing key; JSON is YAML."""
    if not (key := directory / "signing.key").exists():
        secret = base64.b64encode(os.urandom(32)).decode().rstrip("=")
        key.write_text(f"ed25519 a_bench {secret}\n")
    (directory / "logging.yaml").write_text(json.dumps(_logging(directory)))
    path = directory / "homeserver.yaml"
    path.write_text(json.dumps(_settings(directory, port) | _limits(), indent=1))
    return path


def stored(directory: Path) -> int:
    """How many messages the database holds."""
    with closing(sqlite3.connect(_database(directory))) as connection:
        (count,) = connection.execute("SELECT count(*) FROM events WHERE type = 'm.room.message'").fetchone()
        return int(count)


def _settings(directory: Path, port: int) -> dict[str, Any]:
    return {
        "server_name": "localhost",
        "listeners": [
            {
                "port": port,
                "type": "http",
                "tls": False,
                "bind_addresses": ["127.0.0.1"],
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(_database(directory))}},
        "caches": {"global_factor": 10},
        "log_config": str(directory / "logging.yaml"),
        "signing_key_path": str(directory / "signing.key"),
        "media_store_path": str(directory / "media"),
        "pid_file": str(directory / "homeserver.pid"),
        "registration_shared_secret": SECRET,
        "bcrypt_rounds": 4,
        "presence": {"enabled": False},
        "stats": {"enabled": False},
        "federation_domain_whitelist": [],
        "trusted_key_servers": [],
        "report_stats": False,
    }


def _limits() -> dict[str, Any]:
    """Every limit on rates, lifted."""
    plain = ("rc_message", "rc_registration", "rc_joins_per_room", "rc_room_creation", "rc_reports")
    kinds = {
        "rc_login": ("address", "account", "failed_attempts"),
        "rc_joins": ("local", "remote"),
        "rc_invites": ("per_room", "per_user", "per_issuer"),
    }
    return dict.fromkeys(plain, _UNLIMITED) | {
        name: dict.fromkeys(these, _UNLIMITED) for name, these in kinds.items()
    }


def _logging(directory: Path) -> dict[str, Any]:
    handler = {"class": "logging.FileHandler", "filename": str(directory / "homeserver.log")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"file": handler},
        "root": {"level": "WARNING", "handlers": ["file"]},
    }


def _database(directory: Path) -> Path:
    return directory / "homeserver.db"
