"""What is shown on one line stays on it, and turns nothing beside it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.domain.lines import one_line


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n\r\t\x85\u2028\u202e\u2066\u2069 "))))
def test_nothing_breaks_a_line_or_turns_it(text: str) -> None:
    line = one_line(text)

    assert not {unicodedata.category(character) for character in line} & {"Cc", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(character) for character in line} & {
        *("LRE", "RLE", "LRO", "RLO", "PDF"),
        *("LRI", "RLI", "FSI", "PDI"),
    }
    assert one_line(line) == line
    assert line == line.strip()


@pytest.mark.parametrize("text", ["On holiday 🌴", "👩‍👩‍👧 am See", "مرحبا بكم", "x\u200fy", "日本語 ok", ""])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert one_line(text) == text


def test_what_was_pasted_is_put_on_one_line() -> None:
    assert one_line("  What we\r\n\tbuild \u202egnihtemos ") == "What we build gnihtemos"
