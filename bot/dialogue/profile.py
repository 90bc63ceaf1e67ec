"""Carries out what a dialogue sets: constants and kept values go into the person's profile.

If that changes when the daily prompt comes, its due row follows. Somebody who chooses a language whose words nobody has
reviewed is told so.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from bot.dialogue.daily_prompt import schedule_prompt
from bot.dialogue.model import Setting
from bot.dialogue.move import Move
from bot.dialogue.session import Profile
from bot.dialogue.values import Said
from bot.dialogue.visiting import schedule_visit

FIELDS = frozenset(field.name for field in fields(Profile))
_TIMING = frozenset({"consented", "zone", "prompt_time", "prompts"})


def apply_settings(move: Move, settings: tuple[Setting, ...]) -> None:
    """Put each setting into the profile. A value that was skipped changes nothing."""
    changes: dict[str, Any] = {s.field: value for s in settings if (value := _value(move, s)) is not None}
    if not changes:
        return
    before = move.dialogues.language
    move.change(profile=replace(move.session.profile, **changes))
    language = move.dialogues.language
    if language.is_preview and language != before:
        move.open_with(move.dialogues.phrase("language_preview", language=language.name))
    if _TIMING & changes.keys():
        schedule_prompt(move)
        if move.session.visits:
            schedule_visit(move)


def _value(move: Move, setting: Setting) -> str | bool | None:
    if setting.field == "consented":
        return setting.constant == "yes"
    if setting.constant is not None:
        return setting.constant
    kept = move.frame.values.get(setting.field)
    return kept.words if isinstance(kept, Said) else None
