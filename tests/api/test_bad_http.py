"""Requests that are not proper HTTP: refused, and the next one is served."""

import socket
from contextlib import suppress

import pytest

from tests.cast import Person


def exchange(person: Person, request: bytes) -> bytes:
    """What the server says to these bytes before it closes, which it may do in the middle of them."""
    host, port = person.url.removeprefix("http://").split(":")
    answer = b""
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        with suppress(ConnectionError, BrokenPipeError):
            connection.sendall(request)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while more := connection.recv(65_536):
                answer += more
    return answer


def posting(person: Person, *headers: str, body: bytes) -> bytes:
    token = person.csrf_token()
    lines = (
        "POST /api/v1/rooms/1/messages HTTP/1.1",
        "Host: chat.example",
        f"Cookie: {person.cookie}",
        f"X-CSRFToken: {token}",
        "Content-Type: application/json",
        "Connection: close",
        *headers,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    "body", [b"zz\r\nhello\r\n0\r\n\r\n", b"5\r\nhello!!\r\n0\r\n\r\n", b"-5\r\nhello", b"5\r\nhel"]
)
def test_malformed_chunks_are_an_error_of_the_client(ada: Person, body: bytes) -> None:
    answer = exchange(ada, posting(ada, "Transfer-Encoding: chunked", body=body))

    assert answer.split()[1] in (b"400", b"422")


def test_a_body_that_ends_early_is_an_error_of_the_client(ada: Person) -> None:
    answer = exchange(ada, posting(ada, "Content-Length: 1000", body=b'{"body":'))

    assert answer.split()[1] in (b"400", b"422")


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: 5", "Content-Length: 50"],
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Content-Length: -5"],
        ["Content-Length: five"],
        ["Transfer-Encoding: gzip"],
        ["X" * 10_000 + ": x"],
        [f"X-{number}: x" for number in range(200)],
        ["no colon here"],
        ["Bad\x00Name: x"],
    ],
    ids=lambda headers: repr(headers)[:30],
)
def test_headers_that_could_hide_a_second_request_are_refused(ada: Person, headers: list[str]) -> None:
    before = ada.api("GET", "/rooms/1").json()

    answer = exchange(ada, posting(ada, *headers, body=b"0\r\n\r\n"))

    assert answer == b"" or answer.split()[1][:1] in (b"4", b"5")
    assert b"Traceback" not in answer
    assert ada.api("GET", "/rooms/1").json() == before


@pytest.mark.parametrize(
    "request_line",
    [
        b"",
        b"\x00\x01\x02",
        b"GET",
        b"GET /",
        b"GET / HTTP/9.9",
        b"G\xffT / HTTP/1.1",
        b"\x16\x03\x01\x02\x00",
        b"GET " + b"/x" * 5_000 + b" HTTP/1.1",
    ],
    ids=lambda line: repr(line)[:20],
)
def test_what_is_no_request_gets_no_trace_of_the_inside(ada: Person, request_line: bytes) -> None:
    answer = exchange(ada, request_line + b"\r\n\r\n")

    assert answer == b"" or answer.split()[1][:1] in (b"4", b"5")
    assert b"Traceback" not in answer
    assert ada.get("/healthz").status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "FOO"])
@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/logout", "/socket.io/", "/static/css/style.css"])
def test_a_method_that_is_not_known_here_is_refused(ada: Person, method: str, path: str) -> None:
    answer = ada.http.request(method, ada.url + path, allow_redirects=False, timeout=10)

    assert answer.status_code in (400, 405)
    assert ada.api("GET", "/me").status_code == 200


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [("/api/v1/me", "PUT", {"GET", "HEAD", "OPTIONS"}), ("/logout", "GET", {"POST", "OPTIONS"})],
)
def test_a_wrong_method_is_told_the_right_ones(
    ada: Person, path: str, method: str, allowed: set[str]
) -> None:
    token = ada.csrf_token()

    answer = ada.http.request(method, ada.url + path, headers={"X-CSRFToken": token}, allow_redirects=False)

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == allowed


def test_a_host_that_is_made_up_does_not_end_up_in_an_address(anonymous: Person) -> None:
    answer = anonymous.get("/chatroom", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    assert answer.status_code == 302
    assert "evil.example" not in answer.headers["Location"]
    assert "evil.example" not in anonymous.get("/", headers={"Host": "evil.example"}).text
