"""The parameters of one method call, however they came, each read as the type that the method needs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import bad_request
from bot.sandbox.wording import is_whole

ATTACHED = "attach://"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file inside a request."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Params:
    """Values by name: text in a form, any JSON in a JSON body, with nested values encoded or not."""

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text; "" if it is missing, as for Telegram. Raises RefusedError if it is not valid Unicode."""
        value = self.values.get(name)
        if value is None:
            return ""
        said = value if isinstance(value, str) else json.dumps(value)
        if not is_whole(said):
            raise bad_request("strings must be encoded in UTF-8")
        return said

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number. Telegram takes the default for what it cannot read as one."""
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            return default

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "yes", "1")

    def parsed(self, name: str, what: str) -> Any:
        """Return a nested value; None if it is missing. Raises RefusedError if it is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return _checked(value)
        if not value:
            return None
        try:
            return _checked(json.loads(value))
        except (ValueError, RecursionError) as error:
            raise bad_request(f"can't parse {what} JSON object") from error

    def upload(self, name: str) -> Upload | None:
        """Return the file that was sent under this name, or under the name that its value points to; else None."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith(ATTACHED):
            return self.uploads.get(value.removeprefix(ATTACHED))
        return self.uploads.get(name)


def _checked(value: Any) -> Any:
    """Return the value. Raises RefusedError if lone surrogates are in its texts."""
    if value is not None and not is_whole(json.dumps(value, ensure_ascii=False)):
        raise bad_request("strings must be encoded in UTF-8")
    return value
