"""Which passwords are good enough."""

import pytest

from chatroom.domain import limits
from chatroom.domain.errors import Invalid
from chatroom.services.passwords import Passwords, check_password


def passwords() -> Passwords:
    return Passwords(lambda function, /, *args, **kwargs: function(*args, **kwargs))


@pytest.mark.parametrize(
    "password",
    [
        "x7$kQw!2",
        "correct horse battery",
        "ñandú-ñandú",
        "😀🐈🌍🎈" * 2,
        "a\x00b\x00c\x00d\x00e",
        "wxyz" * 64,
    ],
)
def test_a_password_that_is_not_guessed_is_taken(password: str) -> None:
    check_password(password, "ada")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "8 to 256"),
        ("x7$kQw!", "8 to 256"),
        ("z" * (limits.PASSWORD_MAX + 1), "8 to 256"),
        ("password", "most common"),
        ("PassWord", "most common"),
        ("12345678", "most common"),
        ("football", "most common"),
        ("\uff21da-Lovelace", "username"),
        ("ada-lovelaceAda-Lovelace", "username"),
        (" " * 20, "different characters"),
        ("abcabcabc", "different characters"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password, "ada-lovelace")

    assert why in (refused.value.fields or {})["password"]


def test_a_hash_is_argon2id_and_salted() -> None:
    one, other = passwords().hash("correct horse"), passwords().hash("correct horse")

    assert one.startswith("$argon2id$")
    assert one != other


def test_only_the_same_password_is_right() -> None:
    keeper = passwords()
    kept = keeper.hash("correct horse")

    assert keeper.verify(kept, "correct horse")
    assert not keeper.verify(kept, "correct horsf")


def test_no_password_is_right_for_nobody() -> None:
    assert not passwords().verify(None, "")
    assert not passwords().verify(None, "correct horse")


def test_a_hash_that_is_damaged_lets_nobody_in() -> None:
    assert not passwords().verify("$argon2id$nonsense", "correct horse")
