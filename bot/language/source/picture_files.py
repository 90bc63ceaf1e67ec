"""Opens a coach's own picture, a file in the folder `pictures` beside the dialogues, with care.

The limits are those of Telegram's sendPhoto (core.telegram.org/bots/api#sendphoto). Only Telegram can say in the end
whether it accepts a picture.
"""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.language.problems import Rule, plain, suggest
from bot.language.source.files import leads_out, without_waiting
from bot.language.source.picture_headers import Header, PictureFormat, read_header

PICTURES = "pictures"  # the folder's name

_MOST_BYTES = 10_000_000
_MOST_PIXELS = 10_000  # width and height together
_MOST_RATIO = 20  # of the longer side to the shorter
_MEDIA_TYPES = {PictureFormat.PNG: "image/png", PictureFormat.JPEG: "image/jpeg", PictureFormat.GIF: "image/gif"}
_OUTSIDE = ("This link leads out of the folder of dialogues.", "Put the picture itself into the folder `pictures`.")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture that can be shown."""

    content: bytes
    kind: PictureFormat

    @property
    def as_url(self) -> str:
        """Return the picture as a data URL, for a page that loads nothing from outside."""
        return f"data:{_MEDIA_TYPES[self.kind]};base64,{b64encode(self.content).decode()}"


class NoPictureError(Exception):
    """A picture that cannot be shown, with the rule that it breaks."""

    def __init__(self, rule: Rule, sentence: str, advice: str) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.sentence = sentence
        self.advice = advice


def check_picture(dialogues: Path, name: str) -> None:
    """Check that the folder has a picture of this name that Telegram takes. Raises NoPictureError if not."""
    with _opened(dialogues, name):
        pass


def read_picture(dialogues: Path, name: str) -> Picture | None:
    """Return the picture as it is now; None if it cannot be shown any more, whatever was checked before."""
    try:
        with _opened(dialogues, name) as (file, header):
            file.seek(0)
            content = file.read(_MOST_BYTES + 1)
            return Picture(content=content, kind=header.kind) if len(content) <= _MOST_BYTES else None
    except NoPictureError:
        return None


@contextmanager
def _opened(dialogues: Path, name: str) -> Iterator[tuple[BinaryIO, Header]]:
    path = dialogues / PICTURES / name
    if leads_out(path, dialogues):
        raise NoPictureError(Rule.OUTSIDE, *_OUTSIDE)
    try:
        with open(path, "rb", opener=without_waiting) as file:
            yield file, _looked_at(file, name)
    except FileNotFoundError:
        raise _missing(dialogues / PICTURES, name) from None
    except OSError as error:
        raise _unfit(f"`{name}` cannot be read: {error.strerror}.", "Let the bot's user read it.") from None


def _looked_at(file: BinaryIO, name: str) -> Header:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise _unfit(f"`{name}` is no file that could be read.", "Put a picture in its place.")
    if status.st_size > _MOST_BYTES:
        raise _unfit(f"`{name}` has {status.st_size:,} bytes; {_MOST_BYTES:,} is the most.", "Save it smaller.")
    header = read_header(file)
    if header is None:
        raise _unfit(f"`{name}` is no PNG, JPEG or GIF by its first bytes.", "Save the picture as one of these.")
    size = f"`{name}` is {header.width:,} by {header.height:,} pixels"
    if header.width + header.height > _MOST_PIXELS:
        raise _unfit(f"{size}; {_MOST_PIXELS:,} together is the most.", "Save it smaller.")
    if max(header.width, header.height) > _MOST_RATIO * min(header.width, header.height):
        raise _unfit(f"{size}; Telegram takes no side that is more than {_MOST_RATIO} times the other.", "Cut it.")
    return header


def _missing(folder: Path, name: str) -> NoPictureError:
    try:
        known = [plain(entry) for entry in os.listdir(folder) if not entry.startswith(".")]
    except OSError:
        known = []
    advice = suggest(name, known) if known else f"Put the picture there: `{PICTURES}` lies beside the dialogues."
    return _unfit(f"There is no `{name}` in the folder `{PICTURES}`.", advice)


def _unfit(sentence: str, advice: str) -> NoPictureError:
    return NoPictureError(Rule.NO_PICTURE, sentence, advice)
