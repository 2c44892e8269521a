"""Marks: no trigram of one message's marks or text is the mark of something that it has not."""

from hypothesis import given
from hypothesis import strategies as st

from chatroom.domain import limits
from chatroom.domain.search_query import Content
from chatroom.domain.search_text import contains, fold
from chatroom.storage.search import marks
from chatroom.storage.search.frequency import trigrams

IDS = st.integers(0, 2**31 - 1)
CONTENTS: list[Content] = ["file", "image", "link"]


@given(text=st.text(max_size=60), author=IDS, mentioned=st.lists(IDS, max_size=3),
       held=st.sets(st.sampled_from(CONTENTS)), other=IDS)  # fmt: skip
def test_a_message_has_the_marks_of_what_it_has_and_no_others(
    text: str, author: int, mentioned: list[int], held: set[Content], other: int
) -> None:
    folded = fold(text)
    indexed = trigrams(marks.marks(folded, author, mentioned, held)) | trigrams(folded)

    def has(expression: str) -> bool:
        return expression.strip('(")') in indexed

    assert has(marks.author([author]))
    assert has(marks.author([other])) == (other == author)
    assert has(marks.mentions([other])) == (other in mentioned)
    assert all(has(marks.mentions([user])) for user in mentioned)
    assert {content for content in CONTENTS if has(marks.has(content))} == held


@given(text=st.text(st.sampled_from("ab1 中文。가👍-#\ue000\uf800"), max_size=20),
       term=st.text(st.sampled_from("ab1中文가👍#"), min_size=1, max_size=2))  # fmt: skip
def test_a_short_term_has_marks_wherever_it_may_stand(text: str, term: str) -> None:
    indexed = trigrams(marks.marks(fold(text), 1))

    assert set(marks.short(fold(term))) <= indexed or not contains(fold(text), fold(term))


@given(st.text())
def test_folding_twice_is_folding_once_for_what_is_indexed(text: str) -> None:
    folded = fold(text)

    assert fold(folded) == folded
    assert not any("\ue000" <= character <= "\uf8ff" for character in folded)


def test_stacked_accents_are_folded_in_pieces() -> None:
    """Normalising 10,000 of them at once takes a tenth of a second, in which nothing else runs."""
    stacked = "a" + "\u0301\u0323" * (limits.BODY_MAX // 2)

    assert fold(stacked) == "a"


def test_a_long_text_is_folded_as_its_pieces_are() -> None:
    text = "Crème brûlée für Ⅷ Gäste und 가나다 " * 40

    assert fold(text) == " ".join(fold(part) for part in text.split())
