"""Commands about files."""

from typing import Annotated

from pydantic import Field

from chatroom.domain import limits
from chatroom.domain.requests.base import Request


class FileUpload(Request):
    """`file:upload`: a small file, whole."""

    name: Annotated[str, Field(min_length=1, max_length=4_096)]
    type: Annotated[str, Field(max_length=limits.FILE_TYPE_MAX)] = ""
    data: Annotated[bytes, Field(max_length=limits.SOCKET_FILE_MAX)]
