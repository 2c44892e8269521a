"""Where a text is code: the rules of CommonMark 0.31, sections 4.5 and 6.1, as far as messages need them."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"([ \t>]*+)(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?(`{3,}+|~{3,}+)(.*)")
_BACKTICKS = re.compile(r"`++")


def without_code(text: str) -> str:
    """A text with "``" in the place of each piece of code. Takes time in proportion to its length."""
    if "`" not in text and "~~~" not in text:
        return text
    return "\n".join(_without_spans(paragraph) for paragraph in _outside_of_fences(text))


def _outside_of_fences(text: str) -> Iterator[str]:
    """The paragraphs of a text; spans of code end with them."""
    paragraph: list[str] = []
    fence = ""
    quoted = False
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence and quoted and not line.lstrip().startswith(">"):
            fence = ""  # it ends with its quotation
        if fence:
            if found and found[2].startswith(fence) and not found[3].strip():
                fence = ""
            continue
        opens = found is not None and ("`" not in found[3] or found[2].startswith("~"))
        if line.strip() and not opens:
            paragraph.append(line)
            continue
        yield "\n".join(paragraph)
        paragraph = []
        if found and opens:
            fence, quoted = found[2], ">" in found[1]
    yield "\n".join(paragraph)


def _without_spans(paragraph: str) -> str:
    runs = list(_BACKTICKS.finditer(paragraph))
    closed_by = _next_of_the_same_length([len(run[0]) for run in runs])
    kept: list[str] = []
    position = index = 0
    while index < len(runs):
        start, closing = runs[index].start(), closed_by[index]
        if closing is None or paragraph[start - 1 : start] == "\\":
            index += 1
            continue
        kept += (paragraph[position:start], "``")
        position, index = runs[closing].end(), closing + 1
    return "".join((*kept, paragraph[position:]))


def _next_of_the_same_length(lengths: list[int]) -> list[int | None]:
    found: list[int | None] = [None] * len(lengths)
    latest: dict[int, int] = {}
    for index in reversed(range(len(lengths))):
        found[index] = latest.get(lengths[index])
        latest[lengths[index]] = index
    return found
