"""Files, as a message carries them."""

from typing import Any

from chatroom.domain.entities.files import File, FileKind
from chatroom.domain.payloads.base import Payload


class FilePayload(Payload):
    """`kind` says how to show it: everything but `file` may be shown in place."""

    id: str
    name: str
    type: str
    kind: FileKind
    size: int
    width: int | None
    height: int | None
    url: str


def file_payload(file: File) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": file.name,
        "type": file.type,
        "kind": file.kind,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "url": f"/files/{file.id}",
    }
