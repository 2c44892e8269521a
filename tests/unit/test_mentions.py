"""Whose names stand in a text: outside of code, as words of their own, and within bounds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.domain import limits
from chatroom.domain.code import without_code
from chatroom.domain.mentions import spellings


def meant(text: str, *members: str) -> list[str]:
    """Which of these members a text mentions, in order."""
    found = (next((key for key in keys if key in members), None) for keys in spellings(text))
    return [key for key in found if key]


SOMEBODY = (
    *("@ada", "hello @ada", "@ada!", "(@ada)", "@ada, look", "“@ada”", "@ada's", "@ada: yes"),
    *("¿@ada?", "日、@ada", "💬@ada"),
    *("@ADA", "@Ada", "**@ada**", "_@ada_", "~~@ada~~", "> @ada", "- @ada", "    @ada", "@ada@ben"),
    *("@ada.", "@ada...", "@ada-", "@ada_", "@ada.ben", "@ada-ben"),
    *("`x`@ada", "`@ada", "``@ada`", "@ada`x`", "`a` @ada `b`", "\\`@ada`"),
    *("@\uff41da", "line\n@ada", "\t@ada"),
    *("```\n@ben\n```\n@ada", "~~~\n@ben\n~~~\n@ada", "> ```\n> @ben\n@ada"),
    *("`a\n\n@ada`", "``` `\n@ada"),
)
NOBODY = (
    *("ada", "@", "@ ada", "@adam", "@ada1", "@ádà", "x@ada", "ben@ada.example", "1@ada", "é@ada", "日@ada"),
    *("@@ada", "https://example.org/@ada", "\\@ada", "a@b@ada"),
    *("`@ada`", "``@ada``", "`` ` @ada ` ``"),
    *("@ada\u0301", "e\u0301@ada", "`a\n@ada`"),
    *("```\n@ada\n```", "```\n@ada", "~~~ @x\n@ada\n~~~", "````\n```\n@ada\n````", "```\n~~~\n@ada\n```"),
    *("- ```\n  @ada\n  ```", "> ```\n> @ada\n> ```", "1. ~~~\n   @ada", "``` python\n@ada\n``` on\n@ada"),
)


@pytest.mark.parametrize("text", SOMEBODY)
def test_it_names_somebody(text: str) -> None:
    assert meant(text, "ada") == ["ada"]


@pytest.mark.parametrize("text", NOBODY)
def test_it_names_nobody(text: str) -> None:
    assert meant(text, "ada") == []


def test_the_longest_name_wins() -> None:
    names = ("ada", "ada.", "ada.lovelace", "room", "room-mates")

    assert meant("@ada.lovelace. @ada.l @ada.. @ada- @room-mates @room-", *names) == [
        *("ada.lovelace", "ada", "ada.", "ada", "room-mates", "room")
    ]


def test_a_name_is_found_in_every_form_in_which_it_is_the_same() -> None:
    assert meant("@ZOE\u0308", "zoë") == ["zoë"]
    assert meant("@STRASSE", "strasse") == meant("@straße", "strasse") == ["strasse"]


def test_so_many_spellings_are_looked_at_and_no_more() -> None:
    text = " ".join(f"@member{number}" for number in range(1_000))

    assert len(spellings(text)) == limits.MENTION_SPELLINGS_MAX
    assert len(spellings("@ada " * 2_000)) == 1


@given(st.text(st.sampled_from("@`~\\ \n>-.a1é\u0301/_"), max_size=80))
def test_code_is_taken_out_and_nothing_is_added(text: str) -> None:
    rest = without_code(text)

    assert len(rest) <= len(text) + 2
    assert rest.count("@") <= text.count("@")
    if "`" not in text and "~~~" not in text:
        assert rest == text
    for keys in spellings(text):
        assert [len(key) for key in keys] == sorted((len(key) for key in keys), reverse=True)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_has_its_spellings(text: str) -> None:
    assert sum(len(keys) for keys in spellings(text)) <= limits.MENTION_SPELLINGS_MAX


ADVERSARIAL = {
    "ats": "@",
    "names": "@a ",
    "punctuation": "@a.b.c.d-e_f ",
    "long names": "@" + "ab" * 60 + " ",
    "backticks": "`",
    "single backticks": "` ",
    "escapes": "\\`",
    "fences": "```\n",
    "openings": "~~~ x\n\n",
    "quotations": "> ",
    "lists": "1. ",
    "accents": "@\u0301",
}
ORDINARY = "Hello @ada, do you have `some` time?\n"


@pytest.mark.parametrize("pattern", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_adversarial_text_takes_no_more_than_a_few_times_what_it_takes_at_half_the_length(
    pattern: str,
) -> None:
    half, whole = (_steps(pattern, length) for length in (limits.BODY_MAX // 2, limits.BODY_MAX))

    assert whole < 4 * half + 0.001


def test_increasing_runs_of_backticks_take_no_more_than_ordinary_text() -> None:
    runs = " ".join("`" * length for length in range(1, 140)) + "x"

    assert _steps(runs, limits.BODY_MAX) < 10 * _steps(ORDINARY, limits.BODY_MAX) + 0.001


def _steps(pattern: str, length: int) -> float:
    """Seconds of this thread's own work, the least of some runs."""
    text = (pattern * length)[:length]
    taken = []
    for _ in range(5):
        started = time.thread_time()
        spellings(text)
        taken.append(time.thread_time() - started)
    return min(taken)
