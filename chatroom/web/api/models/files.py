"""Files."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chatroom.domain.payloads.files import FilePayload
from chatroom.web.api.models.base import Parameters


class UploadQuery(Parameters):
    name: Annotated[str, StringConstraints(min_length=1, max_length=4_096)]


class FileAnswer(BaseModel):
    file: FilePayload
