"""The typed errors. Every edge answers them in one shape: {"error": {code, message, fields?}}."""

from typing import Any, ClassVar


class ChatroomError(Exception):
    """Something the caller is told.

    Args:
        message: a sentence for the person who reads it.
        fields: a message for each input field at fault.
        retry_after: seconds to wait before trying again.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    default: ClassVar[str] = "Something went wrong."

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: dict[str, str] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message or self.default)
        self.message = message or self.default
        self.fields = fields
        self.retry_after = retry_after

    def payload(self) -> dict[str, Any]:
        """The error as every edge sends it."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.fields:
            error["fields"] = self.fields
        if self.retry_after is not None:
            error["retry_after"] = self.retry_after
        return {"error": error}


class Invalid(ChatroomError):
    code, status = "invalid", 422
    default = "Some of what you sent is not valid."


class BadRequest(ChatroomError):
    code, status = "bad_request", 400
    default = "The request could not be understood."


class Unauthorized(ChatroomError):
    code, status = "unauthorized", 401
    default = "Log in first."


class Forbidden(ChatroomError):
    code, status = "forbidden", 403
    default = "You may not do that."


class NotFound(ChatroomError):
    """What does not exist, or may not be seen: the caller cannot tell which."""

    code, status = "not_found", 404
    default = "There is nothing here."


class MethodNotAllowed(ChatroomError):
    code, status = "method_not_allowed", 405
    default = "That cannot be done here."


class Conflict(ChatroomError):
    code, status = "conflict", 409
    default = "That was already used for something else."


class TooLarge(ChatroomError):
    code, status = "too_large", 413
    default = "That is too large."


class WrongPassword(Invalid):
    """The current password, which is asked for before it is changed."""

    def __init__(self) -> None:
        problem = "This is not your current password."
        super().__init__(problem, fields={"current_password": problem})


class RateLimited(ChatroomError):
    code, status = "rate_limited", 429
    default = "Too many attempts. Wait a moment and try again."


class Internal(ChatroomError):
    code, status = "internal", 500
    default = "The server made a mistake. It has been logged."


class Unavailable(ChatroomError):
    """Nothing was stored; the same request may succeed later."""

    code, status = "unavailable", 503
    default = "The server could not store this just now. Nothing was saved; try again."


class StartError(Exception):
    """The server cannot start; the message is one line for the operator."""
