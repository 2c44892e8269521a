"""What an uploaded file is: its name made harmless, and whether it may be shown in place."""

import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import Path

from chatroom.domain import limits
from chatroom.domain.entities import FileKind

_IMAGE_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_IMAGE_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with further pictures behind it, as many cameras make them
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
_ORIENTATION = 0x0112  # the EXIF tag
_TURNED = frozenset({5, 6, 7, 8})  # its values for an image lying on its side
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
    """Type and size as shown, from the header alone: no pixel is decoded."""
    # Some megabytes that a server without uploads need not hold.
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_IMAGE_FORMATS) as image:
                width, height = image.size
                # Not `image.getexif()`: a PNG would decode all its pixels to look for it at the end.
                turned = Image.Image.getexif(image).get(_ORIENTATION) in _TURNED
                media_type = _IMAGE_TYPES[image.format or ""]
    except Exception:
        # Pillow raises nearly anything on broken input; all of it means "not an image to show".
        return None
    if width * height > limits.IMAGE_PIXELS_MAX:
        return None
    return Media(media_type, "image", *((height, width) if turned else (width, height)))
