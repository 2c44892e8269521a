"""Usernames: which are let in, and which of them are the same."""

import sys
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from chatroom.domain import limits
from chatroom.domain.errors import Invalid
from chatroom.domain.names import clean_username, username_key


@pytest.mark.parametrize(
    "name",
    [
        *("ab", "Ada", "ada.lovelace", "ada_l", "a-b", "42", "x" * 32),
        *("Zoë", "Jürgen", "李小龙", "мария", "\uff21\uff44\uff41"),
        # Scripts that cannot be written without marks that combine: Hindi, Thai, Hebrew with points.
        *("हिन्दी", "ปู่", "שָׁלוֹם"),
    ],
)
def test_a_name_of_letters_digits_and_the_three_marks_is_kept_as_it_is(name: str) -> None:
    assert clean_username(name) == unicodedata.normalize("NFC", name)


def test_space_around_a_name_is_dropped() -> None:
    assert clean_username(" \tada\u3000\n") == "ada"


def test_a_decomposed_name_is_stored_composed() -> None:
    assert clean_username("Zoe\u0308") == "Zoë"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        " a ",
        "x" * 33,
        "a b",
        "a/b",
        "a@b",
        "<b>ada</b>",
        "a\x00b",
        "a\r\nb",
        "a\u200bb",
        "ada\u202egnp",
        "a\ud800b",
        "a\ue000b",
        "😀😀",
        "½½",
        "ⅣⅣ",
        "a\u2028b",
    ],
)
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_username(name)

    assert "username" in (refused.value.fields or {})


@pytest.mark.parametrize("name", ["..", "--", "._-", "__"])
def test_a_name_needs_a_letter_or_digit(name: str) -> None:
    with pytest.raises(Invalid):
        clean_username(name)


def test_a_name_does_not_begin_with_a_combining_mark() -> None:
    with pytest.raises(Invalid):
        clean_username("\u0301ada")


@pytest.mark.parametrize(
    "invisible",
    ["\u034f", "\u115f", "\u1160", "\u17b4", "\u180b", "\u3164", "\uffa0", "\ufe0f", "\U000e0100"],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_letters_and_marks_that_show_nothing_are_refused(invisible: str) -> None:
    assert unicodedata.category(invisible)[0] in "LM", "the rule on categories lets it pass"

    with pytest.raises(Invalid):
        clean_username(f"ada{invisible}")


@pytest.mark.parametrize("phrase", ["\ufdfa", "\ufdfb"])
def test_a_letter_that_stands_for_a_phrase_is_refused(phrase: str) -> None:
    assert " " in username_key(phrase), "it is a phrase"

    with pytest.raises(Invalid):
        clean_username(phrase * 8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "aDA"),
        ("\uff21\uff24\uff21", "ada"),
        ("Straße", "STRASSE"),
        ("Zoe\u0308", "Zoë"),
        ("ﬁona", "FIONA"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ǅemal", "ǆEMAL"),
        ("Å", "\u212b"),
        ("\U0001d400da", "ada"),  # a letter of mathematics, whose capital shows only in another form
    ],
)
def test_names_that_differ_in_case_or_unicode_form_are_the_same(one: str, other: str) -> None:
    assert one != other
    assert username_key(one) == username_key(other)


@pytest.mark.parametrize(("one", "other"), [("ada", "adà"), ("ada", "ada1"), ("a.b", "a-b"), ("zoë", "zoe")])
def test_names_that_people_tell_apart_are_not_the_same(one: str, other: str) -> None:
    assert username_key(one) != username_key(other)


@given(st.text())
def test_the_key_of_a_key_is_itself(name: str) -> None:
    key = username_key(name)

    assert username_key(key) == key


@given(st.text(max_size=limits.USERNAME_MAX))
@example("a\u0345\u0300")
def test_the_key_survives_every_unicode_form_and_case(name: str) -> None:
    # What is longer in some form is cut, and nobody's name.
    assume(len(unicodedata.normalize("NFKD", name)) <= limits.USERNAME_RAW_MAX)
    key = username_key(name)

    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert username_key(unicodedata.normalize(form, name)) == key
    # Folding makes a letter of one mark, which may stand before another only where it is out of order.
    assert username_key(unicodedata.normalize("NFD", name).casefold()) == key


@given(st.text(max_size=40))
def test_what_is_let_in_once_is_let_in_again_unchanged(name: str) -> None:
    try:
        stored = clean_username(name)
    except Invalid:
        return

    assert clean_username(stored) == stored
    assert username_key(stored) == username_key(name.strip())


def test_the_key_of_every_name_fits_its_column() -> None:
    longest = 0
    expanding = (
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if len(unicodedata.normalize("NFKD", character)) > 1 or len(character.casefold()) > 1
    )
    for character in expanding:
        with suppress(Invalid):
            clean_username("a" + character)
            longest = max(longest, len(username_key(character)))

    assert longest > 1, "some were looked at"
    assert longest * limits.USERNAME_MAX <= 128


def test_a_name_made_to_be_slow_to_normalise_is_cut_first() -> None:
    """Sorting combining marks takes quadratic time: this one took seconds, for anybody who asked."""
    slow = "a" + "\u0315" * 50_000 + "\u0300" * 50_000

    assert len(username_key(slow)) <= limits.USERNAME_RAW_MAX * 2
    with pytest.raises(Invalid):
        clean_username(slow)
