"""The index of search: what is found is what is said now, whatever happened to the index meanwhile."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatroom.domain import limits
from chatroom.domain.entities.messages import Message
from chatroom.domain.entities.people import User
from chatroom.domain.errors import Unavailable
from chatroom.domain.requests.search import Search as SearchRequest
from chatroom.domain.search_text import contains, fold
from chatroom.services.search import Search
from chatroom.storage import message_rows
from chatroom.storage.opening import open_database
from chatroom.storage.search.file import FORM
from chatroom.storage.search.finder import Finder
from chatroom.storage.search.index import Index
from chatroom.storage.search.reader import Criteria, Hit
from tests.storage.said import ADA, BEN, DAY, Said

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture
def said(path: Path) -> Iterator[Said]:
    database = Said(path)
    yield database
    database.close()


@pytest.fixture
def index(said: Said, path: Path) -> Iterator[Index]:
    running = Index(path.with_name("search.db"), path)
    yield running
    running.close()


def at_once(call: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
    """An offload to nowhere."""
    return call(*arguments, **named)


def catch_up(index: Index, step: int = 1_000) -> None:
    while index.advance(step):
        pass


def search(index: Index, said: Said, *rooms: int, limit: int = 1_000, **criteria: Any) -> list[Hit]:
    catch_up(index)
    finder = Finder(index)
    found = finder.find({room: said.last(room) for room in rooms}, Criteria(**criteria), limit)
    finder.close()
    assert not found.cut
    return found.hits


def numbers(index: Index, said: Said, room: int, *terms: str, **criteria: Any) -> list[int]:
    """Which messages of a room are found, the newest first."""
    hits = search(index, said, room, terms=tuple(map(fold, terms)), **criteria)
    return [hit.number for hit in hits]


# What is found ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "term"),
    [
        ("The quick brown fox", "uick"),
        ("The quick brown fox", "QUICK BROWN"),
        ("The quick\n  brown fox", "quick brown"),
        ("Crème brûlée", "creme brulee"),
        ("Creme brulee", "crème brûlée"),
        ("Straße", "STRASSE"),
        ("see https://example.org/a?b=c#d", "example.org/a?b"),
        ("host 192.168.17.4 is down", "168.17"),
        ("the state-of-the-art v1.2.3-rc.4", "of-the-art v1.2.3-rc.4"),
        ("snake_case and std::vector<int>", "std::vector<"),
        ("今天天气很好", "天气"),
        ("今天天气很好", "气"),
        ("今天天气很好", "天天气很"),
        ("ガギグ", "ギ"),
        ("오늘 날씨", "날씨"),
        ("สวัสดีครับ", "ดี"),
        ("well done 👍🏽", "👍"),
        ("a → b", "→"),
        ("to be or not", "be"),
        ("plan B is c#", "c#"),
        ("plan B is c#", "b"),
        ('it said "no" AND (NOT x) OR y* -z', '"no" and (not'),
        ("100% sure_thing", "0% su"),
        ("ﬁne", "fine"),
        ("Ⅷ", "viii"),
    ],
)
def test_a_term_is_found_wherever_it_stands(index: Index, said: Said, body: str, term: str) -> None:
    room = said.room()
    said.say(room, "something else altogether")
    number = said.say(room, body)

    assert numbers(index, said, room, term) == [number]


@pytest.mark.parametrize(
    ("body", "term"),
    [
        ("the quick fox", "quick  brown"),
        ("office", "of"),  # one or two letters are a word
        ("かき", "がき"),
        ("天 气", "天气"),
        ("abc bcd", "abcd"),
    ],
)
def test_what_is_not_there_is_not_found(index: Index, said: Said, body: str, term: str) -> None:
    room = said.room()
    said.say(room, body)

    assert numbers(index, said, room, term) == []


_LETTERS = st.sampled_from("aAbcé .-:/\"'*()%_1\n中文字が가👍\ue000")
_TEXTS = st.lists(st.text(_LETTERS, min_size=1, max_size=30), min_size=1, max_size=12)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=_TEXTS, place=st.data())
def test_what_is_found_is_what_a_look_at_every_text_finds(
    index: Index, said: Said, texts: list[str], place: st.DataObject
) -> None:
    room = said.room()
    held = {said.say(room, text): fold(text) for text in texts}
    index.changed([room])
    source = place.draw(st.sampled_from(texts))
    start = place.draw(st.integers(0, len(source) - 1))
    term = fold(source[start : start + place.draw(st.integers(1, 12))])
    if not term:
        return

    found = numbers(index, said, room, term)

    assert found == [number for number, text in reversed(held.items()) if contains(text, term)]


def test_all_terms_have_to_be_there_in_any_order(index: Index, said: Said) -> None:
    room = said.room()
    both = said.say(room, "the deploy failed on monday")
    said.say(room, "the deploy worked")
    said.say(room, "monday again")

    assert numbers(index, said, room, "monday", "deploy") == [both]


def test_names_of_files_are_found(index: Index, said: Said) -> None:
    room = said.room()
    number = said.say(room, "", files=[("Minutes 2026-01.pdf", "file")])

    assert numbers(index, said, room, "minutes 2026") == [number]


# Filters ------------------------------------------------------------------------------------------


def test_filters_stand_alone_and_with_terms(index: Index, said: Said) -> None:
    room = said.room()
    link = said.say(room, "look at https://example.org")
    image = said.say(room, "look", author=BEN, files=[("a.png", "image")])
    file = said.say(room, "", author=BEN, files=[("notes.txt", "file")], mentions=[ADA])
    everyone = said.say(room, "look, all", mentions=[0])

    def find(*terms: str, **criteria: Any) -> list[int]:
        return numbers(index, said, room, *terms, **criteria)

    assert find(has=frozenset({"link"})) == [link]
    assert find(has=frozenset({"image"})) == [image]
    assert find(has=frozenset({"file"})) == [file, image]
    assert find(has=frozenset({"file", "link"})) == []
    assert find(authors=(BEN,)) == [file, image]
    assert find(authors=(ADA, BEN)) == [everyone, file, image, link]
    assert find("look", authors=(BEN,)) == [image]
    assert find(mentioned=(ADA, 0)) == [everyone, file]
    assert find("look", mentioned=(BEN, 0)) == [everyone]


def test_times_cut_a_range_out(index: Index, said: Said) -> None:
    room = said.room()
    times = []
    for _ in range(50):
        said.say(room, "again and again")
        times.append(said.later(DAY - 1))

    since, until = times[9], times[19]

    assert numbers(index, said, room, "again", since=since, until=until) == list(range(20, 10, -1))
    assert numbers(index, said, room, since=since, until=until) == list(range(20, 10, -1))
    assert numbers(index, said, room, "again", until=times[0] - 2 * DAY) == []
    assert numbers(index, said, room, "again", since=times[-1] + DAY) == []


def test_rooms_are_merged_by_time_and_come_in_pages(index: Index, said: Said) -> None:
    rooms = [said.room() for _ in range(4)]
    order = [(rooms[turn * 7 % 3], said.say(rooms[turn * 7 % 3], f"word {turn}")) for turn in range(40)]

    pages: list[Hit] = []
    while page := search(index, said, *rooms, limit=7, terms=("word",), below=pages[-1] if pages else None):
        assert len(page) <= 7
        pages += page

    assert [(hit.room_id, hit.number) for hit in pages] == order[::-1]


def test_only_the_rooms_that_are_asked_for_are_searched(index: Index, said: Said) -> None:
    mine, others, after = said.room(), said.room(), said.room()
    for room in (mine, others, after):
        said.say(room, "a secret")

    assert [hit.room_id for hit in search(index, said, after, mine, terms=("secret",))] == [after, mine]
    assert search(index, said, terms=("secret",)) == []


# What changes -------------------------------------------------------------------------------------


def test_what_was_edited_or_deleted_is_found_by_what_it_says_now(index: Index, said: Said) -> None:
    room = said.room()
    edited, deleted = said.say(room, "before"), said.say(room, "before, too", files=[("a.txt", "file")])
    assert numbers(index, said, room, "before") == [deleted, edited]

    said.edit(room, edited, "afterwards")
    said.delete(room, deleted)
    index.changed([room])

    assert numbers(index, said, room, "before") == []
    assert numbers(index, said, room, "afterwards") == [edited]
    assert numbers(index, said, room) == [edited]
    assert numbers(index, said, room, has=frozenset({"file"})) == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["say", "edit", "delete", "index"]), st.integers(0, 9)), max_size=40
    ),
    step=st.integers(1, 5),
)
def test_whatever_changes_in_whatever_order_the_index_says_the_same(
    index: Index, said: Said, changes: list[tuple[str, int]], step: int
) -> None:
    rooms = [said.room(), said.room()]
    held: dict[tuple[int, int], str] = {}
    for turn, (change, which) in enumerate(changes):
        room = rooms[which % 2]
        there = sorted(held)
        if change == "say":
            held[room, said.say(room, f"word{which} {turn}")] = f"word{which}"
        elif change == "index":
            index.changed(rooms)
            index.advance(step)
        elif there:
            key = there[which % len(there)]
            if change == "edit":
                said.edit(*key, f"word{which} {turn}")
                held[key] = f"word{which}"
            else:
                said.delete(*key)
                del held[key]
    index.changed(rooms)

    for which in range(10):
        found = search(index, said, *rooms, terms=(f"word{which} ",))
        assert {(hit.room_id, hit.number) for hit in found} == {
            key for key, word in held.items() if word == f"word{which}"
        }
    assert index.behind({room: said.heads()[room] for room in rooms}) == 0


def test_bringing_it_together_changes_nothing(index: Index, said: Said) -> None:
    room = said.room()
    for turn in range(1_500):
        said.say(room, f"word {turn}")
    catch_up(index, 100)
    before = numbers(index, said, room, "word 1")

    steps = 0
    while index.tidy():
        steps += 1

    assert steps
    assert not index.tidy()
    assert numbers(index, said, room, "word 1") == before == sorted(before, reverse=True)
    assert len(before) == 1 + 10 + 100 + 500


# What may happen to the file ----------------------------------------------------------------------


def files_of(index: Index) -> list[Path]:
    return list(index.path.parent.glob("search.db*"))


def lost(index: Index) -> None:
    for file in files_of(index):
        file.unlink()


def garbage(index: Index) -> None:
    lost(index)
    index.path.write_bytes(b"not a database at all " * 1_000)


def empty(index: Index) -> None:
    lost(index)
    index.path.touch()


def of_another_form(index: Index) -> None:
    connection = sqlite3.connect(index.path)
    connection.execute(f"PRAGMA user_version = {FORM + 1}")
    connection.close()


def without_a_table(index: Index) -> None:
    connection = sqlite3.connect(index.path)
    connection.execute("DROP TABLE progress")
    connection.close()


def cut_off(index: Index) -> None:
    with index.path.open("r+b") as file:
        file.truncate(8_192)


@pytest.mark.parametrize("happens", [lost, garbage, empty, of_another_form, without_a_table, cut_off])
def test_an_index_that_is_no_good_is_made_anew(
    index: Index, said: Said, happens: Callable[[Index], None]
) -> None:
    room = said.room()
    for turn in range(300):
        said.say(room, f"word {turn}")
    assert len(numbers(index, said, room, "word")) == 300
    index.close()

    happens(index)
    again = Index(index.path, said.path)

    attempts = 0
    while attempts < 5:
        attempts += 1
        try:
            assert len(numbers(again, said, room, "word")) == 300
            break
        except Unavailable:
            continue
    else:
        pytest.fail("It was not made anew.")
    again.close()


def test_damage_that_a_search_meets_has_the_index_made_anew(index: Index, said: Said) -> None:
    room = said.room()
    for turn in range(300):
        said.say(room, f"word {turn}")
    catch_up(index)
    index.close()
    connection = sqlite3.connect(index.path)
    connection.execute("UPDATE messages_data SET block = x'00ff00ff00ff' WHERE id > 100")
    connection.commit()
    connection.close()
    again = Index(index.path, said.path)
    catch_up(again)

    with pytest.raises(Unavailable):
        search(again, said, room, terms=("word",))

    assert len(numbers(again, said, room, "word")) == 300
    again.close()


@pytest.mark.parametrize("further", [0, 3, 40])
def test_a_restored_backup_is_indexed_as_it_is(index: Index, said: Said, path: Path, further: int) -> None:
    room = said.room()
    for turn in range(10):
        said.say(room, f"kept {turn}")
    said.close()
    backup = path.with_name("backup.db")
    shutil.copy(path, backup)
    since = Said(path)
    for turn in range(10):
        since.say(room, f"lost {turn}")
    assert len(numbers(index, since, room, "lost")) == 10
    since.close()
    index.close()

    shutil.copy(backup, path)
    restored = Said(path)
    for turn in range(further):
        restored.say(room, f"new {turn}")
    again = Index(index.path, path)

    assert numbers(again, restored, room, "lost") == []
    assert len(numbers(again, restored, room, "kept")) == 10
    assert len(numbers(again, restored, room, "new")) == further
    again.close()
    restored.close()


def test_the_index_is_for_its_owner_alone(index: Index, said: Said) -> None:
    said.say(said.room(), "a secret")
    catch_up(index)

    assert {file.stat().st_mode & 0o777 for file in files_of(index)} == {0o600}
    assert len(files_of(index)) > 1


@pytest.mark.parametrize("where", ["nowhere/search.db", "chatroom.db-lock/search.db"])
def test_an_index_that_cannot_be_written_is_only_unavailable(said: Said, path: Path, where: str) -> None:
    said.say(said.room(), "hello")
    index = Index(path.parent / where, path)

    for _ in range(2):
        with pytest.raises(Unavailable):
            index.advance()


# Bounds -------------------------------------------------------------------------------------------


def test_long_messages_are_indexed_in_small_steps(
    index: Index, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand of the longest at once took ten seconds, and 200 MB."""
    monkeypatch.setattr("chatroom.domain.limits.INDEX_CHARACTERS", 1_000)
    rooms = [said.room() for _ in range(2)]
    for room in rooms:
        for _ in range(5):
            said.say(room, "long" + " " * 396 + "message")

    steps = list(iter(index.advance, 0))

    assert steps == [3, 3, 3, 1]
    assert [numbers(index, said, room, "message") for room in rooms] == [[5, 4, 3, 2, 1]] * 2


def test_a_search_waits_for_several_steps(
    index: Index, said: Said, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatroom.domain.limits.INDEX_CHARACTERS", 1)
    room = said.room()
    said.join(room, ADA)
    catch_up(index)
    for _ in range(3):
        said.say(room, "word")
    index.changed({room})
    database = open_database(path)
    service = Search(database, index, at_once, at_once)

    page = service.find(User(ADA, "ada"), SearchRequest(q="word"))

    assert page.complete
    assert [result.message.number for result in page.results] == [3, 2, 1]
    service.close()
    database.close()


def test_an_answer_is_bounded_by_all_that_its_messages_hold(index: Index, said: Said, path: Path) -> None:
    room = said.room()
    said.join(room, ADA)
    for _ in range(limits.SEARCH_MAX):
        said.say(room, "word", files=[("n" * 250, "file")] * limits.FILES_PER_MESSAGE)
    catch_up(index)
    database = open_database(path)
    service = Search(database, index, at_once, at_once)
    found: list[Message] = []
    before = None

    while not found or before:
        request = SearchRequest(q="word", limit=limits.SEARCH_MAX, before=before)
        page = service.find(User(ADA, "ada"), request)
        messages = [result.message for result in page.results]
        assert sum(map(message_rows.length, messages)) <= limits.ANSWER_CHARACTERS_MAX
        found += messages
        before = page.next

    assert [message.number for message in found] == list(range(limits.SEARCH_MAX, 0, -1))
    service.close()
    database.close()


# Time ---------------------------------------------------------------------------------------------


def test_a_search_that_takes_too_long_says_what_it_has_found(index: Index, said: Said) -> None:
    """No time at all is too little for this; what comes before the end of it is still the newest."""
    room = said.room()
    for turn in range(3_000):
        said.say(room, "abc bcd cde def " * 5 + str(turn))
    catch_up(index)
    rooms = {room: said.last(room)}
    assert not Finder(index).find(rooms, Criteria(terms=("abc b",)), 3_000).cut

    found = Finder(index, seconds=0.0).find(rooms, Criteria(terms=("abc b",)), 3_000)

    assert found.cut
    assert found.more
    assert [hit.number for hit in found.hits] == list(range(3_000, 3_000 - len(found.hits), -1))
    assert len(found.hits) < 3_000


def test_a_finder_that_was_closed_ends_its_searches(index: Index, said: Said) -> None:
    room = said.room()
    for turn in range(3_000):
        said.say(room, f"word {turn}")
    catch_up(index)
    finder = Finder(index)

    finder.close()

    assert finder.find({room: said.last(room)}, Criteria(terms=("word",)), 3_000).cut
