"""What can be wrong with a dialogue file: the rules, a problem with its place, and where the problems of a file gather.

Each rule has a broken file of the same name in tests/broken_dialogues/.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    # Reading: the file as YAML
    NOT_UTF8 = "not_utf8"
    CONTROL_CHARACTER = "control_character"
    TOO_LARGE = "too_large"
    TAB = "tab"
    SYNTAX = "syntax"
    EMPTY_FILE = "empty_file"
    SEVERAL_DOCUMENTS = "several_documents"
    TOO_DEEP = "too_deep"
    ALIAS = "alias"
    ANCHOR = "anchor"
    TAG = "tag"
    KEY_IS_NO_TEXT = "key_is_no_text"
    DUPLICATE_KEY = "duplicate_key"
    CUT_BY_HASH = "cut_by_hash"
    # Shape: what stands at a place
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    EMPTY_TEXT = "empty_text"
    BAD_NAME = "bad_name"
    BAD_NUMBER = "bad_number"
    ONLY_TRUE = "only_true"
    UNKNOWN_WORD = "unknown_word"
    MARKUP = "markup"
    LABEL_NOT_PLAIN = "label_not_plain"
    LABEL_TOO_LONG = "label_too_long"
    TEXT_TOO_LONG = "text_too_long"
    # One state
    BAD_CONDITION = "bad_condition"
    DEAD_WAY = "dead_way"
    OPEN_WAYS = "open_ways"
    BAD_SCALE = "bad_scale"
    TOO_MANY_BUTTONS = "too_many_buttons"
    NO_BODY_PLACES = "no_body_places"
    SEVERAL_WAITS = "several_waits"
    NO_QUESTION = "no_question"
    OUT_OF_PLACE = "out_of_place"
    UNKNOWN_CHOICE = "unknown_choice"
    BAD_SETTING = "bad_setting"
    # One dialogue
    UNKNOWN_STATE = "unknown_state"
    UNREACHABLE_STATE = "unreachable_state"
    NO_EXIT = "no_exit"
    LOOP_WITHOUT_WAIT = "loop_without_wait"
    RENAMED_CLASH = "renamed_clash"
    UNKNOWN_PATTERN = "unknown_pattern"
    NO_CONSENT = "no_consent"
    NO_TENSION = "no_tension"
    # All dialogues together
    UNKNOWN_DIALOGUE = "unknown_dialogue"
    CALL_RECURSES = "call_recurses"
    UNKNOWN_VALUE = "unknown_value"
    VALUE_NOT_CERTAIN = "value_not_certain"
    # The bot's own words, and the folder
    MISSING_PHRASE = "missing_phrase"
    UNKNOWN_COMMAND = "unknown_command"
    TOO_FEW = "too_few"
    BAD_HELPLINE = "bad_helpline"
    MISSING_FILE = "missing_file"
    STRAY_FILE = "stray_file"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Mark:
    """A place in a file, both counted from 1, as editors do."""

    line: int
    column: int


TOP = Mark(line=1, column=1)


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    path: str
    mark: Mark
    rule: Rule
    sentence: str  # what is wrong
    advice: str  # what to do about it

    def __str__(self) -> str:
        return f"{self.path}:{self.mark.line}:{self.mark.column}: {self.sentence} {self.advice}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """The problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, rule: Rule, mark: Mark, sentence: str, advice: str) -> None:
        self.problems.append(Problem(path=self.path, mark=mark, rule=rule, sentence=sentence, advice=advice))


def suggest(word: str, known: Iterable[str]) -> str:
    """Advice for a word that is not known: the nearest one that is, or all that are."""
    names = sorted(known)
    nearest = difflib.get_close_matches(word, names, n=1)
    if nearest:
        return f"Did you mean `{nearest[0]}`?"
    return f"Known here: {', '.join(names)}." if names else "Nothing of this kind is known yet."
