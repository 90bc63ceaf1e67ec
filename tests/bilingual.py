"""A small folder of dialogues in two languages, loaded once: English, and German over it, which nobody has reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from bot.dialogue.dialogues import Dialogues, Review
from bot.dialogue.phrases import REQUIRED_PHRASES
from bot.language.checked_folder import THE_BOTS, Demands, Loaded
from bot.language.load import load_dialogues
from bot.practice.places import TABLE, Places

FOLDER = Path(__file__).parent / "languages" / "dialogues"


def demands() -> Demands:
    """What a folder needs that has neither a welcome, nor a breath, nor a daily prompt: the phrases it has."""
    lines = (FOLDER / "_phrases.yaml").read_text(encoding="utf-8").splitlines()
    there = {line.partition(":")[0] for line in lines}
    phrases = {key: values for key, values in REQUIRED_PHRASES.items() if key in there}
    return replace(THE_BOTS, phrases=phrases, dialogues=())


@cache
def loaded_bilingual() -> Loaded:
    return load_dialogues(FOLDER, Places.load(TABLE), demands())


def bilingual() -> Dialogues:
    return loaded_bilingual().dialogues


def german() -> Dialogues:
    return bilingual().speaking("de")


def reviewed() -> Dialogues:
    """The same, once somebody has read the German words."""
    language = replace(german().language, review=Review(by="Jo", on=date(2026, 2, 1)))
    return replace(bilingual(), others={"de": replace(german(), language=language)})
