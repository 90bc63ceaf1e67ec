"""Carries out what a dialogue sets: constants and kept values go into the person's profile.

Where that changes when the daily prompt comes, its due row follows.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from bot.dialogue.model import Setting
from bot.dialogue.move import Move
from bot.dialogue.prompting import schedule
from bot.dialogue.session import Profile
from bot.dialogue.values import Said

FIELDS = frozenset(field.name for field in fields(Profile))
_TIMING = frozenset({"consented", "zone", "prompt_time", "prompts"})


def apply_settings(move: Move, settings: tuple[Setting, ...]) -> None:
    """Put each setting into the profile. A value that was skipped changes nothing."""
    changes: dict[str, Any] = {s.field: value for s in settings if (value := _value(move, s)) is not None}
    if not changes:
        return
    move.change(profile=replace(move.session.profile, **changes))
    if _TIMING & changes.keys():
        schedule(move)


def _value(move: Move, setting: Setting) -> str | bool | None:
    if setting.field == "consented":
        return setting.constant == "yes"
    if setting.constant is not None:
        return setting.constant
    kept = move.frame.values.get(setting.field)
    return kept.words if isinstance(kept, Said) else None
