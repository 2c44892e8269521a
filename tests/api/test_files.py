"""Handing files out: to whom, in which parts, and never as something that runs."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.http import parse_options_header

from tests.cast import Person, error_of, without_token
from tests.server import Server

CONTENT = b"0123456789"


def picture(kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(content, kind)
    return content.getvalue()


@pytest.fixture
def digits(ada: Person) -> dict[str, Any]:
    """A file of ten bytes, in a message of Ada's."""
    file = ada.upload(CONTENT, "digits.txt")
    ada.post(files=[file["id"]])
    return file


def test_a_file_is_handed_out_as_it_came(ada: Person, digits: dict[str, Any]) -> None:
    answer = ada.get(digits["url"])

    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["Content-Length"] == "10"
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_browser_may_keep_it_but_asks_each_time(ada: Person, digits: dict[str, Any]) -> None:
    assert ada.get(digits["url"]).headers["Cache-Control"] == "private, no-cache"


def test_only_the_headers_are_sent_where_only_they_are_asked_for(ada: Person, digits: dict[str, Any]) -> None:
    answer = ada.http.head(ada.url + digits["url"])

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Length"] == "10"


@pytest.mark.parametrize(
    "name",
    ["digits.txt", "Ünï cödé 😀.txt", "quo\"te's; x=1.txt", "50%.txt", "a\r\nSet-Cookie: x=y.txt", "x" * 255],
)
def test_the_download_has_the_original_name(ada: Person, name: str) -> None:
    file = ada.upload(CONTENT, name)

    answer = ada.get(file["url"])

    kind, options = parse_options_header(answer.headers["Content-Disposition"])
    assert (kind, options["filename"]) == ("attachment", file["name"])
    assert "Set-Cookie" not in answer.headers


# Parts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "part", "described"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-4", b"4", "bytes 4-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=5-99", b"56789", "bytes 5-9/10"),
        ("bytes=-10", CONTENT, "bytes 0-9/10"),
        ("bytes=-99", CONTENT, "bytes 0-9/10"),
        ("BYTES= 0-3 ", b"0123", "bytes 0-3/10"),
    ],
)
def test_a_part_can_be_asked_for(
    ada: Person, digits: dict[str, Any], asked: str, part: bytes, described: str
) -> None:
    answer = ada.get(digits["url"], headers={"Range": asked})

    assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["Content-Range"] == described
    assert answer.headers["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=10-10", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(ada: Person, digits: dict[str, Any], asked: str) -> None:
    answer = ada.get(digits["url"], headers={"Range": asked})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */10"


@pytest.mark.parametrize(
    "asked",
    [
        *("nonsense", "", "bytes=", "bytes", "bytes=-", "bytes=x-y", "bytes=1", "bytes=1-2-3", "bytes=--1"),
        *("x=1", "lines=1-2", "bytes=3-1", "bytes=0-0,1-1", "bytes=0-0,99-100", "bytes=1-2\u00b2"),
        "bytes=" + "9" * 8_000 + "-",
    ],
)
def test_what_is_no_range_of_one_part_is_ignored(ada: Person, digits: dict[str, Any], asked: str) -> None:
    answer = ada.get(digits["url"], headers={"Range": asked.encode("latin-1")})

    assert (answer.status_code, answer.content) == (200, CONTENT)


def test_a_part_of_the_headers_alone_is_ignored(ada: Person, digits: dict[str, Any]) -> None:
    answer = ada.http.head(ada.url + digits["url"], headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer.headers["Content-Length"]) == (200, "10")


def test_a_part_is_for_those_who_may_have_the_whole(
    outsider: Person, digits: dict[str, Any], ada: Person
) -> None:
    assert ada.get(digits["url"], headers={"Range": "bytes=0-3"}).status_code == 206

    assert outsider.get(digits["url"], headers={"Range": "bytes=0-3"}).status_code == 404


def test_what_a_browser_has_is_not_sent_again(ada: Person, digits: dict[str, Any]) -> None:
    tag = ada.get(digits["url"]).headers["ETag"]

    answer = ada.get(digits["url"], headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_what_a_browser_has_is_no_longer_confirmed_to_an_outsider(
    ada: Person, outsider: Person, digits: dict[str, Any]
) -> None:
    tag = ada.get(digits["url"]).headers["ETag"]

    assert outsider.get(digits["url"], headers={"If-None-Match": tag}).status_code == 404


def test_a_part_of_another_version_is_sent_whole(ada: Person, digits: dict[str, Any]) -> None:
    answer = ada.get(digits["url"], headers={"Range": "bytes=0-3", "If-Range": '"another"'})

    assert (answer.status_code, answer.content) == (200, CONTENT)


# Nothing runs -------------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (HTML, "page.html", "text/html"),
        (HTML, "page.png", "image/png"),
        (HTML, "page.xhtml", "application/xhtml+xml"),
        (SVG, "drawing.svg", "image/svg+xml"),
        (SVG, "drawing.png", "image/png"),
        (b"alert(1)", "script.js", "text/javascript"),
        (b"<xsl/>", "style.xsl", "text/xsl"),
        (b"%PDF-1.4", "paper.pdf", "application/pdf"),
        (b"hello", "notes.txt", "text/plain"),
        (b"hello", "unknown", ""),
        (picture("BMP"), "picture.bmp", "image/bmp"),
    ],
)
def test_what_is_no_picture_sound_or_film_is_only_downloaded(
    ada: Person, content: bytes, name: str, media_type: str
) -> None:
    file = ada.upload(content, name, media_type)

    answer = ada.get(file["url"])

    assert file["kind"] == "file"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (picture("PNG"), "picture.png", "image/png"),
        (picture("JPEG"), "picture.jpg", "image/jpeg"),
        (picture("GIF"), "picture.gif", "image/gif"),
        (picture("WEBP"), "picture.webp", "image/webp"),
        (b"ID3", "sound.mp3", "audio/mpeg"),
        (b"....ftyp", "film.mp4", "video/mp4"),
    ],
)
def test_pictures_sounds_and_films_are_shown_in_place_without_any_rights(
    ada: Person, content: bytes, name: str, media_type: str
) -> None:
    file = ada.upload(content, name, media_type)

    answer = ada.get(file["url"])

    assert file["kind"] in ("image", "audio", "video")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_a_picture_is_served_as_what_it_is_and_not_as_what_it_claims(ada: Person) -> None:
    file = ada.upload(picture("GIF"), "page.html", "image/png")

    assert ada.get(file["url"]).headers["Content-Type"] == "image/gif"


# To whom ------------------------------------------------------------------------------------------


def test_before_it_is_sent_a_file_is_its_uploaders_alone(ada: Person, ben: Person) -> None:
    file = ada.upload(CONTENT)
    assert ada.get(file["url"]).status_code == 200

    assert ben.get(file["url"]).status_code == 404


def test_after_it_was_sent_a_file_is_the_rooms(ada: Person, ben: Person, digits: dict[str, Any]) -> None:
    assert ada.get(digits["url"]).content == CONTENT
    assert ben.get(digits["url"]).content == CONTENT


def test_an_outsider_cannot_tell_that_there_is_a_file(
    ada: Person, outsider: Person, digits: dict[str, Any]
) -> None:
    assert ada.get(digits["url"]).status_code == 200

    refused, missing = outsider.get(digits["url"]), outsider.get("/files/" + "x" * 22)

    assert (refused.status_code, without_token(refused)) == (404, without_token(missing))


def test_somebody_unknown_is_asked_to_log_in(anonymous: Person, digits: dict[str, Any]) -> None:
    answer = anonymous.get(digits["url"])

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")
    assert CONTENT not in answer.content


def test_the_files_of_a_deleted_message_are_gone(ada: Person, ben: Person) -> None:
    file = ada.upload(CONTENT)
    sent = ada.post(files=[file["id"]])
    assert ben.get(file["url"]).status_code == 200

    ada.api("DELETE", f"/rooms/1/messages/{sent['number']}")

    assert ben.get(file["url"]).status_code == 404
    assert ada.get(file["url"]).status_code == 404


def test_an_edit_keeps_the_files(ada: Person, ben: Person) -> None:
    file = ada.upload(CONTENT)
    sent = ada.post("hello", files=[file["id"]])

    edited = ada.api("PATCH", f"/rooms/1/messages/{sent['number']}", json={"body": "changed"}).json()[
        "message"
    ]

    assert edited["files"] == sent["files"]
    assert ben.get(file["url"]).status_code == 200


@pytest.mark.parametrize(
    "file_id",
    [
        "x",
        "x" * 22,
        "x" * 500,
        "%2e%2e%2fchatroom.db",
        "..%2f..%2fsecret_key",
        "%00",
        "%ff%fe",
        "incoming",
        "' OR 1=1",
    ],
)
def test_any_other_address_is_not_found(ada: Person, file_id: str) -> None:
    answer = ada.get(f"/files/{file_id}")

    assert answer.status_code == 404


def test_a_file_whose_bytes_were_lost_is_not_found(
    ada: Person, server: Server, digits: dict[str, Any]
) -> None:
    [path] = [path for path in (server.data / "files").rglob("*") if path.name == digits["id"]]
    Path(path).unlink()

    answer = ada.get(digits["url"])

    assert answer.status_code == 404
    assert "missing on the server" in answer.text


def test_the_api_has_no_other_way_to_a_file(ada: Person, digits: dict[str, Any]) -> None:
    answer = ada.api("GET", f"/files/{digits['id']}")

    assert error_of(answer)["code"] == "not_found"
