"""Text as search compares it: the same form for what was written and for what is looked for."""

import re
import unicodedata

# Accents of Latin, Greek and Cyrillic. Other scripts need their marks: without them か would be が.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
# Characters that nobody agreed upon. The index has marks of its own there.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Scripts that put no spaces between words, and symbols: one character of them is worth looking for.
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2000-\ud7ff\uf900-\U0010ffff"
_DENSE_RUN = re.compile(f"[{_DENSE}]+")
_WORD = re.compile(r"\w+")
_PIECE = 256

SHORT = 2  # characters of a term that trigrams cannot find


def fold(text: str) -> str:
    """Alike regardless of case, accents, Unicode form and the kind of white space."""
    if not text.isascii():
        text = "".join(map(_folded, _pieces(text)))
    return " ".join(text.lower().split())


def dense_runs(folded: str) -> list[str]:
    """The stretches of a text in which every character counts by itself."""
    return [] if folded.isascii() else _DENSE_RUN.findall(folded)


def is_dense(character: str) -> bool:
    return _DENSE_RUN.match(character) is not None


def short_words(folded: str) -> set[str]:
    """The words of one or two characters, those between spaces and those between other signs."""
    words = {word for word in _WORD.findall(folded) if len(word) <= SHORT}
    words.update(word for word in folded.split() if len(word) <= SHORT)
    if folded.isascii():
        return words
    return {word for word in words if not any(map(is_dense, word))}


def contains(folded: str, term: str) -> bool:
    """Whether a text has a folded term in it: anywhere, save that one of one or two letters has to be
    a word of its own."""
    if len(term) <= SHORT and not any(map(is_dense, term)):
        return term in short_words(folded)
    return term in folded


def _folded(piece: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", piece).casefold())
    return _PRIVATE.sub("\ufffd", unicodedata.normalize("NFC", _ACCENTS.sub("", text)))


def _pieces(text: str) -> list[str]:
    """Long text in pieces that begin with a character of their own: normalising takes quadratic time
    where somebody has stacked thousands of accents, and no other thread runs meanwhile."""
    pieces, start = [], 0
    while len(text) - start > _PIECE:
        end = start + _PIECE
        while end > start + _PIECE // 2 and unicodedata.combining(text[end]):
            end -= 1
        pieces.append(text[start:end])
        start = end
    pieces.append(text[start:])
    return pieces
