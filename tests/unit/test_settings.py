"""The settings: read from CHATROOM_* variables, and from nothing else."""

from pathlib import Path

import pytest

from chatroom.config import Settings, SettingsError


def test_without_variables_every_setting_has_its_default() -> None:
    settings = Settings.load({})

    assert (settings.host, settings.port, settings.data) == ("127.0.0.1", 5000, Path("data"))
    assert settings.rate_limits


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_described(name: str) -> None:
    assert Settings.model_fields[name].description


def test_a_variable_sets_its_setting() -> None:
    settings = Settings.load({"CHATROOM_PORT": "8080", "CHATROOM_RATE_LIMITS": "off", "HOME": "/x"})

    assert (settings.port, settings.rate_limits) == (8080, False)


def test_what_is_given_goes_before_the_environment() -> None:
    settings = Settings.load({"CHATROOM_PORT": "8080", "CHATROOM_HOST": "::1"}, port=9090, host=None)

    assert (settings.port, settings.host) == (9090, "::1")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.load({"CHATROOM_HOST": "", "CHATROOM_PORT": "", "CHATROOM_DATA": ""}) == Settings.load({})


def test_an_unknown_variable_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="CHATROOM_PROT is not a setting"):
        Settings.load({"CHATROOM_PROT": "8080"})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "80.5"),
        ("MAX_FILE_MB", "0"),
        ("MAX_FILE_MB", "10001"),
        ("SESSION_DAYS", "0"),
        ("SESSION_DAYS", "366"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "6"),
        ("RATE_LIMITS", "sometimes"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^CHATROOM_{variable}: ") as refused:
        Settings.load({f"CHATROOM_{variable}": value})

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PORT", "0"), ("PORT", "65535"), ("MAX_FILE_MB", "1"), ("SESSION_DAYS", "365"), ("LOG_LEVEL", "DEBUG")],
)
def test_a_value_at_the_end_of_its_range_is_taken(variable: str, value: str) -> None:
    settings = Settings.load({f"CHATROOM_{variable}": value})

    assert str(getattr(settings, variable.lower())) == value.lower()
