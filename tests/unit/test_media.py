"""What an uploaded file is called, and what it may be shown as."""

import io
import resource
import struct
import time
import unicodedata
import warnings
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chatroom.domain import limits
from chatroom.services.media import Media, clean_name, recognise

HARMFUL = frozenset({"Cc", "Cf", "Cs"})


# Names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["notes.txt", "Ünïcödé.pdf", "日本語.png", ".bashrc", "a b.txt", "archive.tar.gz", "100%.txt", "x"],
)
def test_an_ordinary_name_is_kept(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x", "x"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\x.txt", "x.txt"),
        ("C:\\Users\\ada\\notes.txt", "notes.txt"),
        ("\\\\server\\share\\notes.txt", "notes.txt"),
        ("folder/", "folder"),
        ("a/../b", "b"),
    ],
)
def test_only_the_last_part_of_a_path_is_kept(name: str, kept: str) -> None:
    assert clean_name(name) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\x00b.txt", "ab.txt"),
        ("a\r\nX-Evil: 1.txt", "aX-Evil: 1.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u200fa\u200b.txt\ufeff", "a.txt"),
        ("a\x1b[31m.txt", "a[31m.txt"),
        ("a\ud800b.txt", "ab.txt"),
    ],
)
def test_control_and_format_characters_are_dropped(name: str, kept: str) -> None:
    assert clean_name(name) == kept


@pytest.mark.parametrize(
    "name", ["", ".", "..", "......", "/", "\\", "../..", "\x00", "\u202e", "   ", " / "]
)
def test_what_leaves_nothing_is_called_file(name: str) -> None:
    assert clean_name(name) == "file"


def test_a_long_name_keeps_its_suffix() -> None:
    kept = clean_name("x" * 4096 + ".jpeg")

    assert len(kept) == limits.FILE_NAME_MAX
    assert kept.endswith("x.jpeg")


def test_a_suffix_that_is_long_itself_does_not_make_the_name_longer() -> None:
    assert len(clean_name("x." + "y" * 4096)) <= limits.FILE_NAME_MAX


@given(st.text(max_size=400))
def test_no_name_does_harm(name: str) -> None:
    kept = clean_name(name)

    assert 1 <= len(kept) <= limits.FILE_NAME_MAX
    assert not set(kept) & set("/\\")
    assert not {unicodedata.category(character) for character in kept} & HARMFUL
    assert kept.strip(".")
    kept.encode()


# Contents ---------------------------------------------------------------------------------------


def picture(kind: str, size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **options)
    return content.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A grey PNG that says it has a size, whatever its pixels are."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(pixels, 9)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def recognised(path: Path, content: bytes, declared: str) -> Media:
    file = path / "upload"
    file.write_bytes(content)
    return recognise(file, declared)


NO_IMAGE = Media("application/octet-stream", "file")


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp")],
)
def test_an_image_is_known_by_its_content(tmp_path: Path, kind: str, media_type: str) -> None:
    content = picture(kind)

    assert recognised(tmp_path, content, media_type) == Media(media_type, "image", 40, 20)
    assert recognised(tmp_path, content, "image/x-claim") == Media(media_type, "image", 40, 20)


def test_a_jpeg_of_several_pictures_as_cameras_make_them_is_an_image(tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("RGB", (40, 20)).save(
        content, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 20), "red")]
    )

    assert recognised(tmp_path, content.getvalue(), "image/jpeg") == Media("image/jpeg", "image", 40, 20)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_lying_on_its_side_has_its_size_as_shown(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = (40, 20) if orientation < 5 else (20, 40)

    found = recognised(tmp_path, picture("JPEG", exif=exif), "image/jpeg")

    assert (found.width, found.height) == shown


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_kind_of_picture_may_be_turned(tmp_path: Path, kind: str, order: str) -> None:
    exif = Image.Exif()
    exif.endian = order
    exif[0x010F], exif[0x0112], exif[0x9286] = "A camera", 6, b"x" * 500

    found = recognised(tmp_path, picture(kind, exif=exif), "image/x")

    assert (found.width, found.height) == (20, 40)


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0"}, {"quality": 10}])
@pytest.mark.parametrize("size", [(1, 1), (41, 23), (16_383, 2)])
def test_every_form_of_webp_has_its_size(
    tmp_path: Path, options: dict[str, Any], size: tuple[int, int]
) -> None:
    found = recognised(tmp_path, picture("WEBP", size, **options), "image/webp")

    assert found == Media("image/webp", "image", *size)


def test_a_moving_webp_and_a_moving_png_are_images(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 20), color) for color in ("teal", "red", "blue")]
    for kind in ("WEBP", "PNG", "GIF"):
        content = io.BytesIO()
        frames[0].save(content, kind, save_all=True, append_images=frames[1:])

        assert recognised(tmp_path, content.getvalue(), "image/x").kind == "image"


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_form_of_jpeg_has_its_size(tmp_path: Path, mode: str, progressive: bool) -> None:
    content = io.BytesIO()
    Image.new(mode, (40, 20)).save(content, "JPEG", progressive=progressive)

    assert recognised(tmp_path, content.getvalue(), "image/jpeg") == Media("image/jpeg", "image", 40, 20)


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def test_a_jpeg_with_all_that_a_camera_puts_before_the_picture_is_an_image(tmp_path: Path) -> None:
    """A thumbnail, notes of the maker, a colour profile of 3 MB, a long description: 5 MB in all."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x927C] = "A camera", 8, b"x" * 60_000
    plain = picture("JPEG", exif=exif, icc_profile=bytes(3_000_000))
    described = b"".join(
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(65_000)) for _ in "x" * 30
    )
    content = plain[:2] + segment(0xE0, b"JFIF\0") + b"\xff\xff" + described + plain[2:]
    assert len(content) > 4_900_000

    assert recognised(tmp_path, content, "image/jpeg") == Media("image/jpeg", "image", 20, 40)


_LONG = 20_000_000
_JPEG, _PNG, _WEBP = picture("JPEG"), picture("PNG"), picture("WEBP", exif=b"Exif\0\0x")


@pytest.mark.parametrize(
    ("start", "repeated", "end", "image"),
    [
        (_JPEG[:2], segment(0xFE, b""), _JPEG[2:], False),
        (_JPEG[:2], segment(0xE1, b"Exif\0\0" + b"x" * 100), _JPEG[2:], False),
        (_JPEG[:2], segment(0xE1, b"other\0" + b"x" * 65_000), b"", False),
        (_JPEG[:2], b"\xff", _JPEG[2:], False),
        (_JPEG[:2], b"\xff\xd0", _JPEG[2:], False),
        (_JPEG[:2], b"\xff\xe1\0\0", _JPEG[2:], False),
        (_JPEG[:2], b"\xff\xe1\0\1", _JPEG[2:], False),
        (_JPEG[:2], b"\0", _JPEG[2:], False),
        (_PNG[:33], chunk(b"teXt", b""), _PNG[33:], False),
        (_PNG[:33], chunk(b"IDAT", b""), b"", True),
        (_WEBP[:30], b"ABCD\0\0\0\0", b"", True),
        (b"GIF89a\1\0\1\0\0\0\0", b"!\xfe\1x\0", b"", True),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_header_that_is_made_to_be_long_costs_nothing(
    tmp_path: Path, start: bytes, repeated: bytes, end: bytes, image: bool
) -> None:
    content = start + repeated * (_LONG // len(repeated)) + end
    memory, began = peak_memory(), time.process_time()

    found = recognised(tmp_path, content, "image/png")

    assert (found.kind == "image") is image
    assert time.process_time() - began < 0.5, "Pillow takes seconds for most of these"
    assert peak_memory() - memory < _LONG / 4


@given(st.binary(max_size=200), st.sampled_from([_JPEG, _PNG, _WEBP, picture("GIF")]), st.integers(0, 300))
def test_no_bytes_are_more_than_no_image(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, real: bytes, kept: int
) -> None:
    found = recognised(tmp_path_factory.getbasetemp(), real[:kept] + junk, "image/png")

    assert found.kind == "file" or (found.width and found.height)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"\x00\x00\x01\x00\x01\x00",
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
)
def test_what_only_claims_to_be_an_image_is_a_file(tmp_path: Path, content: bytes) -> None:
    assert recognised(tmp_path, content, "image/png") == NO_IMAGE


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA", "PCX"])
def test_an_image_of_a_kind_that_browsers_need_not_show_is_a_file(tmp_path: Path, kind: str) -> None:
    assert recognised(tmp_path, picture(kind), "image/png") == NO_IMAGE


def test_svg_that_says_what_it_is_is_a_file(tmp_path: Path) -> None:
    assert recognised(tmp_path, b"<svg/>", "image/svg+xml") == NO_IMAGE


@pytest.mark.parametrize("length", [20, 30, 60])
def test_an_image_cut_short_in_its_header_is_a_file(tmp_path: Path, length: int) -> None:
    assert recognised(tmp_path, picture("JPEG")[:length], "image/jpeg") == NO_IMAGE


def test_a_pixel_flood_in_a_header_is_a_file(tmp_path: Path) -> None:
    assert recognised(tmp_path, png(50_000, 50_000, b""), "image/png") == NO_IMAGE


def test_the_largest_image_is_an_image_and_one_row_more_is_a_file(tmp_path: Path) -> None:
    height = limits.IMAGE_PIXELS_MAX // 10_000

    assert recognised(tmp_path, png(10_000, height, b""), "image/png").kind == "image"
    assert recognised(tmp_path, png(10_000, height + 1, b""), "image/png") == NO_IMAGE


@pytest.mark.parametrize("side", [7_000, 13_000])
def test_no_pixel_of_a_flood_is_decoded(tmp_path: Path, side: int) -> None:
    flood = png(side, side, bytes(side * (side + 1)))
    assert len(flood) < 200_000, "a small file that holds a large picture"
    before = peak_memory()

    recognised(tmp_path, flood, "image/png")

    assert peak_memory() - before < side * side / 4


def test_a_large_image_is_recognised_without_a_warning(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert recognised(tmp_path, png(9_500, 9_500, b""), "image/png") == NO_IMAGE


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        ("text/plain", Media("text/plain", "file")),
        ("text/html; charset=utf-8", Media("text/html", "file")),
        ("TEXT/Plain", Media("text/plain", "file")),
        ("application/pdf", Media("application/pdf", "file")),
        ("audio/mpeg", Media("audio/mpeg", "audio")),
        ("video/mp4; codecs=x", Media("video/mp4", "video")),
        ("video/x-flv", Media("video/x-flv", "file")),
        ("", NO_IMAGE),
        ("text", NO_IMAGE),
        ("/", NO_IMAGE),
        ("text/", NO_IMAGE),
        ("a/b/c", NO_IMAGE),
        ("text/pl\r\nain", NO_IMAGE),
        ("text/<b>", NO_IMAGE),
        ("text/" + "x" * 200, NO_IMAGE),
        ("tëxt/plain", NO_IMAGE),
    ],
)
def test_another_file_is_what_it_is_declared_to_be_if_that_is_a_type(
    tmp_path: Path, declared: str, found: Media
) -> None:
    assert recognised(tmp_path, b"hello", declared) == found
