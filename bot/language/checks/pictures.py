"""Rules about pictures: each that a dialogue shows is there, and Telegram takes it. `grammar` checks captions."""

from __future__ import annotations

from pathlib import Path

from bot.language.grammar.build import Built
from bot.language.source.files import leads_out
from bot.language.source.picture_files import PICTURES, NoPictureError, check_picture


def check_pictures(built: Built, dialogues: Path) -> None:
    """Report pictures that are missing or unfit. `dialogues` is the folder.

    If its `pictures` folder is a link that leads out, that is reported once elsewhere.
    """
    shown = [(state.id, state.picture) for state in built.dialogue.states.values() if state.picture]
    if not shown or leads_out(dialogues / PICTURES, dialogues):
        return
    for state, name in shown:
        try:
            check_picture(dialogues, name)
        except NoPictureError as error:
            built.report.add(error.rule, built.state_mark(state, "picture"), error.sentence, error.advice)
