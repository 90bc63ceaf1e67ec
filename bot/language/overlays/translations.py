"""Reads all other languages of a folder: each must say everything that the original says. Problems are reported in its
own files.

Parts of the original that have problems are compared with nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.dialogue.dialogues import Dialogues, Helplines, Language
from bot.dialogue.model import DialogueId
from bot.language.checks.erasing import check_phrases
from bot.language.checks.labels import check_consent, check_labels
from bot.language.grammar.build import Built
from bot.language.grammar.cues_file import SAFETY as SAFETY_TABLE
from bot.language.grammar.cues_file import heard_in_both, read_listening, with_crisis_phrases
from bot.language.grammar.helplines_file import read_helplines
from bot.language.grammar.phrases_file import OwnPhrases
from bot.language.overlays.dialogue_overlay import BodyPlaces, overlay
from bot.language.overlays.helplines_overlay import overlay_helplines
from bot.language.overlays.missing_words import left_over, many_missing, missing
from bot.language.overlays.phrases_overlay import OwnWords, overlay_phrases
from bot.language.overlays.safety_words import (
    ABOUT_OF,
    OF,
    check_of,
    countries_of,
    fingerprint_as_written,
    fingerprint_of_country,
    fingerprint_of_entries,
)
from bot.language.problems import HIDES_EXITS, HIDES_PLACE, TOP, Report, Rule
from bot.language.source.files import File
from bot.language.source.folder import HELPLINES, LISTENING, OWN, PHRASES, SAFETY, Folder
from bot.language.source.nodes import Mapping as Tree
from bot.listening.cues import Cues

OVERLAY_SAFETY = SAFETY_TABLE.eased("overlay_safety")
OVERLAY_SAFETY.key(OF, fingerprint_as_written, ABOUT_OF)
# The files of the bot's own words that keep people safe, each with the keys of the original that are followed.
SAFETY_FILES = {SAFETY: ("crisis",), HELPLINES: ("anywhere", "emergency_anywhere")}

_TAKE_OUT = "Take it out."
_MOST_MISSING = 5  # files that are told one by one

# After one of these in the original it is not known which words it has.
_HIDES_WORDS = HIDES_EXITS | HIDES_PLACE | {Rule.MARKUP}


@dataclass(frozen=True, kw_only=True)
class Original:
    """What the words of other languages are put over."""

    files: Folder
    built: Mapping[DialogueId, Built]
    own: OwnPhrases
    phrases: Collection[str]  # that belong into `_phrases.yaml`, whether or not they are there
    cues: Cues


@dataclass(frozen=True, kw_only=True)
class Translation:
    """One language's words, over the structure of the original."""

    language: Language
    built: Mapping[DialogueId, Built]
    own: OwnPhrases
    cues: Cues
    helplines: Helplines

    def over(self, original: Dialogues) -> Dialogues:
        """Return the dialogues in this language. What is not in words is taken from `original`."""
        dialogues = [part.dialogue for part in self.built.values()]
        return replace(
            original,
            live={dialogue.id: dialogue for dialogue in dialogues},
            pinned={(dialogue.id, dialogue.version): dialogue for dialogue in dialogues},
            phrases=self.own.phrases,
            cues=self.cues,
            helplines=self.helplines,
            language=self.language,
            others={},
        )


def read_translations(original: Original) -> tuple[Translation, ...]:
    """Return every language of the folder, ordered by tag. They are only of use if the folder has no problems."""
    return tuple(_translation(original, tag, files) for tag, files in sorted(original.files.languages.items()))


def with_translations(original: Dialogues, translations: Collection[Translation]) -> Dialogues:
    """Return the dialogues in the original, with the other languages beside them.

    Crisis phrases of all languages count in each: nobody says in which language they would write them.
    """
    heard = (original.cues, *(translation.cues for translation in translations))
    crisis = tuple(dict.fromkeys(phrase for cues in heard for phrase in cues.crisis))
    others = {t.language.tag: _hearing(t.over(original), crisis) for t in translations}
    return replace(_hearing(original, crisis), others=others)


def _hearing(dialogues: Dialogues, crisis: tuple[str, ...]) -> Dialogues:
    return replace(dialogues, cues=replace(dialogues.cues, crisis=crisis))


def _translation(original: Original, tag: str, files: Folder) -> Translation:
    _report_missing(files, [*(set(OWN) - files.own.keys()), *(original.built.keys() - files.dialogues.keys())])
    words, cues = _own_words(original, tag, files.own.get(PHRASES)), _cues(original, files)
    _check_of_files(original.files, files)
    built = _dialogues(original, words.own, files)
    for id, part in built.items():
        if part is not original.built[id]:
            check_labels(part, cues, words.own.phrases)
            check_consent(part, original.built[id], cues)
            check_phrases(part)
    return Translation(
        language=words.language,
        built=built,
        own=words.own,
        cues=cues,
        helplines=_helplines(original, words.own, files.own.get(HELPLINES)),
    )


def _report_missing(files: Folder, names: Collection[str]) -> None:
    """Report missing files one by one, or as one problem if there are many, as in a language that is only begun."""
    if len(names) > _MOST_MISSING:
        report = Report(path=str(files.path))
        many_missing(report, names)
        files.strays.append(report)
        return
    for name in names:
        report = Report(path=str(files.path / f"{name}.yaml"))
        advice = "Write it, or take the whole folder of this language out: it is offered only as a whole."
        missing(report, TOP, f"`{name}`", advice)
        files.strays.append(report)


def _own_words(original: Original, tag: str, file: File | None) -> OwnWords:
    if file is None or file.tree is None or not original.own.phrases:
        return OwnWords(language=Language(tag=tag, name=tag), own=original.own)
    return overlay_phrases(tag, original.own, file.tree, original.phrases, file.report)


def _dialogues(original: Original, own: OwnPhrases, files: Folder) -> dict[DialogueId, Built]:
    phrases = files.own.get(PHRASES)
    are_known = phrases is None or not phrases.report.has(HIDES_PLACE)
    places = BodyPlaces(
        original=original.own.body_places, own=own.body_places if are_known else original.own.body_places
    )
    built = dict(original.built)
    for id, file in files.dialogues.items():
        if id not in original.files.meant:
            left_over(file.report, TOP, f"dialogue `{id}`", "Take this file out, or give it the name that is meant.")
        elif file.tree and id in built and not built[id].report.has(_HIDES_WORDS):
            built[id] = overlay(built[id], file.tree, places, file.report)
    return built


def _cues(original: Original, files: Folder) -> Cues:
    listening, safety = files.own.get(LISTENING), files.own.get(SAFETY)
    known = original.own.commands
    own = read_listening(listening.tree, listening.report, known, original.cues) if listening else Cues()
    if listening and listening.tree and (listen := listening.tree.entry("listen")):
        listening.report.add(
            Rule.LEFT_OVER, listen.key.mark, "How often is asked is the same in all languages.", _TAKE_OUT
        )
    own = with_crisis_phrases(own, safety.tree, safety.report, OVERLAY_SAFETY) if safety else own
    return heard_in_both(original.cues, own)


def _check_of_files(original: Folder, files: Folder) -> None:
    for name, keys in SAFETY_FILES.items():
        there, own = original.own[name].tree, files.own.get(name)
        if there and own and own.tree:
            check_of(own.tree, fingerprint_of_entries(there, keys), own.tree.mark, own.report)
            _check_of_countries(there, own.tree, own.report)


def _check_of_countries(original: Tree, own: Tree, report: Report) -> None:
    fingerprints = {code.text: fingerprint_of_country(country) for code, country in countries_of(original)}
    for code, country in countries_of(own):
        if code.text in fingerprints:
            check_of(country, fingerprints[code.text], code.mark, report)


def _helplines(original: Original, own: OwnPhrases, file: File | None) -> Helplines:
    """Return the helplines of the original with the remark in this language, and over them this language's own."""
    remark = own.phrases.get("helpline_unverified")
    unverified = remark.fill({}).text if remark and not remark.slots else ""
    there = original.files.own[HELPLINES]
    remarked = read_helplines(there.tree, Report(path=there.report.path), unverified)
    return overlay_helplines(remarked, file.tree, file.report, unverified) if file and file.tree else remarked
