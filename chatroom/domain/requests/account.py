"""Commands about one's own account."""

from typing import Annotated

from pydantic import StringConstraints

from chatroom.domain import limits
from chatroom.domain.requests.base import Request

# What is too long for a password is told so in the words of its rule, not of this bound.
Password = Annotated[str, StringConstraints(max_length=limits.JSON_BODY_MAX)]


class PasswordChange(Request):
    """Another password in the place of the current one."""

    current_password: Password
    new_password: Password
