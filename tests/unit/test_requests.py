"""What clients may send: strict, closed, and bounded."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from chatroom.domain import limits
from chatroom.domain.errors import Invalid
from chatroom.domain.requests.account import PasswordChange
from chatroom.domain.requests.base import Request, parse
from chatroom.domain.requests.files import FileUpload
from chatroom.domain.requests.messages import (
    MessageDelete,
    MessageEdit,
    MessageGet,
    MessageHistory,
    MessagePin,
    MessageSave,
    MessageSend,
    MessageThread,
    MessageUnpin,
    MessageUnsave,
    RoomPins,
    SavedList,
)
from chatroom.domain.requests.reactions import ReactionAdd, ReactionList, ReactionRemove
from chatroom.domain.requests.rooms import (
    RoomCreate,
    RoomDirect,
    RoomInvite,
    RoomJoin,
    RoomLeave,
    RoomMute,
    RoomRemove,
    RoomRole,
    RoomUpdate,
)
from chatroom.domain.requests.search import Search
from chatroom.domain.requests.sync import Heads, Sync

CLIENT_ID = "0b8a3cf2-6f5e-4d0e-9b1a-2f64f5a1c0de"
FILE_ID = "A" * 21 + "_"
WHOLE: dict[type[Request], dict[str, Any]] = {
    MessageSend: {"room": 1, "client_id": CLIENT_ID, "body": "hello", "files": [FILE_ID], "reply_to": 1},
    MessageEdit: {"room": 1, "number": 1, "body": "hello"},
    MessageDelete: {"room": 1, "number": 1},
    MessageGet: {"room": 1, "numbers": [1, 2]},
    MessageHistory: {"room": 1, "number": 1},
    MessageThread: {"room": 1, "number": 1, "after": 0, "limit": 10},
    MessagePin: {"room": 1, "number": 1},
    MessageUnpin: {"room": 1, "number": 1},
    MessageSave: {"room": 1, "number": 1},
    MessageUnsave: {"room": 1, "number": 1},
    RoomPins: {"room": 1, "skip": 0},
    SavedList: {"skip": 0, "limit": 10},
    ReactionAdd: {"room": 1, "number": 1, "emoji": "👍"},
    ReactionRemove: {"room": 1, "number": 1, "emoji": "👍"},
    ReactionList: {"room": 1, "number": 1},
    Sync: {"room": 1, "since": 0, "limit": 10},
    PasswordChange: {"current_password": "correct horse battery", "new_password": "another fine password"},
    Heads: {},
    FileUpload: {"name": "a.txt", "type": "text/plain", "data": b"hello"},
    RoomCreate: {"name": "Design", "kind": "private", "topic": "Colours"},
    RoomDirect: {"users": [1, 2]},
    RoomUpdate: {"room": 1, "name": "Design", "topic": "", "archived": True},
    RoomJoin: {"room": 1},
    RoomLeave: {"room": 1},
    RoomInvite: {"room": 1, "user": 2},
    RoomRemove: {"room": 1, "user": 2},
    Search: {"q": "word", "room": 1, "order": "newest", "limit": 20, "before": "5-1-1"},
    RoomRole: {"room": 1, "user": 2, "role": "owner"},
    RoomMute: {"room": 1, "muted": True},
}


def refused(model: type[Request], data: object) -> dict[str, str]:
    """The fields at fault in what must not be taken."""
    with pytest.raises(Invalid) as error:
        parse(model, data)
    assert error.value.message
    return error.value.fields or {}


def send(**changed: Any) -> dict[str, Any]:
    return {**WHOLE[MessageSend], **changed}


@pytest.mark.parametrize("model", WHOLE)
def test_a_whole_request_is_taken(model: type[Request]) -> None:
    parse(model, WHOLE[model])


@pytest.mark.parametrize("model", WHOLE)
def test_an_unknown_field_is_refused_by_name(model: type[Request]) -> None:
    assert "is_admin" in refused(model, {**WHOLE[model], "is_admin": True})


@pytest.mark.parametrize("forged", ["author", "author_id", "user_id", "number", "version", "created_at"])
def test_what_the_server_decides_cannot_be_sent(forged: str) -> None:
    assert forged in refused(MessageSend, send(**{forged: 1}))


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, field)
        for model, data in WHOLE.items()
        for field in data
        if model.model_fields[field].is_required()
    ],
)
def test_a_missing_field_is_refused_by_name(model: type[Request], field: str) -> None:
    assert field in refused(model, {key: value for key, value in WHOLE[model].items() if key != field})


@pytest.mark.parametrize("value", ["1", True, 1.0, 1.5, None, [1], {"id": 1}, 0, -1, 2**53, 10**40])
@pytest.mark.parametrize(
    ("model", "field"),
    [
        (MessageSend, "room"),
        (MessageEdit, "number"),
        (MessageThread, "limit"),
        (MessagePin, "number"),
        (ReactionAdd, "number"),
        (Sync, "room"),
        (Sync, "limit"),
        (RoomUpdate, "room"),
        (RoomRemove, "user"),
    ],
)
def test_an_integer_is_an_integer_in_its_range(model: type[Request], field: str, value: object) -> None:
    assert field in refused(model, {**WHOLE[model], field: value})


@pytest.mark.parametrize("value", ["0", False, -1, 2**53, 0.0, None])
def test_a_version_is_an_integer_from_nought(value: object) -> None:
    assert "since" in refused(Sync, {"room": 1, "since": value})


@pytest.mark.parametrize("value", [1, None, b"hello", ["hello"], "a\x00b"])
def test_a_body_is_text_without_nul(value: object) -> None:
    assert "body" in refused(MessageSend, send(body=value))


@pytest.mark.parametrize("character", ["x", "ü", "😀"])
def test_a_body_has_as_many_characters_as_allowed_and_not_one_more(character: str) -> None:
    assert parse(MessageSend, send(body=character * limits.BODY_MAX)).body == character * limits.BODY_MAX
    assert "body" in refused(MessageSend, send(body=character * (limits.BODY_MAX + 1)))


def test_a_body_with_a_lone_surrogate_is_refused() -> None:
    assert "body" in refused(MessageSend, send(body="a\ud800b"))


@pytest.mark.parametrize("body", ["", " ", "\n\t ", "\u3000"])
def test_a_message_needs_some_text_or_a_file(body: str) -> None:
    parse(MessageSend, send(body=body))

    assert "needs some text" in refused(MessageSend, send(body=body, files=[]))["message"]


def test_the_same_file_cannot_be_attached_twice() -> None:
    assert "twice" in refused(MessageSend, send(files=[FILE_ID, FILE_ID]))["message"]


def test_as_many_files_as_allowed_and_not_one_more() -> None:
    ids = [f"{number:022}" for number in range(limits.FILES_PER_MESSAGE + 1)]

    parse(MessageSend, send(files=ids[:-1]))
    assert "files" in refused(MessageSend, send(files=ids))


@pytest.mark.parametrize(
    "files",
    ["", FILE_ID, None, {}, [1], ["../../etc/passwd"], [FILE_ID + "A"], [FILE_ID + "\n"], [[FILE_ID]]],
)
def test_files_are_a_list_of_file_ids(files: object) -> None:
    assert any(field.startswith("files") for field in refused(MessageSend, send(files=files)))


def test_a_client_id_is_the_same_in_capitals() -> None:
    assert parse(MessageSend, send(client_id=CLIENT_ID.upper())).client_id == CLIENT_ID


@pytest.mark.parametrize(
    "client_id",
    [
        "",
        1,
        None,
        "x",
        CLIENT_ID + "\n",
        " " + CLIENT_ID,
        "{" + CLIENT_ID + "}",
        CLIENT_ID.replace("-", ""),
        CLIENT_ID[:-1] + "g",
        CLIENT_ID[:-1] + "\uff10",  # a full-width nought
        CLIENT_ID * 2,
        uuid4(),
    ],
)
def test_a_client_id_is_a_uuid_as_text(client_id: object) -> None:
    assert "client_id" in refused(MessageSend, send(client_id=client_id))


@pytest.mark.parametrize("data", [None, [], "{}", 1, True, b"{}", [WHOLE[MessageSend]]])
def test_a_request_is_an_object(data: object) -> None:
    assert "message" in refused(MessageSend, data)


@pytest.mark.parametrize("data", ["hello", None, [1], b"x" * (limits.SOCKET_FILE_MAX + 1)])
def test_a_file_over_the_socket_is_bytes_and_small(data: object) -> None:
    assert "data" in refused(FileUpload, {**WHOLE[FileUpload], "data": data})


@pytest.mark.parametrize("name", ["", None, 1, "x" * 4097])
def test_a_file_over_the_socket_has_a_name(name: object) -> None:
    assert "name" in refused(FileUpload, {**WHOLE[FileUpload], "name": name})


def test_an_error_never_repeats_what_was_sent() -> None:
    secret = "swordfish-" * 2_000

    for data in (send(body=secret), send(client_id=secret), send(files=[secret]), send(room=secret)):
        with pytest.raises(Invalid) as error:
            parse(MessageSend, data)
        assert "swordfish" not in str(error.value.payload())


@pytest.mark.parametrize("model", WHOLE)
def test_a_request_has_a_schema_without_other_properties(model: type[Request]) -> None:
    assert TypeAdapter(model).json_schema()["additionalProperties"] is False


@pytest.mark.parametrize("kind", ["direct", "secret", "", None, 1])
def test_a_room_is_made_public_or_private(kind: object) -> None:
    assert "kind" in refused(RoomCreate, {**WHOLE[RoomCreate], "kind": kind})


@pytest.mark.parametrize("name", [None, 1, "a\x00b", "x" * (limits.ROOM_NAME_RAW_MAX + 1)])
def test_a_rooms_name_is_text_of_bounded_length(name: object) -> None:
    assert "name" in refused(RoomCreate, {**WHOLE[RoomCreate], "name": name})


@pytest.mark.parametrize("topic", [None, 1, "a\x00b", "x" * (limits.TOPIC_MAX + 1)])
def test_a_topic_is_text_of_bounded_length(topic: object) -> None:
    assert "topic" in refused(RoomCreate, {**WHOLE[RoomCreate], "topic": topic})


@pytest.mark.parametrize(
    "users", [None, 1, "12", [], ["1"], [0], [True], list(range(1, limits.DIRECT_MEMBERS_MAX + 2))]
)
def test_a_direct_conversation_names_a_few_people(users: object) -> None:
    assert any(field.startswith("users") for field in refused(RoomDirect, {"users": users}))


def test_a_change_of_a_room_changes_something() -> None:
    for field in ("name", "topic", "archived"):
        parse(RoomUpdate, {"room": 1, field: WHOLE[RoomUpdate][field]})

    assert "what is to change" in refused(RoomUpdate, {"room": 1, "topic": None})["message"]


@pytest.mark.parametrize("role", ["admin", "", None, 1, True])
def test_a_role_is_one_that_there_is(role: object) -> None:
    assert "role" in refused(RoomRole, {**WHOLE[RoomRole], "role": role})


@pytest.mark.parametrize("muted", [None, 0, 1, "true", "yes"])
def test_muted_is_true_or_false(muted: object) -> None:
    assert "muted" in refused(RoomMute, {"room": 1, "muted": muted})


@pytest.mark.parametrize("number", [0, -1, "1", True, 1.0, 2**53])
def test_what_is_answered_is_a_number(number: object) -> None:
    assert parse(MessageSend, send(reply_to=None)).reply_to is None
    assert "reply_to" in refused(MessageSend, send(reply_to=number))


@pytest.mark.parametrize("numbers", [None, 1, "12", [], ["1"], [0], [True], [1] * (limits.GET_MAX + 1)])
def test_a_few_messages_are_asked_for_by_number(numbers: object) -> None:
    assert any(field.startswith("numbers") for field in refused(MessageGet, {"room": 1, "numbers": numbers}))


@pytest.mark.parametrize("emoji", [None, 1, "", "x" * (limits.EMOJI_MAX + 1), "a\x00b"])
def test_an_emoji_is_text_of_bounded_length(emoji: object) -> None:
    assert "emoji" in refused(ReactionAdd, {**WHOLE[ReactionAdd], "emoji": emoji})
