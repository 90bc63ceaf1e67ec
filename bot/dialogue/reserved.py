"""The dialogues that the program knows by name: those that the core opens by itself, and those that are calm."""

from __future__ import annotations

from bot.dialogue.model import DialogueId

ONBOARDING = DialogueId("onboarding")
EXERCISES = DialogueId("exercises")
STOPPED = DialogueId("stopped")  # the calm end that /stop comes to
CRISIS = DialogueId("crisis")
SUPPORT = DialogueId("support")  # its first words are also what is sent when the database is gone
SETTINGS = DialogueId("settings")
DAILY_PROMPT = DialogueId("daily_prompt")
BEGUN = DialogueId("begun")  # asks whether to go on with an exercise that rests, or to begin it anew
CHANGED = DialogueId("changed")  # offers to begin anew what can no longer be gone on with

# If one of these is missing, the bot does not start.
REQUIRED_DIALOGUES = frozenset({ONBOARDING, EXERCISES, STOPPED, CRISIS, SUPPORT, DAILY_PROMPT, BEGUN, CHANGED})

# What these say goes before all else, and until it is delivered.
WHERE_HELP_IS = frozenset({CRISIS, SUPPORT})

# These begin with a list of what there is. Nobody is led back to it: its command brings it again.
MENUS = frozenset({EXERCISES, SETTINGS})

GROUNDING = DialogueId("grounding")
HOME = DialogueId("home")  # visits the home base, or says that there is none yet
PEACEFUL_PLACE = DialogueId("peaceful_place")  # builds it

# These ground, or build and visit the home base: every way out of a heavy exercise passes one of them.
CALM = frozenset({GROUNDING, HOME, PEACEFUL_PLACE})
