"""The rules about what a dialogue means, in their order, for a folder that is read or a change that is tried.

The rules about its text (what is linked, shown and worded) run where a file is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.dialogue.model import DialogueId
from bot.language.checks.calling import check_calling
from bot.language.checks.dialogue import check_dialogue
from bot.language.checks.erasing import check_erasing
from bot.language.checks.keyboards import check_keyboards
from bot.language.checks.message_runs import check_message_runs
from bot.language.checks.remembering import check_remembered
from bot.language.checks.seals_and_visits import (
    check_repeated,
    check_sealed,
    check_unsealing,
    check_visits,
    put_away_in,
)
from bot.language.checks.settings import check_settings
from bot.language.checks.tension_words import check_tension_words
from bot.language.checks.values import Surroundings, check_slots, check_values
from bot.language.checks.visits_again import check_often
from bot.language.grammar.build import Built
from bot.language.problems import HIDES_MEANING
from bot.practice.breathing import PATTERNS


def check_meaning(built: Built, around: Surroundings) -> None:
    """Report what is wrong in one dialogue. Where a problem of its file hides the meaning, later rules are left out."""
    check_slots(built, around)
    check_dialogue(built, PATTERNS, around.branches)
    check_sealed(built)
    check_settings(built)
    check_erasing(built)
    check_tension_words(built)
    check_keyboards(built)
    if not built.report.has(HIDES_MEANING):
        check_values(built, around)


def check_meaning_between(parts: Collection[Built], all_built: Mapping[DialogueId, Built]) -> None:
    """Report what is wrong in how these dialogues lead to others. Each has been checked by itself before."""
    put_away = put_away_in(all_built)
    for built in parts:
        check_visits(built, all_built)
        check_repeated(built, put_away)
        check_unsealing(built, all_built)
    check_calling(parts, all_built)
    check_remembered(parts, all_built)
    check_message_runs(parts, all_built)
    check_often(parts, all_built)
