"""What can be wrong with a dialogue file: the rules, a problem with its place, and the report of one file.

Each rule has a broken file of the same name in tests/broken_dialogues/. Problems that only follow from another are not
shown: the sets below the rules say which rules keep which others from being asked.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Rule(StrEnum):
    """What a file can break. The names are shown to authors and programs, so they stay as they are."""

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
    CAPTION_TOO_LONG = "caption_too_long"
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
    LOOP_BY_TIME = "loop_by_time"
    TOO_MANY_MESSAGES = "too_many_messages"
    RENAMED_CLASH = "renamed_clash"
    UNKNOWN_PATTERN = "unknown_pattern"
    NEVER_ENDS = "never_ends"
    DEAD_BRANCH = "dead_branch"
    TOO_MANY_BRANCHES = "too_many_branches"
    LABEL_IS_COMMAND = "label_is_command"
    SAME_LABEL = "same_label"
    LOST_ANSWER = "lost_answer"
    NO_CHECKPOINT = "no_checkpoint"
    # Proofs for `load: high`
    NO_CONSENT = "no_consent"
    NO_TENSION = "no_tension"
    NO_GROUNDING = "no_grounding"
    HEAVY_WHEN_TENSE = "heavy_when_tense"
    LEFT_TENSE = "left_tense"
    TENSION_REVERSED = "tension_reversed"
    HEAVY_CALL = "heavy_call"
    PROBE_IN_CALM = "probe_in_calm"
    STOP_NOT_CALM = "stop_not_calm"
    NOTHING_HEAVY = "nothing_heavy"
    # Values
    WRONG_TYPE = "wrong_type"
    KEPT_TWICE = "kept_twice"
    # What is put away, and later visits
    SEALED_REPEATED = "sealed_repeated"
    SEALED_REMEMBERED = "sealed_remembered"
    SEAL_ON_LEAVING = "seal_on_leaving"
    UNSEAL_UNASKED = "unseal_unasked"
    VISIT_UNINVITED = "visit_uninvited"
    VISIT_TOO_SOON = "visit_too_soon"
    # What cannot be undone
    ERASE_UNASKED = "erase_unasked"
    # The voice
    JUDGING = "judging"
    TWO_QUESTIONS = "two_questions"
    UNSAFE_WORDS = "unsafe_words"
    # Other languages
    UNKNOWN_LANGUAGE = "unknown_language"
    MISSING_WORDS = "missing_words"
    LEFT_OVER = "left_over"
    SLOTS_DIFFER = "slots_differ"
    STALE_WORDS = "stale_words"
    # All dialogues together
    UNKNOWN_DIALOGUE = "unknown_dialogue"
    CALL_RECURSES = "call_recurses"
    UNKNOWN_VALUE = "unknown_value"
    VALUE_NOT_CERTAIN = "value_not_certain"
    EMPTY_MESSAGE = "empty_message"
    TAKEN_NAME = "taken_name"
    # The bot's own words, and the folder
    MISSING_PHRASE = "missing_phrase"
    UNKNOWN_COMMAND = "unknown_command"
    TOO_FEW = "too_few"
    BAD_HELPLINE = "bad_helpline"
    MISSING_FILE = "missing_file"
    STRAY_FILE = "stray_file"
    NO_PICTURE = "no_picture"
    OUTSIDE = "outside"
    UNREADABLE = "unreadable"


# After one of these a part of the file is not what its author meant, so no state is said to lack anything.
HIDES_EXITS = frozenset(
    {
        Rule.SEVERAL_DOCUMENTS,
        Rule.ALIAS,
        Rule.KEY_IS_NO_TEXT,
        Rule.DUPLICATE_KEY,
        Rule.WRONG_SHAPE,
        Rule.UNKNOWN_KEY,
        Rule.UNKNOWN_WORD,
        Rule.OPEN_WAYS,
        Rule.TOO_MANY_BUTTONS,
        Rule.SEVERAL_WAITS,
        Rule.OUT_OF_PLACE,
    }
)
# After one of these not all ways through the dialogue are known, so no rule that follows them is asked.
HIDES_WAYS = HIDES_EXITS | {Rule.UNKNOWN_STATE, Rule.NO_EXIT}
# After one of these it is not known what happens on a way, so no rule about values is asked and nothing is proved.
HIDES_MEANING = HIDES_WAYS | {
    Rule.BAD_CONDITION,
    Rule.DEAD_WAY,
    Rule.BAD_SCALE,
    Rule.NO_BODY_PLACES,
    Rule.UNKNOWN_CHOICE,
    Rule.UNKNOWN_DIALOGUE,
    Rule.TOO_MANY_BRANCHES,
}
# After one of these keys are lost, so none is said to be missing.
_HIDES_ABSENCES = frozenset({Rule.SEVERAL_DOCUMENTS, Rule.KEY_IS_NO_TEXT})
_ABSENCES = frozenset({Rule.MISSING_KEY, Rule.MISSING_PHRASE})
# What is at the place of one of these was replaced by something harmless, so no other problem of that place is shown.
HIDES_PLACE = frozenset(
    {
        Rule.ALIAS,
        Rule.WRONG_SHAPE,
        Rule.EMPTY_TEXT,
        Rule.BAD_NAME,
        Rule.BAD_CONDITION,
        Rule.BAD_SETTING,
        Rule.UNKNOWN_WORD,
    }
)


class Mark(NamedTuple):
    """A place in a file: line and column, both counted from 1 as in editors."""

    line: int
    column: int


TOP = Mark(line=1, column=1)

_QUOTED = re.compile(r"`([^`\n]+)`")

_MOST_SUGGESTED = 50  # problems of a file that are told with the name that was probably meant
_NOT_COMPARED = f"Correct the first {_MOST_SUGGESTED}, and check again to be told which name is nearest."
_MOST_NAMED = 24  # about three lines of a terminal
_LONGEST_COMPARED = 100  # characters; no name is longer, and comparing takes time that grows with the square


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One break of a rule, with its place and what to do about it."""

    path: str
    mark: Mark
    rule: Rule
    sentence: str  # what is wrong
    advice: str  # what to do about it
    way: tuple[str, ...] = ()  # the counterexample of a proof: the states on it, with what leads from each to the next

    @property
    def about(self) -> str:
        """Return what the sentence quotes first; "" if it quotes nothing."""
        found = _QUOTED.search(self.sentence)
        return found[1] if found else ""

    def __str__(self) -> str:
        return f"{plain(self.path)}:{self.mark.line}:{self.mark.column}: {self.sentence} {self.advice}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """The problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)  # all of them, also what follows from others

    def add(self, rule: Rule, mark: Mark, sentence: str, advice: str, way: tuple[str, ...] = ()) -> None:
        """Add a problem."""
        self.problems.append(Problem(path=self.path, mark=mark, rule=rule, sentence=sentence, advice=advice, way=way))

    def has(self, rules: Collection[Rule]) -> bool:
        """Return whether one of these rules is broken."""
        return any(problem.rule in rules for problem in self.problems)

    def suggest(self, word: str, known: Iterable[str]) -> str:
        """Return what `suggest` does, or a fixed advice once the file has many problems: comparing names takes long."""
        return suggest(word, known) if len(self.problems) < _MOST_SUGGESTED else _NOT_COMPARED

    def take_back(self, rules: Collection[Rule]) -> None:
        """Remove the problems of these rules, which only follow from a problem of another file."""
        self.problems[:] = [problem for problem in self.problems if problem.rule not in rules]

    def told(self) -> list[Problem]:
        """Return the problems to be shown, sorted. Those that repeat or only follow from others are left out."""
        refused = {problem.mark: problem.rule for problem in reversed(self.problems) if problem.rule in HIDES_PLACE}
        hidden = _ABSENCES if self.has(_HIDES_ABSENCES) else frozenset[Rule]()
        if self.has({Rule.SEVERAL_DOCUMENTS}):  # the states that are missing may stand in the other document
            hidden |= {Rule.UNKNOWN_STATE}
        misplaced = {problem.about for problem in self.problems if problem.rule is Rule.UNKNOWN_KEY} | {""}
        lacking = {problem.mark for problem in self.problems if problem.rule is Rule.MISSING_KEY}
        found = {
            problem
            for problem in self.problems
            if problem.rule not in hidden
            and not (problem.rule is Rule.UNKNOWN_STATE and (problem.mark in lacking or problem.about in misplaced))
        }
        return sorted(problem for problem in found if refused.get(problem.mark, problem.rule) == problem.rule)


def plain(words: str) -> str:
    """Return the words with characters written out that a terminal would act on."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in words)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant; None if none is near."""
    names, written = sorted(known), word[:_LONGEST_COMPARED]
    if written.lower() in names:
        return written.lower()
    return next(iter(difflib.get_close_matches(written, names, n=1)), None)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return advice for an unknown word: the nearest known one, or else those that are known."""
    names = sorted(known)
    if meant := nearest(word, names):
        return f"Did you mean `{meant}`?"
    if len(names) > _MOST_NAMED:
        return f"Known here: {', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more."
    return f"Known here: {', '.join(names)}." if names else "Nothing of this kind is known yet."
