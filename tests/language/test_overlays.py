"""Words in other languages: whole, nothing left over, with the same values, and told where they are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.dialogues import Review
from bot.dialogue.model import DialogueId, State, StateId, TextAsk
from bot.language.checked_folder import check_folder
from bot.language.grammar.build import build_dialogue
from bot.language.grammar.build_waits import Defaults
from bot.language.overlays.dialogue_overlay import BodyPlaces, overlay
from bot.language.problems import Report, Rule
from bot.language.source.reader import read_tree
from tests.language.folders import BROKEN, NOWHERE, check, load, said_about, sound_folder, with_states
from tests.language.overlaying import add_language
from tests.shipped import FOLDER

GERMAN = BROKEN / "sound_in_german"
MENU = "{walk: Ein paar ruhige Schritte, stop: Hier aufhören}"
DIRECTORY = '"Ein Verzeichnis von Hilfetelefonen: https://example.org"'
HEAD = "title: Versuch\nstates:\n"

ASKING = """
first:
  say: Hello.
  ask: "What is it, {name?}?\\nSay it here."
  read: phrase
  phrase: go on
  unclear: I could not read that.
  choices:
    yes_please: {label: "Yes, please"}
    no_thanks: {label: "No, thanks"}
  skip: no_thanks
  next: many
many: {ask: Which?, many: {a: An apple, b: A pear}, next: silent}
silent: {next: done}
"""
DONE = "  done: {say: Fertig.}\n"
ASKED = """  first:
    say: Hallo.
    ask: Was ist es, {name?}?
    phrase: weiter
    unclear: Das konnte ich nicht lesen.
    choices: {yes_please: "Ja, bitte", no_thanks: "Nein, danke"}
  many: {ask: Welche?, many: {a: Ein Apfel, b: Eine Birne}}
  done: {say: Fertig.}
"""


def said(tmp_path: Path, states: str, original: str = ASKING) -> list[str]:
    """What is said of German words for the states of `original`."""
    return said_about(tmp_path, {"trying.yaml": with_states(original), "de/trying.yaml": HEAD + states})


def own(name: str, old: str, new: str) -> dict[str, str]:
    """One of the German files of the bot's own words, with one thing changed."""
    written = (GERMAN / name).read_text(encoding="utf-8")
    assert old in written
    return {f"de/{name}": written.replace(old, new)}


def without(tmp_path: Path, name: str) -> list[str]:
    folder = sound_folder(tmp_path, {"de/walk.yaml": (GERMAN / "walk.yaml").read_bytes()})
    (folder / name).unlink()
    return [str(problem).replace(f"{folder}/", "") for problem in check(folder).problems]


def test_a_language_that_says_whatever_the_original_says_is_there(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(ASKING), "de/trying.yaml": HEAD + ASKED})
    dialogues = load(folder).dialogues

    german = dialogues.speaking("de").live[DialogueId("trying")]
    assert german.title == "Versuch"
    assert german.version == dialogues.live[DialogueId("trying")].version
    assert load(folder).menus == {"de": {"walk": "Ein paar ruhige Schritte", "stop": "Hier aufhören"}}


def test_the_shipped_dialogues_said_in_their_own_words_once_more_come_out_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "dialogues"
    shutil.copytree(FOLDER, folder)
    add_language(folder, "de")

    checked = check_folder(folder, NOWHERE)

    assert [str(problem) for problem in checked.problems] == []
    assert checked.loaded
    dialogues = checked.loaded.dialogues
    german = dialogues.speaking("de")
    assert german.live == dialogues.live
    assert german.phrases == dialogues.phrases
    assert german.helplines == dialogues.helplines
    assert german.cues == dialogues.cues


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    say: Hallo.\n", "", "3:3: `say` of the state `first` has no words in this language. Add `say: ...`."),
        ("    phrase: weiter\n", "", "3:3: `phrase` of the state `first` has no words in this language."),
        (
            "    phrase: weiter\n",
            "    phrese: weiter\n",
            "6:5: `phrese` is no key that belongs here. Did you mean `phrase`?",
        ),
        (', no_thanks: "Nein, danke"', "", "8:5: The button `no_thanks` has no words in this language."),
        (", b: Eine Birne", "", "9:24: The option `b` has no words in this language. Add `b: ...`."),
        ("  done: {say: Fertig.}\n", "", "2:1: The state `done` has no words in this language. Add `done: ...`."),
        ("no_thanks:", "no_thank:", "8:40: The original has no button `no_thank`. Call it `no_thanks`."),
        ("  done:", "  dane:", "10:3: The original has no state `dane`. Call it `done`."),
        ("a: Ein Apfel", "a: Ein Apfel, c: Eine Kirsche", "9:45: The original has no option `c`. Take it out."),
        ("say: Fertig.", "say: Fertig., ask: Ja?", "10:24: The original has no `ask` in this state. Take it out."),
        ("  done:", "  silent: {say: So.}\n  done:", "10:3: The original has no words in the state `silent`."),
        ("say: Fertig.", "say: Fertig., next: done", "10:24: `next` is no key that belongs here."),
        ("{name?}", "{name}", "5:10: These words hold `{name}`, where the original holds `{name?}`. Use `{name?}`."),
        ("{name?}", "du", "5:10: The original holds `{name?}`, which these words leave out. Use `{name?}`."),
        ("Hallo.", "Hallo {name?}.", "4:10: These words hold `{name?}`, which the original does not. Take"),
        ("Hallo.", "Hallo *du.", "4:16: The sign that opens bold here never closes"),
        ("Ein Apfel", "Ein *Apfel*", "9:34: A button holds plain words only."),
        ("Ein Apfel", "Ein Apfel " * 5, "9:34: This button's words are 49 characters long; 40 is the most."),
        ("Welche?", f"{'Welche ' * 510}?", "9:15: This is 3,571 characters long; 3,500 is the most."),
        ("Hallo.", "Hallo. " * 498 + "Du.", "5:5: This is 3,"),
        (
            "  many: {ask: Welche?, many: {a: Ein Apfel, b: Eine Birne}}",
            "  many: Welche?",
            "9:9: Keys and values belong",
        ),
    ],
)
def test_what_is_wrong_in_a_states_words_is_told_at_its_place(old: str, new: str, problem: str, tmp_path: Path) -> None:
    assert old in ASKED

    (found,) = said(tmp_path, ASKED.replace(old, new, 1))

    assert found.startswith(f"de/trying.yaml:{problem}")


def test_everything_that_is_wrong_is_told(tmp_path: Path) -> None:
    problems = said(tmp_path, "  first: {say: Hallo.}\n  mani: {ask: Welche?}\n  rest: {say: Ruh dich aus.}\n")

    assert [problem.partition(": ")[2].partition(".")[0] for problem in problems] == [
        "The state `done` has no words in this language",
        "`ask` of the state `first` has no words in this language",
        "`choices` of the state `first` has no words in this language",
        "`phrase` of the state `first` has no words in this language",
        "`unclear` of the state `first` has no words in this language",
        "The original has no state `mani`",
        "The original has no state `rest`",
    ]


def test_a_state_that_has_another_name_now_is_told_once(tmp_path: Path) -> None:
    original = "first: {say: Hello., renamed_from: greeting, next: done}"

    assert said(tmp_path, "  greeting: {say: Hallo.}\n  done: {say: Fertig.}\n", original) == [
        "de/trying.yaml:3:3: The original has no state `greeting`. Call it `first`."
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("walk.yaml", "title: Ein paar ruhige Schritte\n", "", "1:1: `title` has no words in this language."),
        ("walk.yaml", "about: Geh eine", "abaut: Geh eine", "2:1: `abaut` is no key that belongs here."),
        ("grounding.yaml", "states:", "about: Sieh dich um.\nstates:", "2:1: The original has no `about`."),
        ("_phrases.yaml", "greeting: Hallo {name?}\n", "", "2:1: The key `greeting` has no words in this language."),
        ("_phrases.yaml", "greeting:", "greting:", "3:1: The original has no key `greting`. Call it `greeting`."),
        ("_phrases.yaml", "Hallo {name?}", "Hallo", "3:11: The original holds `{name?}`, which these words leave out."),
        ("_phrases.yaml", ", belly: Bauch", "", "5:1: The body place `belly` has no words in this language."),
        ("_phrases.yaml", "{longer_out: Länger", "{longer_in: Länger", "6:12: The original has no breathing pattern"),
        ("_phrases.yaml", ", stop: Hier aufhören", "", "7:1: The command in the menu `stop` has no words in this"),
        ("_phrases.yaml", "stop: Hier aufhören", f"stop: {'Hier ' * 60}", "7:50: This is 299 characters long"),
        ("_phrases.yaml", f"commands: {MENU}", "", "2:1: The key `commands` has no words in this language."),
        ("_phrases.yaml", "language:", "langage:", "2:1: The original has no key `langage`. Call it `language`."),
        ("_phrases.yaml", "name: Deutsch, ", "", "2:11: `name` is missing here."),
        ("_phrases.yaml", "{by: a teacher, on: 2026-01-31}", "done", "2:35: `done` says nothing about a review. Write"),
        ("_phrases.yaml", "2026-01-31", "31.1.2026", "2:55: `31.1.2026` is no day."),
        ("_listening.yaml", "probes:", "prob:", "5:1: `prob` is no key that belongs here."),
        ("_listening.yaml", "stopp: stop", "stopp: halt", "4:19: `_phrases.yaml` has no command called `halt`."),
        ("_listening.yaml", "{stopp: stop}", "{Stop!: walk}", "4:19: `Stop!` stands for /stop in the original, and"),
        ("_listening.yaml", ", there: Was ist da noch?", "", "5:9: There are fewer than two probes"),
        ("_safety.yaml", "\n  - nicht mehr leben", " []", "1:1: There are no crisis phrases."),
        ("_helplines.yaml", "emergency_anywhere", "emergency_anywhre", "2:1: `emergency_anywhre` is no key"),
        ("_helplines.yaml", f"anywhere: {DIRECTORY}\n", "", "1:1: `anywhere` has no words in this language."),
    ],
)
def test_what_is_wrong_in_the_bots_own_words_is_told_at_its_place(
    name: str, old: str, new: str, problem: str, tmp_path: Path
) -> None:
    (found,) = said_about(tmp_path, own(name, old, new))

    assert found.startswith(f"de/{name}:{problem}")


def test_a_country_that_the_original_does_not_know_is_left_over(tmp_path: Path) -> None:
    own = {"de/_helplines.yaml": (GERMAN / "_helplines.yaml").read_text(encoding="utf-8") + "countries:\n  FR: {}\n"}

    assert said_about(tmp_path, own) == ["de/_helplines.yaml:5:3: The original has no country `FR`. Take it out."]


def test_no_language_has_a_country_without_a_number(tmp_path: Path) -> None:
    own = (GERMAN / "_helplines.yaml").read_text(encoding="utf-8") + "countries: {US: {lines: [], of: xcxzavgv}}\n"

    assert said_about(tmp_path, {"de/_helplines.yaml": own}) == [
        "de/_helplines.yaml:4:25: There are no helplines here. Write at least one, or take `lines` out."
    ]


def test_what_declines_ends_or_stops_in_the_original_does_so_in_every_language(tmp_path: Path) -> None:
    listening = (
        "refusals: [lieber nicht]\nclosings: [nö]\nunknowing: [keine Ahnung]\n"
        "commands: {stopp: stop, 'STOP.': stop, spazieren: walk}\nprobes: {more: Und?, there: Noch was?}\n"
    )
    dialogues = load(sound_folder(tmp_path, {"de/_listening.yaml": listening})).dialogues
    original, german = dialogues.cues, dialogues.others["de"].cues

    assert original.refusals
    assert original.commands
    assert original.refusals < german.refusals
    assert original.closings < german.closings
    assert original.unknowing < german.unknowing
    assert original.commands.items() < german.commands.items()
    assert set(original.crisis) <= set(german.crisis)


@pytest.mark.parametrize("name", ["walk", "_phrases", "_listening", "_safety", "_helplines"])
def test_a_language_without_one_of_the_files_is_not_whole(name: str, tmp_path: Path) -> None:
    assert without(tmp_path, f"de/{name}.yaml") == [
        f"de/{name}.yaml:1:1: `{name}` has no words in this language. "
        "Write it, or take the whole folder of this language out: it is offered only as a whole."
    ]


def test_words_for_a_dialogue_that_is_not_there_are_left_over(tmp_path: Path) -> None:
    assert said_about(tmp_path, {"de/wlak.yaml": "title: Schritte\nstates: {}\n"}) == [
        "de/wlak.yaml:1:1: The original has no dialogue `wlak`. Take this file out, or give it the name that is meant."
    ]


def test_thousands_of_states_that_are_not_there_are_told_each(tmp_path: Path) -> None:
    strangers = "".join(f"  s{number}: {{say: Ja.}}\n" for number in range(5_000))
    problems = said(tmp_path, ASKED + strangers)

    assert len(problems) == 5_000


# Files and folders


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Deutsch", "Deutsch:1:1: `Deutsch` is no language. Name it by a language, as in `de` or `pt-BR`, or move it"),
        ("de-de", "de-de:1:1: `de-de` is no language."),
        ("old", None),
        ("pt-BR", None),
        ("es-419", None),
        ("en", "en:1:1: The dialogues' own files are in this language."),
    ],
)
def test_a_folder_is_named_by_a_language(name: str, problem: str | None, tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    shutil.copytree(GERMAN, folder / name)

    problems = [str(found).replace(f"{folder}/", "") for found in check(folder).problems]

    assert len(problems) == (1 if problem else 0)
    assert not problem or problems[0].startswith(problem)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("notes.txt", "This is no YAML file."),
        ("_phrase.yaml", "A name with _ before it is kept for the bot's own words."),
        ("Walk.yaml", "`Walk` cannot be a dialogue's name."),
    ],
)
def test_a_stray_file_among_a_languages_is_told(name: str, problem: str, tmp_path: Path) -> None:
    (found,) = said_about(tmp_path, {f"de/{name}": "title: Schritte\n"})

    assert found.startswith(f"de/{name}:1:1: {problem}")


def test_a_folder_among_a_languages_files_is_told(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path, {"de/walk.yaml": (GERMAN / "walk.yaml").read_bytes()})
    (folder / "de" / "drafts").mkdir()
    (folder / "de" / ".git").mkdir()

    assert [problem.rule for problem in check(folder).problems] == [Rule.STRAY_FILE]


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:  # fault 52
    folder = sound_folder(tmp_path, {"de/walk.yaml": (GERMAN / "walk.yaml").read_bytes()})
    (folder / "de" / "walk.yaml").unlink()
    (folder / "de" / "walk.yaml").symlink_to(GERMAN / "walk.yaml")
    (folder / "fr").symlink_to(GERMAN)

    problems = check(folder).problems

    assert [(problem.path, problem.rule) for problem in problems] == [
        (f"{folder}/de/walk.yaml", Rule.OUTSIDE),
        (f"{folder}/fr", Rule.OUTSIDE),
    ]


# What follows from a root cause is not told


def test_a_file_that_cannot_be_read_is_told_alone(tmp_path: Path) -> None:
    (found,) = said_about(tmp_path, {"de/walk.yaml": "title: 'Schritte\n"})

    assert found.startswith("de/walk.yaml:1:8: ")


def test_the_words_for_a_dialogue_that_is_broken_itself_are_not_compared(tmp_path: Path) -> None:
    german = (GERMAN / "walk.yaml").read_text(encoding="utf-8")
    files = {"walk.yaml": "title: A walk\nstart: ask\nstats: {}\n", "de/walk.yaml": german}

    assert {problem.partition(":")[0] for problem in said_about(tmp_path, files)} == {"walk.yaml"}


def test_a_slip_in_the_original_hides_nothing_in_another_language(tmp_path: Path) -> None:
    original = ASKING.replace("A pear", "A pear " * 6)
    problems = said(tmp_path, ASKED.replace("  done: {say: Fertig.}\n", ""), original)

    assert [problem.partition(":")[0] for problem in problems] == ["de/trying.yaml", "trying.yaml"]


def test_the_commands_of_phrases_that_cannot_be_read_are_not_missed_in_another_language(tmp_path: Path) -> None:
    german = (GERMAN / "_listening.yaml").read_text(encoding="utf-8")
    problems = said_about(tmp_path, {"_phrases.yaml": "greeting: 'Hi\n", "de/_listening.yaml": german})

    assert {problem.partition(":")[0] for problem in problems} == {"_phrases.yaml"}


def test_a_language_with_problems_may_be_set(tmp_path: Path) -> None:
    speaking = with_states("first: {say: Hello., set: {language: de}, next: done}")
    problems = said_about(tmp_path, {"trying.yaml": speaking, "de/trying.yaml": "title: [\n"})

    assert [problem.partition(":")[0] for problem in problems] == ["de/trying.yaml"]


# What is asked of the original's words is asked of these


def test_a_button_that_is_a_command_in_this_language_or_in_the_original_is_refused(tmp_path: Path) -> None:
    problems = said(tmp_path, ASKED.replace("Nein, danke", "Stopp").replace("Ja, bitte", "Stop"))

    assert [problem.split(": ")[1].split(",")[0] for problem in problems] == [
        "Whoever types `stop`",
        "Whoever types `stopp`",
    ]


HEAVY = """
title: Trying
load: high
start: consent
states:
  consent:
    say: It may hurt.
    choices: {ready: {label: "Yes", next: tense}, no: {label: "No", next: done}}
    skip: false
  tense: {ask: How tense?, scale: 0-10, keep: tension, next: [{if: tension >= 7, to: calm}, {to: fears}]}
  fears: {ask: What is it that you fear?, keep: fears, next: calm}
  calm: {call: grounding, next: done}
  done: {say: Done., end: true}
"""
HEAVY_IN_GERMAN = """title: Versuch
states:
  consent: {of: qehnbuji, say: Es kann wehtun., choices: {ready: READY, no: DECLINED}}
  tense: {ask: Wie angespannt bist du?}
  fears: {ask: Wovor hast du Angst?}
  done: {say: Fertig.}
"""


@pytest.mark.parametrize(
    ("ready", "declined", "told"),
    [
        ("Ja", "Nein", []),
        ("Bereit", "Lieber nicht", []),
        ("No hay problema", "Hoy mejor que", ["de/trying.yaml:3:66: In the original this button consents"]),
        ("Lieber nicht zu lange", "Heute will ich", ["de/trying.yaml:3:66: In the original this button consents"]),
        ("Skip", "Ja", ["de/trying.yaml:3:66: In the original this button consents"]),
        ("Gut", "gut.", ["de/trying.yaml:3:75: Another button of this question says `Gut` too."]),
    ],
)
def test_no_language_makes_consent_of_a_refusal(ready: str, declined: str, told: list[str], tmp_path: Path) -> None:
    german = HEAVY_IN_GERMAN.replace("READY", ready).replace("DECLINED", declined)

    found = said_about(tmp_path, {"trying.yaml": HEAVY, "de/trying.yaml": german})

    assert [line[: len(start)] for line, start in zip(found, told, strict=True)] == told


def test_two_questions_in_one_message_are_told(tmp_path: Path) -> None:
    (found,) = said(tmp_path, ASKED.replace("say: Hallo.", "say: Bist du da?"))

    assert found.startswith("de/trying.yaml:5:")


def test_how_often_is_asked_for_more_belongs_into_the_original(tmp_path: Path) -> None:
    german = (GERMAN / "_listening.yaml").read_text(encoding="utf-8")

    (found,) = said_about(tmp_path, {"de/_listening.yaml": f"{german}listen: {{most: 1}}\n"})

    assert found.startswith("de/_listening.yaml:6:1: ")


def test_what_is_said_for_all_questions_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    asking = """
    first: {ask: Who?, read: name, next: second}
    second: {ask: When?, read: hour, unclear: No., next: done}
    """
    german = f"""title: Versuch
unclear: Das war nicht zu lesen.
states:
  first: {{ask: Wer?}}
  second: {{ask: Wann?, unclear: Nein.}}
{DONE}"""
    original = with_states(asking, "unclear: I could not read that.\n")
    folder = sound_folder(tmp_path, {"trying.yaml": original, "de/trying.yaml": german})

    states = load(folder).dialogues.speaking("de").live[DialogueId("trying")].states
    assert [unclear_of(states[StateId(id)]) for id in ("first", "second")] == ["Das war nicht zu lesen.", "Nein."]


def test_what_is_said_for_all_questions_that_cannot_be_read_is_missed_and_left_over(tmp_path: Path) -> None:
    asking, asked = "first: {ask: Who?, read: name, next: done}", f"states:\n  first: {{ask: Wer?}}\n{DONE}"
    original = with_states(asking, "unclear: I could not read that.\n")
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    missing = said_about(tmp_path / "a", {"trying.yaml": original, "de/trying.yaml": f"title: Versuch\n{asked}"})
    german = f"title: Versuch\nunclear: Nein.\n{asked}"
    left_over = said_about(tmp_path / "b", {"trying.yaml": with_states(asking), "de/trying.yaml": german})

    assert missing == ["de/trying.yaml:1:1: `unclear` has no words in this language. Add `unclear: ...`."]
    assert left_over == ["de/trying.yaml:2:1: The original has no `unclear`. Take it out."]


def unclear_of(state: State) -> str | None:
    return state.wait.unclear.fill({}).text if isinstance(state.wait, TextAsk) and state.wait.unclear else None


# Setting it


@pytest.mark.parametrize(
    ("states", "problem"),
    [
        ("first: {say: Hello., set: {language: dee}, next: done}", "Did you mean `de`?"),
        ("first: {ask: Which?, choices: {a: {label: A, set: {language: fr}}}, next: done}", "Known here: de, en."),
        ("first: {ask: Which?, keep: language, set: [language], next: done}", "A language cannot be told in words."),
    ],
)
def test_only_a_language_that_is_there_can_be_set(states: str, problem: str, tmp_path: Path) -> None:
    files = {"trying.yaml": with_states(states), "de/trying.yaml": "title: [\n"}

    assert [problem in found for found in said_about(tmp_path, files)] == [False, True]


def test_a_review_says_who_read_the_words_and_when(tmp_path: Path) -> None:
    walk = {"de/walk.yaml": (GERMAN / "walk.yaml").read_bytes()}
    reviewed = load(sound_folder(tmp_path / "a", walk)).dialogues.speaking("de").language
    preview = own("_phrases.yaml", "{by: a teacher, on: 2026-01-31}", "preview")
    unread = load(sound_folder(tmp_path / "b", preview)).dialogues.speaking("de").language

    assert reviewed.review
    assert isinstance(reviewed.review, Review)
    assert (reviewed.review.by, reviewed.review.on.isoformat()) == ("a teacher", "2026-01-31")
    assert not reviewed.is_preview
    assert unread.is_preview


# Whatever stands there, it is read or refused

LINES = sorted(
    {line for file in BROKEN.rglob("*.yaml") for line in file.read_bytes().decode(errors="replace").split("\n")}
)


@given(st.lists(st.sampled_from(LINES), max_size=15))
def test_lines_thrown_together_are_read_or_refused(lines: list[str]) -> None:
    original = Report(path="a.yaml")
    tree = read_tree(with_states(ASKING).encode(), original)
    built = build_dialogue(DialogueId("a"), tree, Defaults(), original) if tree else None
    report = Report(path="de/a.yaml")
    own = read_tree("\n".join(lines).encode(), report)
    assert built
    if own:
        overlay(built, own, BodyPlaces(original=(), own=()), report)
    assert all(problem.mark.line >= 1 and problem.sentence and problem.advice for problem in report.problems)
