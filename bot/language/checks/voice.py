"""Rules about how the coach speaks: the voice lint hears every text of a file that people read.

It reads the trees, so that files of all languages are alike to it. `bot/listening/voice.py` knows which words are
meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialogue.dialogues import ORIGINAL
from bot.language.grammar.build import Built
from bot.language.problems import Report, Rule
from bot.language.source.folder import LISTENING, PHRASES, Folder
from bot.language.source.nodes import Entry, Mapping, Node, Scalar
from bot.listening.voice import hear_voice, second_question
from bot.listening.voice_kinds import UNSAFE_KINDS

_HEAD = ("title", "about", "unclear")
_SAID = ("say", "ask", "unclear")
_OPTIONS = ("choices", "many", "places")  # whose labels stand below them
_BUTTON = "button_"  # before the keys of phrases that are labels
_LISTS_OF_LABELS = ("body_places", "patterns")


def check_voice(built: Built) -> None:
    check_voice_of_dialogue(built.tree, built.report)


def check_other_voices(files: Folder) -> None:
    """Report unfit words in the bot's own sentences, and in all other languages."""
    _check_own_words(files, ORIGINAL)
    for language, words in files.languages.items():
        _check_own_words(words, language)
        for file in words.dialogues.values():
            check_voice_of_dialogue(file.tree, file.report, language)


def _check_own_words(files: Folder, language: str) -> None:
    if phrases := files.own.get(PHRASES):
        check_voice_of_phrases(phrases.tree, phrases.report, language)
    if listening := files.own.get(LISTENING):
        check_voice_of_probes(listening.tree, listening.report, language)


def check_voice_of_dialogue(tree: Mapping | None, report: Report, language: str = ORIGINAL) -> None:
    """Report unfit words in a dialogue's own file, or in its words in another language."""
    if tree is None:
        return
    for found in _scalars(tree, _HEAD):
        _check_words(found, report, language)
    unclear = next(_scalars(tree, ("unclear",)), None)
    for state in _below(tree, "states"):
        if isinstance(state.value, Mapping):
            _check_state(state.value, unclear, report, language)


def check_voice_of_phrases(tree: Mapping | None, report: Report, language: str = ORIGINAL) -> None:
    """Report unfit words in `_phrases.yaml`. Each phrase is a message or the label of a button."""
    for entry in tree.entries if tree else ():
        if entry.key.text in _LISTS_OF_LABELS:
            _check_labels(entry.value, report, language)
        elif entry.key.text == "commands":
            for line in _lines(entry.value, "about"):
                _check_words(line, report, language)
        elif isinstance(entry.value, Scalar):
            label = entry.key.text.startswith(_BUTTON)
            _check_words(entry.value, report, language, label=label)
            _check_questions((entry.value,), report, language)


def check_voice_of_probes(tree: Mapping | None, report: Report, language: str = ORIGINAL) -> None:
    """Report unfit words in the probes of `_listening.yaml`. The cues that people say are not checked."""
    for entry in _below(tree, "probes"):
        if isinstance(entry.value, Scalar):
            _check_words(entry.value, report, language)
            _check_questions((entry.value,), report, language)


def _check_state(state: Mapping, unclear: Scalar | None, report: Report, language: str) -> None:
    """Report unfit words in a state. `unclear` is what is said if the state has no `unclear` of its own."""
    there = {entry.key.text: entry.value for entry in state.entries}
    said = {key: node for key in _SAID if isinstance(node := there.get(key), Scalar)}
    for found in said.values():
        _check_words(found, report, language)
    if isinstance(more := there.get("more"), Scalar):  # a message of its own
        _check_words(more, report, language)
        _check_questions((more,), report, language)
    for key in _OPTIONS:
        if key in there:
            _check_labels(there[key], report, language)
    say, ask, own = (said.get(key) for key in _SAID)
    if _check_questions([part for part in (say, ask) if part], report, language):
        return
    if "read" in there:
        before = own or unclear
    else:  # an overlay says only what the original reads; in the original `unclear` is out of place here
        before = None if language == ORIGINAL else own
    if before:  # without it the message is the question alone, which is checked already
        _check_questions([before, ask] if ask else [before], report, language)


def _check_labels(node: Node, report: Report, language: str) -> None:
    for line in _lines(node, "label"):
        _check_words(line, report, language, label=True)


def _check_words(found: Scalar, report: Report, language: str, *, label: bool = False) -> None:
    findings = hear_voice(found.text, language, label=label)
    for finding, mark in zip(findings, found.all_at(finding.start for finding in findings), strict=True):
        rule = Rule.UNSAFE_WORDS if finding.kind in UNSAFE_KINDS else Rule.JUDGING
        report.add(rule, mark, finding.sentence, finding.advice)


def _check_questions(message: Sequence[Scalar], report: Report, language: str) -> bool:
    """Report a message that asks more than one question, and return whether it does. `message` holds its parts."""
    second = second_question([part.text for part in message], language)
    if second:
        number, finding = second
        report.add(Rule.TWO_QUESTIONS, message[number].at(finding.start), finding.sentence, finding.advice)
    return second is not None


def _lines(node: Node, key: str) -> Iterator[Scalar]:
    """Yield the text of each entry: its value, or what is under `key` in it."""
    for entry in node.entries if isinstance(node, Mapping) else ():
        inner = entry.value.entry(key) if isinstance(entry.value, Mapping) else entry
        if inner and isinstance(inner.value, Scalar):
            yield inner.value


def _below(tree: Mapping | None, key: str) -> tuple[Entry, ...]:
    entry = tree.entry(key) if tree else None
    return entry.value.entries if entry and isinstance(entry.value, Mapping) else ()


def _scalars(tree: Mapping, keys: Sequence[str]) -> Iterator[Scalar]:
    """Yield the texts under these keys, in the order of the keys."""
    found = (tree.entry(key) for key in keys)
    return (entry.value for entry in found if entry and isinstance(entry.value, Scalar))
