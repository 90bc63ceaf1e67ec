"""The dialogues that the core opens by itself, by name. One that is missing keeps the bot from starting."""

from __future__ import annotations

from bot.dialogue.model import DialogueId

ONBOARDING = DialogueId("onboarding")
EXERCISES = DialogueId("exercises")
STOPPED = DialogueId("stopped")  # the calm end that /stop comes to
CRISIS = DialogueId("crisis")
SUPPORT = DialogueId("support")  # its first words are also what is sent when the database is gone
DAILY_PROMPT = DialogueId("daily_prompt")
BEGUN = DialogueId("begun")  # asks whether to go on with an exercise that rests, or to begin it anew
CHANGED = DialogueId("changed")  # offers to begin anew what can no longer be gone on with

REQUIRED_DIALOGUES = frozenset({ONBOARDING, EXERCISES, STOPPED, CRISIS, SUPPORT, DAILY_PROMPT, BEGUN, CHANGED})
