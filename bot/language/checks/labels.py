"""Rules over buttons: two of one question differ, and no label is what people type for a command.

If one were, "stop" would press that button instead of stopping. And in no language does a "no" press a button that
consents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.dialogue.matching import YES_OR_NO, borne_by, label_of, whole_words
from bot.dialogue.model import Breath, Load, ManyAsk, Pause, State
from bot.dialogue.words import Words
from bot.language.grammar.build import Built
from bot.language.problems import HIDES_MEANING, Rule
from bot.language.proofs.heavy_and_calm import falsely_agreeing
from bot.listening.cues import Cues
from bot.listening.hearing import plain

_IN_NEED = {"stop", "support"}  # nothing may stand before these, not even a label that only begins so

_READY = "button_ready"
_EXITS = ("button_skip", "button_pause", "button_support")  # wherever something heavy is going on
_OWN_BUTTONS = (*_EXITS, "button_done", _READY)

_Label = tuple[tuple[str, ...], str]
_Command = tuple[str, list[str], str]  # what is typed for it, the same word by word, and its name


def check_labels(built: Built, cues: Cues, phrases: Mapping[str, Words]) -> None:
    """`phrases` are the bot's own sentences in the language of these labels; its buttons are among them."""
    own = {key: label_of(words) for key in _OWN_BUTTONS if (words := phrases.get(key))}
    commands = [(words, typed, command) for words, command in cues.commands.items() if (typed := whole_words(words))]
    begin = {words.partition(" ")[0] for words in cues.commands}
    for state in built.dialogue.states.values():
        for labels in _buttons(state):
            _check_alike(built, state, labels)
            _check_own(built, state, labels, own)
            for path, label in labels:
                if _first_word(label) in begin:
                    _check_label(built, (state.id, *path), labels, commands)


def check_consent(own: Built, original: Built, cues: Cues) -> None:
    """Report labels of another language that decline, on buttons that consent in the original."""
    if original.dialogue.load is not Load.HIGH or original.report.has(HIDES_MEANING):
        return
    for id, key in falsely_agreeing(original.dialogue, own.dialogue, cues.refusals):
        sentence = "In the original this button consents, and these words decline, or are pressed by some that do."
        mark = own.state_mark(id, "choices", key)
        own.report.add(Rule.NO_CONSENT, mark, sentence, "Let its label agree, and begin with no word that declines.")


def _check_alike(built: Built, state: State, labels: list[_Label]) -> None:
    """Report two buttons with the same label. Typed, it would always press the first."""
    first: dict[str, str] = {}
    for path, label in labels:
        said = " ".join(whole_words(label))
        if said in first:
            sentence = f"Another button of this question says `{first[said]}` too."
            mark = built.state_mark(state.id, *path)
            built.report.add(Rule.SAME_LABEL, mark, sentence, "Let the two say what each of them is for.")
        first.setdefault(said, label)


def _check_own(built: Built, state: State, labels: list[_Label], own: Mapping[str, str]) -> None:
    """Report buttons that are labelled like one of the bot's own beside them.

    A tick called "Done" would look like the end of ticking.
    """
    beside = {" ".join(whole_words(own[key])): own[key] for key in _own_beside(state) if key in own}
    for path, label in labels:
        if (said := " ".join(whole_words(label))) in beside:
            sentence = f"The bot's own button beside this one says `{beside[said]}` too."
            mark = built.state_mark(state.id, *path)
            built.report.add(Rule.SAME_LABEL, mark, sentence, "Let it say what it is for in other words.")


def _own_beside(state: State) -> tuple[str, ...]:
    leads_on = any(not choice.count for choice in state.choices)
    ready = isinstance(state.wait, Pause | Breath) and not leads_on
    return (*_EXITS, *(("button_done",) if isinstance(state.wait, ManyAsk) else ()), *((_READY,) if ready else ()))


def _first_word(label: str) -> str:
    first, _, rest = label.partition(" ")
    word = plain(first)
    return plain(rest.partition(" ")[0]) if word in YES_OR_NO and rest else word


def _check_label(built: Built, path: tuple[str, ...], labels: list[_Label], commands: list[_Command]) -> None:
    own = dict(labels)[path[1:]]
    begins = whole_words(own)[:2]  # what is typed for it begins with its first word, or the one behind its yes or no
    read = [(place, whole_words(label)) for place, label in labels]
    for words, typed, command in commands:
        if typed[0] not in begins or borne_by(typed, read) != path[1:]:
            continue
        if command in _IN_NEED or _is_whole(words, own):
            sentence = f"Whoever types `{words}`, which stands for /{command}, would press this button instead."
            mark = built.mark("states", *path)
            built.report.add(Rule.LABEL_IS_COMMAND, mark, sentence, "Let its label begin with another word.")
            return


def _is_whole(words: str, label: str) -> bool:
    """Return whether the words are the whole label, or all of it but its yes or no."""
    said = " ".join(plain(word) for word in label.split())
    return words in (said, *(said.removeprefix(f"{bare} ") for bare in YES_OR_NO))


def _buttons(state: State) -> Iterator[list[_Label]]:
    """Yield the labels among which a typed one is looked for, each with where it is written."""
    yield [(("choices", choice.key, "label"), label_of(choice.label)) for choice in state.choices]
    if isinstance(state.wait, ManyAsk):
        yield [(("many", option.key), label_of(option.label)) for option in state.wait.options]
