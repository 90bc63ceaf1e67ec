"""What an operator sets: the defaults, the environment over the file, and a sentence for every mistake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.errors import SettingError
from bot.settings import ROOT, WebhookSettings, read_settings
from tests.permissions import closed_to_others

TOKEN = "42:opens-nothing-but-these-tests-here"


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings(None, {})
    assert settings.token is None
    assert settings.allowed is None
    assert settings.webhook is None
    assert settings.health_port is None
    assert settings.data == ROOT / "data"
    assert settings.sandbox_data == ROOT / "data" / "sandbox"
    assert settings.api_url == "https://api.telegram.org/bot"
    assert settings.sends_per_second == 30


def test_the_example_file_sets_nothing() -> None:
    assert read_settings(ROOT / ".env.example", {}) == read_settings(None, {})
    assert set(dotenv_values(ROOT / ".env.example").values()) == {""}


def test_the_environment_wins_over_the_file_also_by_saying_nothing(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"BOT_TOKEN={TOKEN}\nHEALTH_PORT=8080\nLOG_LEVEL=debug\n")
    settings = read_settings(file, {"HEALTH_PORT": "9090", "BOT_TOKEN": ""})
    assert (settings.token, settings.health_port, settings.log_level) == (None, 9090, "DEBUG")


@pytest.mark.parametrize(
    "content",
    [
        f"BOT_TOKEN={TOKEN}\n".encode("utf-16"),
        f"BOT_TOKEN={TOKEN}\n".encode("utf-16-le"),  # without the mark: letters with zeros between
        f"BOT_TOKEN={TOKEN}\nDATA_DIR=/srv/Gespr\xe4che\n".encode("latin-1"),
        b"\xff",
    ],
)
def test_a_file_that_is_not_utf_8_is_one_line_and_quoted_nowhere(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)
    with pytest.raises(SettingError, match="not text in UTF-8") as caught:
        read_settings(file, {})
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_the_mark_that_some_editors_put_before_the_first_letter_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(f"BOT_TOKEN={TOKEN}\n".encode("utf-8-sig"))
    assert read_settings(file, {}).token == TOKEN


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    folder, file = tmp_path / "folder", tmp_path / ".env"
    folder.mkdir()
    with pytest.raises(SettingError, match="cannot be read"):
        read_settings(folder, {})
    file.write_text(f"BOT_TOKEN={TOKEN}\n")
    with closed_to_others(file), pytest.raises(SettingError, match="cannot be read: Permission denied"):
        read_settings(file, {})
    with closed_to_others(tmp_path), pytest.raises(SettingError, match="cannot be read: Permission denied"):
        read_settings(file, {})


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert read_settings(tmp_path / ".env", {}) == read_settings(None, {})


def test_space_around_a_value_does_not_count() -> None:
    assert read_settings(None, {"BOT_TOKEN": f" {TOKEN}\n"}).token == TOKEN


@pytest.mark.parametrize("written", ["1001,1002", "1001, 1002", "1001 1002,", " 1002\t1001 "])
def test_people_are_numbers_with_commas_or_spaces_between(written: str) -> None:
    assert read_settings(None, {"ALLOWED_USERS": written}).allowed == frozenset({1001, 1002})


def test_a_webhook_listens_at_the_path_of_its_address() -> None:
    given = {"WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_SECRET": "sixteen-letters-x", "WEBHOOK_PORT": "99"}
    webhook = read_settings(None, given).webhook
    assert webhook == WebhookSettings(url=given["WEBHOOK_URL"], secret="sixteen-letters-x", host="127.0.0.1", port=99)
    assert webhook.path == "/hook"


PROXY = "http://proxy.example.org:3128"
OWN_SERVER = {"BOT_API_URL": "http://bot-api.example.org:8081/bot"}


@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({"PROXY_URL": PROXY}, PROXY),
        ({"PROXY_URL": "proxy.example.org:3128"}, PROXY),
        ({"PROXY_URL": PROXY, "NO_PROXY": "*", "HTTPS_PROXY": "http://another:1"}, PROXY),
        ({"HTTPS_PROXY": PROXY}, PROXY),
        ({"https_proxy": PROXY}, PROXY),
        ({"ALL_PROXY": PROXY}, PROXY),
        ({"HTTP_PROXY": PROXY}, None),
        ({"HTTPS_PROXY": ""}, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost, .telegram.org"}, None),
        ({"HTTPS_PROXY": PROXY, "no_proxy": "api.telegram.org"}, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "example.org"}, PROXY),
        ({"HTTPS_PROXY": PROXY, **OWN_SERVER}, None),
        ({"HTTP_PROXY": PROXY, **OWN_SERVER}, PROXY),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "bot-api.example.org:8081", **OWN_SERVER}, None),
    ],
)
def test_a_proxy_is_the_one_that_is_set_or_that_other_programs_go_by(  # fault 62
    environ: dict[str, str], proxy: str | None
) -> None:
    assert read_settings(None, environ).proxy == proxy


def test_a_proxys_password_never_shows_itself() -> None:
    assert "secret" not in repr(read_settings(None, {"PROXY_URL": "http://user:secret@proxy.example.org:3128"}))


def test_waits_are_asked_of_the_library_as_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "false")
    read_settings(None, {})
    assert os.environ["PTB_TIMEDELTA"] == "true"


MISTAKES = {
    "BOT_TOKEN": [
        "hello",
        "42",
        "42:short",
        "42:with a space in the secret of it",
        "x42:opens-nothing-but-these-tests",
    ],
    "ALLOWED_USERS": ["alex", "1001;1002", "-5", "١٠٠١"],
    "BOT_API_URL": ["telegram.example.org", "ftp://telegram.example.org", "http://"],
    "BOT_FILE_URL": ["/file/bot"],
    "PROXY_URL": ["socks5://proxy.example.org:1080", "http://", "http://proxy.example.org:many", "://nowhere"],
    "HTTPS_PROXY": ["socks5://user:secret@proxy.example.org:1080"],
    "HEALTH_PORT": ["http", "-1", "65536", "8080.0", "٨٠"],
    "SANDBOX_PORT": ["many"],
    "SENDS_PER_SECOND": ["fast", "-1", "nan", "inf", "10001"],
    "LOG_LEVEL": ["LOUD"],
    "WEBHOOK_URL": ["bot.example.org/hook", "http://bot.example.org/hook"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in MISTAKES.items() for value in values])
def test_a_mistake_is_named_and_never_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name) as caught:
        read_settings(None, {name: value})
    assert len(value) < 8 or value not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("secret", ["", "short", "with a space in it, alas", "é" * 20, "x" * 257])
def test_a_webhook_needs_a_good_secret(secret: str) -> None:
    with pytest.raises(SettingError, match="WEBHOOK_SECRET"):
        read_settings(None, {"WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_SECRET": secret})


def test_a_webhook_needs_a_good_port() -> None:
    given = {"WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_SECRET": "x" * 16, "WEBHOOK_PORT": "0.5"}
    with pytest.raises(SettingError, match="WEBHOOK_PORT"):
        read_settings(None, given)
