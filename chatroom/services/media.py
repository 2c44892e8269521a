"""What an uploaded file is: its name made harmless, and whether it may be shown in place."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from chatroom.domain import limits
from chatroom.domain.entities.files import FileKind
from chatroom.services import pictures

_PLAYABLE: dict[str, FileKind] = {
    "audio/aac": "audio",
    "audio/flac": "audio",
    "audio/mp4": "audio",
    "audio/mpeg": "audio",
    "audio/ogg": "audio",
    "audio/wav": "audio",
    "audio/webm": "audio",
    "video/mp4": "video",
    "video/ogg": "video",
    "video/webm": "video",
}
_TYPE_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-/")


@dataclass(frozen=True, slots=True)
class Media:
    type: str
    kind: FileKind
    width: int | None = None
    height: int | None = None


def clean_name(name: str) -> str:
    """A file's own name: no folders, no control or invisible characters, of bounded length.

    Marks that turn the reading direction would let `gpj.exe` look like `exe.jpg`.
    """
    visible = "".join(
        character for character in name if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    own = unicodedata.normalize("NFC", visible).replace("\\", "/").rstrip("/ ").rpartition("/")[2].strip()
    if not own.strip("."):
        return "file"
    if len(own) <= limits.FILE_NAME_MAX:
        return own
    suffix = Path(own).suffix[:20]
    return own[: limits.FILE_NAME_MAX - len(suffix)] + suffix


def recognise(path: Path, declared: str) -> Media:
    """What a file may be shown as. Images are believed by their content, never by their claim."""
    media_type = _clean_type(declared)
    if media_type.startswith("image/"):
        return _image(path) or Media("application/octet-stream", "file")
    return Media(media_type, _PLAYABLE.get(media_type, "file"))


def _clean_type(declared: str) -> str:
    media_type = declared.partition(";")[0].strip().lower()
    if len(media_type) > limits.FILE_TYPE_MAX or media_type.count("/") != 1:
        return "application/octet-stream"
    if media_type.startswith("/") or media_type.endswith("/") or not set(media_type) <= _TYPE_CHARACTERS:
        return "application/octet-stream"
    return media_type


def _image(path: Path) -> Media | None:
    """Type and size as shown, if it is a picture that may be."""
    try:
        with path.open("rb") as file:
            found = pictures.look(file)
    except pictures.NoPicture:
        return None
    if found.width * found.height > limits.IMAGE_PIXELS_MAX:
        return None
    return Media(found.type, "image", found.width, found.height)
