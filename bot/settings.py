"""What an operator sets: the only reader of the environment, and of the `.env` file beside the program.

Every problem is a SettingError that names the setting. Opens nothing and starts nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed leaves it out

from dotenv import dotenv_values

from bot.errors import SettingError

ROOT = Path(__file__).parent.parent
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,}\Z")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}\Z")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")  # where plain http leaves no machine
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, kw_only=True)
class WebhookSettings:
    """Where Telegram posts updates to. Without one, the bot polls."""

    url: str
    secret: str
    host: str
    port: int

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, kw_only=True)
class Settings:
    token: str | None
    data: Path
    sandbox_data: Path
    key_file: Path | None  # None: `key` in the data directory
    dialogues: Path
    allowed: frozenset[int] | None  # None: everybody
    api_url: str  # as python-telegram-bot wants it: the token comes right behind
    file_url: str
    proxy: str | None = field(repr=False)  # between the bot and Telegram; it may hold a password
    webhook: WebhookSettings | None
    health_port: int | None  # None: no health page
    sandbox_port: int
    sends_per_second: float  # 0: as fast as the server takes them
    log_level: str
    color: bool  # on a terminal


def read_settings(env_file: Path | None = ROOT / ".env", environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings: the environment, and below it the file.

    Also tells python-telegram-bot to give waits as durations.
    """
    os.environ["PTB_TIMEDELTA"] = "true"  # its documented switch; without it, each `retry_after` warns
    values = {**(_written_in(env_file) if env_file else {}), **environ}

    def text(name: str, default: str = "") -> str:
        return values.get(name, "").strip() or default

    api_url = _base("BOT_API_URL", text("BOT_API_URL", "https://api.telegram.org/bot"))
    return Settings(
        token=_token(text("BOT_TOKEN")),
        data=Path(text("DATA_DIR", str(ROOT / "data"))),
        sandbox_data=Path(text("SANDBOX_DATA_DIR", str(ROOT / "data" / "sandbox"))),
        key_file=Path(text("DATABASE_KEY_FILE")) if text("DATABASE_KEY_FILE") else None,
        dialogues=Path(text("DIALOGUES_DIR", str(ROOT / "dialogues"))),
        allowed=_people(text("ALLOWED_USERS")),
        api_url=api_url,
        file_url=_base("BOT_FILE_URL", text("BOT_FILE_URL", "https://api.telegram.org/file/bot")),
        proxy=_proxy(text("PROXY_URL"), api_url, values),
        webhook=_webhook(
            text("WEBHOOK_URL"), text("WEBHOOK_SECRET"), text("WEBHOOK_HOST", "127.0.0.1"), text("WEBHOOK_PORT", "8443")
        ),
        health_port=_port("HEALTH_PORT", text("HEALTH_PORT")) if text("HEALTH_PORT") else None,
        sandbox_port=_port("SANDBOX_PORT", text("SANDBOX_PORT", "8765")),
        sends_per_second=_rate(text("SENDS_PER_SECOND", "30")),
        log_level=_level(text("LOG_LEVEL", "INFO")),
        color=not text("NO_COLOR"),
    )


def _written_in(env_file: Path) -> dict[str, str]:
    """Return what the file sets; nothing if there is none."""
    try:
        text = env_file.read_text(encoding="utf-8-sig") if env_file.exists() else ""
    except UnicodeDecodeError as error:
        raise SettingError(f"{env_file} is not text in UTF-8, from byte {error.start} on. Save it as UTF-8.") from None
    except OSError as error:
        raise SettingError(f"{env_file} cannot be read: {error.strerror}. It must belong to the bot's user.") from None
    if "\0" in text:  # as in UTF-16 without the mark that says so
        raise SettingError(f"{env_file} is not text in UTF-8. Save it as UTF-8.")
    return {name: value or "" for name, value in dotenv_values(stream=StringIO(text)).items()}


def _token(value: str) -> str | None:
    if value and not _TOKEN.match(value):
        raise SettingError(
            "BOT_TOKEN has not the form of a bot token: digits, a colon, and 35 letters. @BotFather shows yours."
        )
    return value or None


def _people(value: str) -> frozenset[int] | None:
    ids = value.replace(",", " ").split()
    if not all(part.isascii() and part.isdecimal() for part in ids):
        raise SettingError("ALLOWED_USERS takes Telegram user ids, which are numbers, with commas between.")
    return frozenset(map(int, ids)) if ids else None


def _base(name: str, value: str) -> str:
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise SettingError(
            f"{name} takes an address such as https://api.example.org/bot; the token comes right behind it."
        )
    return value


def _proxy(own: str, api_url: str, values: Mapping[str, str]) -> str | None:
    """Our own setting; else what other programs go by, in capitals or small letters, unless they except the host."""
    if own:
        return _proxy_address("PROXY_URL", own)
    parts = urlsplit(api_url)
    excepted = values.get("NO_PROXY") or values.get("no_proxy", "")
    if proxy_bypass_environment(parts.netloc, {"no": excepted}):
        return None
    names = (f"{parts.scheme}_proxy", "all_proxy")
    set_ones = (name for lower in names for name in (lower.upper(), lower) if values.get(name, "").strip())
    name = next(set_ones, None)
    return _proxy_address(name, values[name].strip()) if name else None


def _proxy_address(name: str, value: str) -> str:
    address = value if "://" in value else f"http://{value}"
    try:
        parts = urlsplit(address)
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of the port
        is_sound = False
    if not is_sound:
        raise SettingError(f"{name} takes the address of an HTTP proxy, such as http://proxy.example.org:3128.")
    return address


def _webhook(url: str, secret: str, host: str, port: str) -> WebhookSettings | None:
    if not url:
        return None
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise SettingError("WEBHOOK_URL takes the https address at which Telegram reaches this bot.")
    if not _SECRET.match(secret):
        raise SettingError("WEBHOOK_SECRET must be set with WEBHOOK_URL: 16 to 256 letters, digits, _ or -.")
    return WebhookSettings(url=url, secret=secret, host=host, port=_port("WEBHOOK_PORT", port))


def _port(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and int(value) < 65536):
        raise SettingError(f"{name} takes a port number from 0 to 65535.")
    return int(value)


def _rate(value: str) -> float:
    try:
        rate = float(value)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 10_000:
        raise SettingError("SENDS_PER_SECOND takes a number from 0 (no limit) to 10000.")
    return rate


def _level(value: str) -> str:
    if value.upper() not in _LEVELS:
        raise SettingError(f"LOG_LEVEL is one of {', '.join(_LEVELS)}.")
    return value.upper()
