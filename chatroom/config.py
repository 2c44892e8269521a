"""The settings: every CHATROOM_* environment variable, in one place."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

PREFIX = "CHATROOM_"


class SettingsError(Exception):
    """A setting that cannot be used; the message is for the operator."""


class Settings(BaseModel):
    """Each field is read from CHATROOM_ and its name in capitals."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on; `0.0.0.0` for every interface.")
    port: int = Field(5000, ge=0, le=65535, description="Port to listen on; `0` takes a free one.")
    data: Path = Field(Path("data"), description="Directory that holds everything the server keeps.")
    max_file_mb: int = Field(100, ge=1, le=10_000, description="Largest file that may be uploaded, in MB.")
    session_days: int = Field(30, ge=1, le=365, description="Days after which a sign-in ends by itself.")
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=5,
        description="Number of reverse proxies in front whose `X-Forwarded-*` headers are believed.",
    )
    rate_limits: bool = Field(
        True, description="`off` lifts every rate limit. For load tests only: passwords can be guessed."
    )
    search: bool = Field(
        True, description="`off` keeps no index of what is said; then nothing can be searched for."
    )
    ping_seconds: int = Field(
        25,
        ge=1,
        le=300,
        description="Seconds between the pings that find dead connections; "
        "below what a proxy in front allows a connection to be silent.",
    )
    idle_seconds: int = Field(
        30,
        ge=1,
        le=3600,
        description="Seconds for which a request or its answer may come to a halt before it is given up.",
    )
    log_level: str = Field("info", description="`debug`, `info`, `warning` or `error`.")

    development: bool = Field(
        False, description="`on` reads the browser client anew at each request, while it is being changed."
    )

    @field_validator("log_level")
    @classmethod
    def known_level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("must be debug, info, warning or error")
        return value.lower()

    @property
    def max_file_bytes(self) -> int:
        return self.max_file_mb * 1_000_000

    @property
    def database_path(self) -> Path:
        return self.data / "chatroom.db"

    @property
    def search_path(self) -> Path:
        return self.data / "search.db"

    @property
    def files_path(self) -> Path:
        return self.data / "files"

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ, **given: object) -> Self:
        """Settings from the environment; what is `given` (and not None) goes first.

        A variable that is empty counts as not set, as compose files leave it.

        Raises:
            SettingsError: a value is out of range, or a CHATROOM_* variable is none of the settings.
        """
        values: dict[str, object] = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX) and value
        }
        values |= {name: value for name, value in given.items() if value is not None}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            problem = error.errors()[0]
            name = PREFIX + str(problem["loc"][0]).upper()
            if problem["type"] == "extra_forbidden":
                raise SettingsError(f"{name} is not a setting of Chatroom.") from None
            raise SettingsError(f"{name}: {problem['msg']}.") from None
