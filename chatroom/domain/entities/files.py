"""Uploaded files."""

from dataclasses import dataclass
from typing import Literal

FileKind = Literal["image", "audio", "video", "file"]


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file. It belongs to its uploader until a message takes it."""

    id: str
    user_id: int
    room_id: int | None
    number: int | None
    name: str
    type: str
    kind: FileKind
    size: int
    width: int | None
    height: int | None
