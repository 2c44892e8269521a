"""Uploads over HTTP: the body of the request is the file."""

from collections.abc import Iterator
from typing import Any

from flask import request
from flask_openapi3.blueprint import APIBlueprint

from chatroom.domain import limits
from chatroom.domain.errors import BadRequest
from chatroom.domain.payloads.files import file_payload
from chatroom.services.files import Files
from chatroom.web import signin
from chatroom.web.api.models.files import FileAnswer, UploadQuery


def register(api: APIBlueprint, files: Files) -> None:
    @api.post("/files", summary="Upload a file, raw, for a message to take", responses={201: FileAnswer})
    def upload_file(query: UploadQuery) -> tuple[dict[str, Any], int]:
        file = files.receive(
            signin.user(), query.name, request.content_type or "", _chunks(), request.content_length
        )
        return {"file": file_payload(file)}, 201


def _chunks() -> Iterator[bytes]:
    try:
        while chunk := request.stream.read(limits.UPLOAD_CHUNK):
            yield chunk
    except OSError as error:
        raise BadRequest("The file did not arrive whole.") from error
