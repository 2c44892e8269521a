"""What all of them share."""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chatroom.domain import limits

Prefix = Annotated[str, StringConstraints(max_length=limits.ROOM_NAME_RAW_MAX, pattern=r"^[^\x00]*$")]
Listing = Annotated[int, Field(ge=1, le=limits.LISTING_MAX)]
Number = Annotated[int, Field(ge=0, le=limits.ID_MAX)]

Nothing = tuple[str, int]  # an answer without a body: 204


class Parameters(BaseModel):
    """Strings from a URL: read as the numbers they stand for, but no others than the named."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    @cache
    def model_json_schema(cls, *arguments: Any, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        """As pydantic's, made once: flask-openapi3 asks for it at every request, and it takes 0.8 ms."""
        return super().model_json_schema(*arguments, **options)
