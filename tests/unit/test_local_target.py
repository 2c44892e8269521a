"""`next`: where the login form leads, which must be a page of this site."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.web.security import local_target

HERE = "http://chat.example/login"


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/chatroom",
        "/chatroom/7",
        "/chatroom?x=//y",
        "/a/../b",
        "/files/x#y",
        "/ümlaut",
        "/a:b",
        "/@evil",
    ],
)
def test_a_local_path_is_followed(target: str) -> None:
    assert local_target(target) == target


@pytest.mark.parametrize("target", [None, "", "chatroom", "../x", "?x", "#x", "."])
def test_what_is_no_absolute_path_is_not_followed(target: str | None) -> None:
    assert local_target(target) is None


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "//evil.example/chatroom",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "/\x00/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "/chatroom\\..\\evil",
        "/chatroom\r\nSet-Cookie: a=b",
        "/chatroom\x7f",
        "http://evil.example",
        "HTTPS://evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//[::1",
        "//user@evil.example",
    ],
)
def test_what_leads_elsewhere_is_not_followed(target: str) -> None:
    assert local_target(target) is None


# Plain text seldom has what matters here, so half of the examples are made of it.
_SPICE = st.sampled_from(
    ["/", "\\", "\t", "\n", "\r", ".", "..", ":", "@", "?", "#", "%", "[", "evil", "http"]
)
_TARGETS = st.one_of(st.text(), st.lists(_SPICE, max_size=8).map(lambda parts: "/" + "".join(parts)))


@given(_TARGETS)
def test_whatever_is_followed_stays_on_this_site(target: str) -> None:
    followed = local_target(target)

    if followed is not None:
        # A browser takes a backslash for a slash, and drops tabs and line breaks.
        as_read = followed.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n"))).strip()
        arrived = urlsplit(urljoin(HERE, as_read))
        assert (arrived.scheme, arrived.netloc) == ("http", "chat.example")
