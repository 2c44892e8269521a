"""What is one emoji, and which of them are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatroom.domain import limits
from chatroom.domain.emoji import clean_emoji
from chatroom.domain.errors import Invalid

SELECTOR = "\ufe0f"
ONE = (
    *("👍", "😀", "🎉", "⌚", "🀄", "🫠", "🆗", "🈁"),
    *("❤️", "☺️", "©️", "\u2139️", "↔️", "🌶️", "🅰️", "㊗️"),
    *("1️⃣", "#️⃣", "*️⃣"),
    *("👍🏽", "☝🏿", "🕵🏻", "🏽"),
    *("🇩🇪", "🇺🇳", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"),
    *("👨‍👩‍👧‍👦", "👩🏽‍❤️‍💋‍👨🏿", "🏳️‍🌈", "🏳️‍⚧️", "🏴‍☠️", "👁️‍🗨️", "❤️‍🔥", "🧔🏽‍♂️", "🕵️‍♀️", "🧑🏻‍🦯‍➡️", "🐦‍⬛"),
)
NONE = (
    *("", " ", "a", "ä", "1", "#", "*", "12", "ok", ":)", ":+1:", "<b>", "✓", "→", "日", "\x00"),
    *("👍👍", "👍 ", " 👍", "👍a", "1👍", "❤️❤️", "👍\n"),
    *("❤\ufe0e", SELECTOR, "\u200d", "👍\u200d", "\u200d👍", "👍\u200da", "👍️️", "👍\u0301", "e\u20e3"),
    *("🇩", "🇩🇪🇫", "🇩🇪🇫🇷", "🚗🏽", "👍🏽🏽", "1🏽"),
    *("🏴\U000e0067", "👍\U000e0067\U000e0062\U000e0073\U000e007f", "🏴\U000e0067\U000e0062\U000e0073"),
    "\u200d".join("👨" * 6),
)


@pytest.mark.parametrize("emoji", ONE)
def test_one_emoji_is_taken_as_it_is(emoji: str) -> None:
    assert clean_emoji(emoji) == emoji
    assert len(emoji) <= limits.EMOJI_MAX


@pytest.mark.parametrize("emoji", ONE)
def test_it_is_the_same_without_the_selectors_that_some_devices_leave_out(emoji: str) -> None:
    assert clean_emoji(emoji.replace(SELECTOR, "")) == emoji


@pytest.mark.parametrize(("sent", "kept"), [("👍️", "👍"), ("☝️🏿", "☝🏿"), ("👩️‍❤‍👨️", "👩‍❤️‍👨")])
def test_it_is_the_same_with_selectors_that_nobody_needs(sent: str, kept: str) -> None:
    assert clean_emoji(sent) == kept


@pytest.mark.parametrize("text", NONE)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as error:
        clean_emoji(text)
    assert set(error.value.fields or ()) == {"emoji"}


@given(st.text(st.sampled_from("👍❤️🏽‍🇩1#⃣a🏴\U000e0067\U000e007f"), max_size=limits.EMOJI_MAX))
def test_the_form_that_is_kept_is_kept(text: str) -> None:
    try:
        kept = clean_emoji(text)
    except Invalid:
        return
    assert clean_emoji(kept) == kept
    assert clean_emoji(kept.replace(SELECTOR, "")) == kept
    assert len(kept) <= limits.EMOJI_MAX


@given(st.text(max_size=8))
def test_letters_and_digits_are_never_one(text: str) -> None:
    if any(character.isalpha() for character in text if character not in "\u2139Ⓜ🅰🅱🅾🅿㊗㊙"):
        with pytest.raises(Invalid):
            clean_emoji(text)
