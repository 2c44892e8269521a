"""The typed errors: one code and one status each, and one shape."""

from http import HTTPStatus

import pytest
from werkzeug.exceptions import default_exceptions

from chatroom.domain.errors import ChatroomError, Internal, Invalid, RateLimited
from chatroom.web.errors import typed

ERRORS = ChatroomError.__subclasses__()


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [error.code for error in ERRORS]

    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_has_a_status_that_says_so_and_a_sentence(error: type[ChatroomError]) -> None:
    assert HTTPStatus(error.status) >= HTTPStatus.BAD_REQUEST
    assert error().message.endswith(".")


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_without_particulars_has_a_code_and_a_message(error: type[ChatroomError]) -> None:
    assert error("No.").payload() == {"error": {"code": error.code, "message": "No."}}


def test_an_error_tells_which_fields_are_at_fault() -> None:
    assert Invalid(fields={"body": "No."}).payload()["error"]["fields"] == {"body": "No."}


def test_an_error_tells_when_to_try_again() -> None:
    assert RateLimited(retry_after=60).payload()["error"]["retry_after"] == 60


@pytest.mark.parametrize("status", [status for status in default_exceptions if status < 500])
def test_a_client_error_of_http_is_one_of_ours(status: int) -> None:
    error = typed(default_exceptions[status]())

    assert 400 <= error.status < 500


@pytest.mark.parametrize("status", [status for status in default_exceptions if status >= 500])
def test_a_server_error_of_http_tells_nothing(status: int) -> None:
    assert isinstance(typed(default_exceptions[status]("secret")), Internal)
    assert "secret" not in typed(default_exceptions[status]("secret")).message
