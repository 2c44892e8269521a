"""What the index knows of a message besides its text, written so that a trigram finds it.

The marks of a message are indexed by the same tokenizer as its text, which takes every three characters
in a row. Three kinds of marks, none of which is like another or like text, because `fold` leaves no
character of the private use area in text:

- codes of three characters, the first, second and third each of a range of their own: who wrote it, whom
  it mentions, what it holds;
- words of one or two characters, with a separator around each: of |of| the index has |of;
- scripts without spaces, with another separator between all characters: of |中|文| it has |中|, 中|文, |文|.
"""

from collections.abc import Collection, Iterable
from typing import Literal

from chatroom.domain.search_query import Content
from chatroom.domain.search_text import SHORT, dense_runs, is_dense, short_words

Kind = Literal["author", "mention", "has"]
_FIRST, _SECOND, _THIRD, _BITS = 0xE000, 0xE800, 0xF000, 11
_IDS = (1 << 3 * _BITS - 2) - 1  # ids beyond share their codes, and are told apart on the message
_KINDS: dict[Kind, int] = {"author": 0, "mention": 1, "has": 2}
_CONTENTS: dict[Content, int] = {"file": 1, "image": 2, "link": 3}
_WORD, _DENSE = "\uf800", "\uf801"


def marks(
    folded: str, author_id: int, mentioned: Iterable[int] = (), contents: Iterable[Content] = ()
) -> str:
    """All marks of a message."""
    codes = [_code("author", author_id)]
    codes += [_code("mention", user_id) for user_id in mentioned]
    codes += [_code("has", _CONTENTS[content]) for content in contents]
    words = sorted(short_words(folded))
    runs = [_DENSE.join(("", *run, "")) for run in dense_runs(folded)]
    return "".join([*codes, _WORD.join(("", *words, "")) if words else "", *runs])


def author(user_ids: Iterable[int]) -> str:
    """An expression of FTS5: one of these wrote it."""
    return _any(_code("author", user_id) for user_id in user_ids)


def mentions(user_ids: Iterable[int]) -> str:
    """An expression: it mentions one of these."""
    return _any(_code("mention", user_id) for user_id in user_ids)


def has(content: Content) -> str:
    """An expression: it holds such a thing."""
    return quoted(_code("has", _CONTENTS[content]))


def short(term: str) -> list[str]:
    """Trigrams that a message with a term of one or two characters has, among its marks."""
    dense = [character for character in term if is_dense(character)]
    if len(dense) == SHORT:
        return [_DENSE.join(term)]
    if dense:
        return [f"{_DENSE}{dense[0]}{_DENSE}"]
    return [f"{_WORD}{term}{_WORD}" if len(term) < SHORT else f"{_WORD}{term}"]


def quoted(trigram: str) -> str:
    """As a string of FTS5, which knows no other syntax inside."""
    return '"' + trigram.replace('"', '""') + '"'


def _any(codes: Iterable[str]) -> str:
    alternatives: Collection[str] = list(map(quoted, codes))
    return "(" + " OR ".join(alternatives) + ")"


def _code(kind: Kind, number: int) -> str:
    value = _KINDS[kind] << 3 * _BITS - 2 | number & _IDS
    part = (1 << _BITS) - 1
    return (
        chr(_FIRST + (value >> 2 * _BITS & part))
        + chr(_SECOND + (value >> _BITS & part))
        + chr(_THIRD + (value & part))
    )
