"""Refuses to build a wheel without the client, which would serve an empty chatroom."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ClientBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        if not (Path(self.root) / "chatroom/static/app/main.js").is_file():
            raise SystemExit("The client is not built. Run `make wheel`, which builds it first.")
