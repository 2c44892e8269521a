"""Names of rooms: nearly everything that can be seen, and each only once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.domain import limits
from chatroom.domain.errors import Invalid
from chatroom.domain.names import clean_room_name, room_name_key


@pytest.mark.parametrize(
    "name", ["general", "Class 7b", "R&D", "#help", "Ideen für später", "数学", "🎲 games"]
)
def test_what_can_be_seen_is_a_name(name: str) -> None:
    assert clean_room_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "...",
        "🎲",
        "a\u200bb",
        "a\u202eb",
        "a\u00adb",
        "\u3164",
        "a\ufe0f",
        "\u0301a",
        "a\x1fb\x07",
        "x" * (limits.ROOM_NAME_MAX + 1),
        "x" * 100_000,
    ],
)
def test_what_looks_like_another_name_or_like_none_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as error:
        clean_room_name(name)
    assert "name" in (error.value.fields or {})


def test_white_space_is_one_space_and_none_at_the_ends() -> None:
    assert clean_room_name("  Class\t\n 7b\u3000") == "Class 7b"


@pytest.mark.parametrize("other", ["GENERAL", " general ", "\uff47eneral", "\U0001d4f0eneral"])
def test_names_that_look_alike_are_the_same(other: str) -> None:
    assert room_name_key(other) == room_name_key("general")


@given(st.text(max_size=limits.ROOM_NAME_MAX))
def test_the_key_of_a_name_stays_the_same_when_it_is_cleaned(name: str) -> None:
    try:
        cleaned = clean_room_name(name)
    except Invalid:
        return
    assert room_name_key(cleaned) == room_name_key(name)
