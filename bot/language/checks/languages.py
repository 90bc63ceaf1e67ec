"""The rule that a dialogue only sets languages that the folder has. `overlays` compares the words of each language."""

from __future__ import annotations

from collections.abc import Collection

from bot.language.checks.settings import set_in
from bot.language.grammar.build import Built
from bot.language.problems import Rule, suggest
from bot.language.proofs.exits import kept_by

_FIELD = "language"  # of the profile


def check_languages(built: Built, known: Collection[str]) -> None:
    """Report languages that are set and are not `known`. `known` also holds languages with problems of their own."""
    states = built.dialogue.states.values()
    kept = any(_FIELD in kept_by(state) for state in states)  # if not, a copy of it is refused for that already
    for state in states:
        for setting, path in set_in(state):
            if setting.field != _FIELD or setting.constant in known:
                continue
            mark = built.state_mark(state.id, *path)
            if setting.constant is not None:
                sentence = f"There is no language `{setting.constant}` here."
                built.report.add(Rule.UNKNOWN_LANGUAGE, mark, sentence, suggest(setting.constant, known))
            elif kept:
                advice = f"Give each language a choice of its own, with `set: {{{_FIELD}: {min(known)}}}`."
                built.report.add(Rule.UNKNOWN_LANGUAGE, mark, "A language cannot be told in words.", advice)
