"""Uploads: streamed, bounded, and whole or not at all."""

import hashlib
import io
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from chatroom.domain import limits
from chatroom.domain.payloads.files import FilePayload
from tests.api.raw import RawUpload
from tests.cast import Person, error_of
from tests.server import Server
from tests.waiting import eventually

MEGABYTE = 1_000_000  # the limit of the server that these tests use


def kept(server: Server) -> set[Path]:
    """Every file below the place for files."""
    return {path for path in (server.data / "files").rglob("*") if path.is_file()}


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(content, "PNG")
    return content.getvalue()


def test_an_upload_is_described(ada: Person) -> None:
    file = ada.upload(b"hello", "notes.txt", "text/plain; charset=utf-8")

    FilePayload.model_validate(file)
    assert file == {
        "id": file["id"],
        "name": "notes.txt",
        "type": "text/plain",
        "kind": "file",
        "size": 5,
        "width": None,
        "height": None,
        "url": f"/files/{file['id']}",
    }


def test_an_image_has_its_size(ada: Person) -> None:
    file = ada.upload(picture(), "teal.png", "image/png")

    assert (file["kind"], file["width"], file["height"]) == ("image", 40, 20)


def test_ids_cannot_be_guessed(ada: Person) -> None:
    ids = {ada.upload(b"hello")["id"] for _ in range(5)}

    assert len(ids) == 5
    assert all(len(file_id) == 22 for file_id in ids)


def test_every_byte_comes_back(ada: Person) -> None:
    content = os.urandom(MEGABYTE)

    file = ada.upload(content, "random.bin", "application/octet-stream")

    assert file["size"] == MEGABYTE
    assert hashlib.sha256(ada.get(file["url"]).content).digest() == hashlib.sha256(content).digest()


def test_an_upload_without_a_length_is_taken(ada: Person) -> None:
    answer = ada.try_to_upload(iter([b"hel", b"lo"]))

    assert answer.status_code == 201
    assert ada.get(answer.json()["file"]["url"]).content == b"hello"


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/x-www-form-urlencoded", b"csrf_token=x&a=b"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nhello\r\n--x--\r\n',
        ),
        ("application/json", b'{"body":'),
    ],
)
def test_a_file_that_is_a_form_is_a_file_all_the_same(ada: Person, media_type: str, content: bytes) -> None:
    file = ada.upload(content, "form", media_type)

    assert ada.get(file["url"]).content == content
    assert file["type"] == media_type.partition(";")[0]


def test_the_body_of_somebody_unknown_is_not_even_read(server: Server, anonymous: Person) -> None:
    anonymous.csrf_token()
    with RawUpload(anonymous, 500_000_000) as upload:
        assert upload.answer().startswith("HTTP/1.1 401")


def test_a_form_of_somebody_unknown_is_not_kept_before_it_is_refused(
    server: Server, anonymous: Person
) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n' + b"x" * 2 * MEGABYTE
    headers = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRFToken": anonymous.csrf_token()}

    answer = anonymous.http.post(anonymous.url + "/api/v1/files?name=x", data=part, headers=headers)

    assert answer.status_code == 401


# Too large ----------------------------------------------------------------------------------------


def test_the_largest_file_is_taken_and_one_byte_more_is_not(ada: Person) -> None:
    assert ada.upload(b"x" * MEGABYTE)["size"] == MEGABYTE
    assert ada.try_to_upload(b"x" * (MEGABYTE + 1)).status_code == 413


@pytest.mark.parametrize(
    ("size", "message"),
    [
        (MEGABYTE + 1, "File is 1.1 MB; the limit is 1 MB."),
        (2_500_000, "File is 2.5 MB; the limit is 1 MB."),
        (30 * MEGABYTE, "File is 30 MB; the limit is 1 MB."),
    ],
)
def test_a_file_that_is_too_large_is_refused_in_words(
    ada: Person, server: Server, size: int, message: str
) -> None:
    before = kept(server)

    answer = ada.try_to_upload(b"x" * size)

    assert answer.status_code == 413
    assert error_of(answer) == {"code": "too_large", "message": message}
    assert kept(server) == before


def test_a_file_that_says_it_is_too_large_is_refused_before_it_is_sent(ada: Person) -> None:
    with RawUpload(ada, 10_000 * MEGABYTE) as upload:
        answer = upload.answer()

    assert answer.startswith("HTTP/1.1 413")
    assert "File is 10000 MB; the limit is 1 MB." in answer


def test_a_file_of_unknown_length_is_refused_as_soon_as_it_is_too_large(ada: Person, server: Server) -> None:
    before = kept(server)
    with RawUpload(ada, None) as upload:
        for _ in range(5):
            upload.send(b"x" * 250_000)  # and no last chunk: it could go on for ever
        answer = upload.answer()

    assert answer.startswith("HTTP/1.1 413")
    assert "the limit is 1 MB." in answer
    assert kept(server) == before


def test_the_connection_can_be_used_after_a_refusal(ada: Person) -> None:
    assert ada.try_to_upload(b"x" * 2 * MEGABYTE).status_code == 413

    assert ada.upload(b"hello")["size"] == 5


# Not whole ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [900_000, None])
def test_an_upload_that_is_cut_off_leaves_nothing(ada: Person, server: Server, length: int | None) -> None:
    before = kept(server)
    with RawUpload(ada, length) as upload:
        upload.send(b"x" * 300_000)
        eventually(lambda: kept(server) - before)  # it has begun

        upload.cut()

        eventually(lambda: kept(server) == before)


@pytest.mark.parametrize("nonsense", [b"zz\r\n", b"5\r\nhello_\r\n", b"-1\r\n"])
def test_chunks_that_are_malformed_leave_nothing(ada: Person, server: Server, nonsense: bytes) -> None:
    before = kept(server)
    with RawUpload(ada, None) as upload:
        upload.send(b"x" * 300_000)
        eventually(lambda: kept(server) - before)

        upload.send_bytes(nonsense)

        assert upload.answer().startswith("HTTP/1.1 400")
        assert kept(server) == before


@pytest.mark.parametrize("data", [b"", iter([])])
def test_an_empty_file_is_refused(ada: Person, server: Server, data: object) -> None:
    before = kept(server)

    answer = ada.try_to_upload(data)

    assert answer.status_code == 422
    assert error_of(answer)["message"] == "The file is empty."
    assert kept(server) == before


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("notes.txt", "notes.txt"),
        ("Ünï cödé 😀.txt", "Ünï cödé 😀.txt"),
        ("quo\"te's; x=1.txt", "quo\"te's; x=1.txt"),
        ("../../x", "x"),
        ("C:\\temp\\x.txt", "x.txt"),
        ("..", "file"),
        ("a\x00b.txt", "ab.txt"),
        ("a\r\nSet-Cookie: x=y\r\n.txt", "aSet-Cookie: x=y.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("x" * 3_900 + ".txt", "x" * 251 + ".txt"),
    ],
    ids=lambda name: repr(name[:12]),
)
def test_a_name_is_kept_as_far_as_it_does_no_harm(ada: Person, server: Server, name: str, shown: str) -> None:
    before = kept(server)

    file = ada.upload(b"hello", name)

    assert file["name"] == shown
    [path] = kept(server) - before
    assert path.name == file["id"], "on the disk it has a name of the server's"
    assert ada.get(file["url"]).content == b"hello"


@pytest.mark.parametrize("query", ["", "name=", "name=x&type=y", "filename=x"])
def test_an_upload_without_a_proper_query_is_refused(ada: Person, query: str) -> None:
    answer = ada.api("POST", f"/files?{query}", data=b"hello")

    assert answer.status_code == 422
    assert error_of(answer)["fields"]


def test_a_name_that_is_not_text_does_no_harm(ada: Person) -> None:
    answer = ada.api("POST", "/files?name=%ff%fe%00", data=b"hello")

    assert answer.status_code == 201
    assert ada.get(answer.json()["file"]["url"]).content == b"hello"


@pytest.mark.parametrize("media_type", ["", "nonsense", "text/" + "x" * 200, "a/b/c", "text/\u00fc"])
def test_a_type_that_is_none_is_not_taken(ada: Person, media_type: str) -> None:
    answer = ada.api(
        "POST",
        "/files",
        params={"name": "x"},
        data=b"hello",
        headers={"Content-Type": media_type.encode("latin-1").decode("latin-1")},
    )

    assert answer.json()["file"]["type"] == "application/octet-stream"


# Giving it to a message ---------------------------------------------------------------------------


def test_a_message_takes_its_files_in_order(ada: Person) -> None:
    ids = [ada.upload(b"hello", name)["id"] for name in ("b.txt", "a.txt", "c.txt")]

    sent = ada.post("", files=ids)

    assert [file["id"] for file in sent["files"]] == ids
    page = ada.api("GET", "/rooms/1/messages", params={"limit": 1}).json()
    assert page["messages"] == [sent]


def test_a_file_belongs_to_one_message(ada: Person) -> None:
    file = ada.upload(b"hello")["id"]
    ada.post("first", files=[file])

    answer = ada.try_to_post("second", files=[file])

    assert answer.status_code == 404
    assert "Attach it again" in error_of(answer)["message"]


def test_nobody_sends_what_another_uploaded(ada: Person, ben: Person) -> None:
    file = ada.upload(b"hello")["id"]

    assert ben.try_to_post(files=[file]).status_code == 404
    assert ada.try_to_post(files=[file]).status_code == 201, "it was there to be sent"


def test_a_message_with_a_file_that_is_not_there_is_not_posted(ada: Person) -> None:
    before = ada.api("GET", "/rooms/1").json()
    file = ada.upload(b"hello")["id"]

    answer = ada.try_to_post(files=[file, "x" * limits.FILES_PER_MESSAGE + "x" * 12])

    assert answer.status_code == 404
    assert ada.api("GET", "/rooms/1").json() == before
    assert ada.post(files=[file])["files"][0]["id"] == file, "the other file is still free"


def test_a_retry_with_files_is_the_same_message(ada: Person) -> None:
    file = ada.upload(b"hello")["id"]
    client_id = "0b8a3cf2-6f5e-4d0e-9b1a-2f64f5a1c0de"

    first = ada.post(files=[file], client_id=client_id)

    assert ada.post(files=[file], client_id=client_id) == first


def test_a_name_survives_the_way_through_a_message(ada: Person) -> None:
    name = "</script><img src=x onerror=alert(1)>.txt"
    file = ada.upload(b"hello", quote(name))  # a percent sign is a percent sign, once decoded

    assert ada.post(files=[file["id"]])["files"][0]["name"] == quote(name).rpartition("/")[2]
