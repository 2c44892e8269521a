"""Text that is shown on one line, beside what others wrote."""

import unicodedata

# They turn the direction of what stands behind them, until something ends them: also of what is not theirs.
# https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings and the two sections behind it
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str) -> str:
    """The same without what would reach beyond it: breaks and controls are spaces, one at a time."""
    kept = (" " if _breaks(character) else character for character in text if character not in _TURNING)
    return " ".join("".join(kept).split())


def _breaks(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")
