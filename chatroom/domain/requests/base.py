"""What all requests share: types of fields, and how they are validated."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from chatroom.domain import limits
from chatroom.domain.errors import Invalid
from chatroom.domain.lines import one_line

Id = Annotated[int, Field(ge=1, le=limits.ID_MAX)]
Version = Annotated[int, Field(ge=0, le=limits.ID_MAX)]
FileId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]
# PostgreSQL cannot hold NUL in text, so no database of ours does.
Body = Annotated[str, StringConstraints(max_length=limits.BODY_MAX, pattern=r"^[^\x00]*$")]
# Goes behind the other rules of a field.
OneLine = AfterValidator(one_line)


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


R = TypeVar("R", bound=Request)


def parse(model: type[R], data: object) -> R:
    """The command that a client sent.

    Raises:
        Invalid: with a message for each field at fault.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise invalid(error) from None


def invalid(error: ValidationError) -> Invalid:
    """A failed validation, as the sender is told: never with what was sent in it."""
    fields = {
        ".".join(str(part) for part in problem["loc"]) or "message": _sentence(problem)
        for problem in error.errors(include_url=False, include_input=False, include_context=False)
    }
    only = next(iter(fields.values())) if len(fields) == 1 else None
    return Invalid(only, fields=fields)


def _sentence(problem: ErrorDetails) -> str:
    if problem["type"] == "model_type":
        return "Send an object."
    if problem["type"] == "string_pattern_mismatch":
        return "This has characters, or a form, that is not allowed."
    return problem["msg"].removeprefix("Value error, ").rstrip(".") + "."
