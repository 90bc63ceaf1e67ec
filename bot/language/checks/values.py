"""Rules about `{values}`, branches and settings: each value is kept before it is used, and words can always be said.

A value is certain if every way to the state keeps it in words: not a question that may be skipped, nor a voice note.
`values_from_callers.py` works out what dialogues give to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import and_

from bot.dialogue.conditions import WORKED_OUT
from bot.dialogue.graph_search import spread
from bot.dialogue.model import Dialogue, DialogueId, State, StateId, TextAsk, Way
from bot.dialogue.profile import FIELDS
from bot.dialogue.slots import WORKED_OUT_OF
from bot.dialogue.words import Slot, Words
from bot.language.checks.values_from_callers import given_by_others
from bot.language.grammar.build import Built
from bot.language.problems import Mark, Rule
from bot.language.proofs.exits import exits, kept_before, kept_by, may_be_spoken

_TOLD_IN_PROFILE = FIELDS - {"consented"}  # which is no text


@dataclass(frozen=True, kw_only=True)
class Values:
    """The values that words may hold beside those that dialogues keep."""

    always: frozenset[str]
    sometimes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The values that all dialogues together give to each."""

    always: frozenset[str]
    known: frozenset[str]  # to words, at least sometimes: any dialogue may be the one beneath
    branches: frozenset[str]  # to branches: the profile, and what is kept for good
    spoken: frozenset[str]  # kept for good, but perhaps as a voice note
    given: Mapping[DialogueId, frozenset[str]] = field(default_factory=dict)  # to the words of each dialogue by others

    def given_to(self, dialogue: DialogueId) -> frozenset[str]:
        """Return the names of the values that the dialogue's words may hold from elsewhere.

        Where it is not worked out what others give to it, these are all that are known anywhere.
        """
        return self.given.get(dialogue, self.known)


@dataclass(frozen=True, kw_only=True)
class KeptNames:
    """The names of the values that one dialogue keeps."""

    somewhere: frozenset[str]
    in_words: frozenset[str]  # by questions that take words: the others keep nothing that a profile could hold
    certain: Mapping[StateId, frozenset[str]]  # when the state is entered
    before: Mapping[StateId, frozenset[str]]  # on some way to it, of those that words ask for


def surroundings(values: Values, dialogues: Iterable[Dialogue]) -> Surroundings:
    """Return what these dialogues together give to each."""
    dialogues = tuple(dialogues)
    states = [state for dialogue in dialogues for state in dialogue.states.values()]
    remembering = [(state.remember, state) for state in states if state.remember]
    remembered = frozenset(name for name, _ in remembering)
    anywhere = values.always | values.sometimes | remembered
    return Surroundings(
        always=values.always,
        known=anywhere.union(*map(kept_by, states)),
        branches=seen_by_branches(dialogues),
        spoken=frozenset(name for name, state in remembering if may_be_spoken(state)),
        given={id: anywhere | names for id, names in given_by_others(dialogues).items()},
    )


def seen_by_branches(dialogues: Iterable[Dialogue]) -> frozenset[str]:
    """Return the names that a branch may ask about though its own dialogue does not keep them."""
    states = (state for dialogue in dialogues for state in dialogue.states.values())
    return _TOLD_IN_PROFILE | WORKED_OUT | {state.remember for state in states if state.remember}


def asked_for(dialogue: Dialogue) -> Iterator[str]:
    """Yield the names of all values that the dialogue's words hold or its branches compare."""
    for state in dialogue.states.values():
        unclear = state.wait.unclear if isinstance(state.wait, TextAsk) else None
        for words in (state.say, state.ask, unclear):
            yield from words.slots | words.optional_slots if words else ()
        yield from (name for way, _ in _ways_of(state) if way.when for name in way.when.names)


def check_slots(built: Built, around: Surroundings) -> None:
    """Report values in words that nothing keeps.

    It follows no ways, so it can be asked of every dialogue that can be read.
    """
    holding = [found for state in built.dialogue.states.values() for found in _words_of(built, state)]
    if not holding:
        return
    here = around.given_to(built.dialogue.id).union(*map(kept_by, built.dialogue.states.values()))
    for words, mark in holding:
        for name in sorted((words.slots | words.optional_slots) - here):
            if name in around.known:
                sentence = f"`{name}` is kept by another dialogue, and is never there in this one."
                advice = "Ask for it here, or let the other keep it for good, with `remember`."
                built.report.add(Rule.UNKNOWN_VALUE, built.value_mark(mark, name), sentence, advice)
            else:
                sentence = f"Nothing ever keeps a value called `{name}`."
                built.report.add(
                    Rule.UNKNOWN_VALUE, built.value_mark(mark, name), sentence, built.report.suggest(name, here)
                )


def check_values(built: Built, around: Surroundings) -> None:
    """Report values that are not kept on every way to the words, branches and settings that need them.

    All ways of the dialogue must be known.
    """
    kept, given = _kept_in(built.dialogue, around), around.given_to(built.dialogue.id)
    for state in built.dialogue.states.values():
        if state.id in kept.certain:  # else no way leads to it
            possible = around.always | given | kept.before[state.id]
            certain = around.always | kept.certain[state.id]
            for words, mark in _words_of(built, state):
                _check_asked(built, words, mark, kept.somewhere - possible)
                _check_certain(built, words, mark, possible - certain)
            _check_said(built, state, certain, possible)
        _check_branches(built, state, kept.somewhere | around.branches)
        _check_settings(built, state, kept)


def _check_asked(built: Built, words: Words, mark: Mark, never: frozenset[str]) -> None:
    for name in sorted((words.slots | words.optional_slots) & never):
        sentence = f"`{name}` is never there yet: nothing asks for it before this."
        built.report.add(
            Rule.UNKNOWN_VALUE,
            built.value_mark(mark, name),
            sentence,
            "Ask for it before, or take it out of these words.",
        )


def _check_said(built: Built, state: State, certain: frozenset[str], possible: frozenset[str]) -> None:
    """Report a question, or words about an unclear answer, of which nothing may be left once lines are left out."""
    asked = "ask" if state.ask else "say" if state.waits else None
    for key, words, mark in _written_in(built, state):
        left_out = words.optional_slots - certain
        if key in (asked, "unclear") and left_out <= possible and not _always_says_something(words, certain):
            sentence = "Every line of this may be left out, and then nobody is asked anything."
            advice = f"Write a line without `{{{min(left_out)}?}}`, or `{{{min(left_out)}?|something else}}`."
            built.report.add(Rule.EMPTY_MESSAGE, mark, sentence, advice)


def _always_says_something(words: Words, certain: frozenset[str]) -> bool:
    for line in words.lines:
        slots = [part for part in line if isinstance(part, Slot)]
        stays = all(not slot.optional or slot.otherwise is not None or slot.name in certain for slot in slots)
        if stays and (slots or any(not isinstance(part, Slot) and part.text.strip() for part in line)):
            return True
    return False


def _check_certain(built: Built, words: Words, mark: Mark, uncertain: frozenset[str]) -> None:
    for name in sorted(words.slots & uncertain):
        sentence = f"There may be no `{name}` here: not asked on every way, skipped, or told in a voice note."
        advice = f"Write `{{{name}?}}`, and the line is left out when there is none."
        built.report.add(Rule.VALUE_NOT_CERTAIN, built.value_mark(mark, name), sentence, advice)


def _words_of(built: Built, state: State) -> Iterator[tuple[Words, Mark]]:
    for _, words, mark in _written_in(built, state):
        yield words, mark


def _written_in(built: Built, state: State) -> Iterator[tuple[str, Words, Mark]]:
    """Yield the state's words that hold values, each with its key and where it is written."""
    unclear = state.wait.unclear if isinstance(state.wait, TextAsk) else None
    for key, words in (("say", state.say), ("ask", state.ask), ("unclear", unclear)):
        if words and words.holds_values:
            yield key, words, built.state_mark(state.id, key)


def _check_branches(built: Built, state: State, known: frozenset[str]) -> None:
    for way, path in _ways_of(state):
        for name in way.when.names if way.when else ():
            if name not in known:
                mark = built.state_mark(state.id, *path, "if")
                sentence = f"Nothing keeps a value called `{name}` that a branch could see."
                built.report.add(
                    Rule.UNKNOWN_VALUE, built.value_mark(mark, name), sentence, built.report.suggest(name, known)
                )


def _ways_of(state: State) -> Iterator[tuple[Way, tuple[str | int, ...]]]:
    for number, way in enumerate(state.next):
        yield way, ("next", number)
    for choice in state.choices:
        for number, way in enumerate(choice.next):
            yield way, ("choices", choice.key, "next", number)


def _check_settings(built: Built, state: State, kept: KeptNames) -> None:
    places = [(state.sets, ("set",)), *((choice.sets, ("choices", choice.key, "set")) for choice in state.choices)]
    for sets, path in places:
        for number, setting in enumerate(sets):
            if setting.constant is None and setting.field not in kept.in_words:
                mark = built.state_mark(state.id, *path, number)
                sentence = f"No question of this dialogue that is answered in words keeps `{setting.field}`."
                advice = f"Ask for it first, or write `{{{setting.field}: ...}}` for something fixed."
                built.report.add(Rule.UNKNOWN_VALUE, mark, sentence, advice)


def _kept_in(dialogue: Dialogue, around: Surroundings) -> KeptNames:
    kept = {state.id: kept_by(state) for state in dialogue.states.values()}
    asking = [state for state in dialogue.states.values() if isinstance(state.wait, TextAsk)]
    spoken = around.spoken.union(*(kept[state.id] for state in asking if may_be_spoken(state)))
    told = _told_before(dialogue, kept)
    return KeptNames(
        somewhere=frozenset().union(*kept.values()),
        in_words=frozenset().union(*(kept[state.id] for state in asking)),
        certain={id: _with_worked_out(names - spoken) for id, names in told.items()},
        before=kept_before(dialogue, frozenset(asked_for(dialogue))),
    )


def _with_worked_out(names: frozenset[str]) -> frozenset[str]:
    return names | {name for name, source in WORKED_OUT_OF.items() if source in names}


def _told_before(dialogue: Dialogue, kept: Mapping[StateId, frozenset[str]]) -> dict[StateId, frozenset[str]]:
    """Return for each state the values that are surely told when it is entered, whichever way led there."""

    def onward(id: StateId, told: frozenset[str]) -> Iterator[tuple[StateId, frozenset[str]]]:
        still = told - kept[id]  # asked again, a value may be left out this time
        return ((found.to, (still | found.certain) - found.sealed) for found in exits(dialogue.states[id]))

    return spread({dialogue.start: frozenset[str]()}, onward, and_)
