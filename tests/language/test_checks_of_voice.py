"""Every string that people read is heard for its voice, in its place and language; what people say is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.checks.voice import check_other_voices, check_voice_of_dialogue
from bot.language.problems import Report, Rule
from bot.language.source.folder import read_folder
from bot.language.source.reader import read_tree
from tests.language.folders import BROKEN, check, said_about, said_about_states, sound_folder, with_states
from tests.shipped import FOLDER

DUTY = '`You must` lays a duty on the person. Say what is possible: "you can", "if you like".'


def changed(name: str, was: str, now: str) -> dict[str, str]:
    """A file of the sound folder with some words in place of others."""
    text = (BROKEN / ("sound_in_german" if name.startswith("de/") else "sound") / Path(name).name).read_text("utf-8")
    assert was in text
    return {name: text.replace(was, now)}


def rules(tmp_path: Path, files: dict[str, str]) -> list[tuple[str, Rule]]:
    problems = check(sound_folder(tmp_path, files)).problems
    return [(Path(problem.path).name, problem.rule) for problem in problems]


def test_nothing_that_is_shipped_judges_anybody_asks_twice_or_says_what_is_unsafe() -> None:
    files = read_folder(FOLDER)
    for file in files.dialogues.values():
        check_voice_of_dialogue(file.tree, file.report)
    check_other_voices(files)

    assert len(files.dialogues) > 20
    assert all(file.tree for file in files.files)
    assert [str(problem) for problem in files.problems] == []


@pytest.mark.parametrize(
    ("states", "place"),
    [
        ("first: {say: You must, next: done}", "4:16"),
        ("first: {ask: You must, keep: it, next: done}", "4:16"),
        ("first: {ask: Where?, read: name, unclear: You must, next: done}", "4:45"),
        ("first: {ask: Where?, choices: {a: {label: You must, next: done}}}", "4:45"),
        ("first: {ask: Where?, many: {a: You must, b: B}, keep: it, next: done}", "4:34"),
    ],
)
def test_every_word_of_a_state_is_heard(tmp_path: Path, states: str, place: str) -> None:
    assert f"trying.yaml:{place}: {DUTY}" in said_about_states(tmp_path, states)


@pytest.mark.parametrize("key", ["title", "about"])
def test_the_head_of_a_dialogue_is_heard(tmp_path: Path, key: str) -> None:
    line = {"title": "title: A few quiet steps", "about": "about: Walk for a minute and notice your feet."}[key]
    said = said_about(tmp_path, changed("walk.yaml", line, f"{key}: You must"))

    assert len(said) == 1
    assert said[0].endswith(DUTY)


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("_phrases.yaml", "Hello {name?}", "You must {name?}"),
        ("_phrases.yaml", "belly: Belly", "belly: You must"),
        ("_phrases.yaml", "A longer out-breath", "You must"),
        ("_phrases.yaml", "about: Stop here", "about: You must"),
        ("_listening.yaml", "more: Tell me more.", "more: You must."),
    ],
)
def test_the_bots_own_words_are_heard(tmp_path: Path, name: str, was: str, now: str) -> None:
    assert rules(tmp_path, changed(name, was, now)) == [(name, Rule.JUDGING)]


@pytest.mark.parametrize("now", ["refusals: [You must not, no]", "refusals: [Why? Why?, no!]"])
def test_what_people_say_is_theirs(tmp_path: Path, now: str) -> None:
    assert rules(tmp_path, changed("_listening.yaml", "refusals: [I'd rather not, no]", now)) == []


def test_the_source_of_an_exercise_is_not_said_to_people(tmp_path: Path) -> None:
    assert said_about_states(tmp_path, "first: {say: Here., next: done}", "source: 'You must! pp. 1-2'\n") == []


@pytest.mark.parametrize(
    ("state", "place"),
    [
        ("first: {say: Are you there?, ask: What is here?, keep: it, next: done}", "4:37"),
        ("first: {say: Here., ask: Who? Where?, keep: it, next: done}", "4:33"),
        ("first: {ask: Who?, read: name, unclear: Once more?, next: done}", "4:16"),
    ],
)
def test_what_goes_out_as_one_message_asks_one_question(tmp_path: Path, state: str, place: str) -> None:
    [said] = said_about_states(tmp_path, state)

    assert said.startswith(f"trying.yaml:{place}: ")
    assert said.endswith("is a second question in one message. Ask one, and the other in a state of its own.")


def test_what_is_said_of_unclear_answers_in_the_whole_dialogue_asks_nothing_besides(tmp_path: Path) -> None:
    states = "first: {ask: Who?, read: name, next: second}\nsecond: {ask: Where?, keep: it, next: done}"

    [said] = said_about_states(tmp_path, states, "unclear: Once more?\n")

    assert said.startswith("trying.yaml:5:16: `Who?` is a second question")


STYLES = {
    "plain": "say: {before} You must rest",
    "single": "say: '{before} You must rest'",
    "double": 'say: "{before} \\\n      You must rest"',
    "literal": "say: |-\n      {before}\n      You must rest",
    "folded": "say: >-\n      {before}\n\n      You must rest",
}


@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(st.sampled_from(["Here", "é", "你好", "😀", "*b*", "{name?}", "it's"]), min_size=1),
)
def test_a_problem_stands_where_its_words_do_however_they_are_written(style: str, before: list[str]) -> None:
    words = " ".join(["So", *before])
    said = words.replace("'", "''") if style == "single" else words
    source = f"title: A\nstart: a\nstates:\n  a:\n    {STYLES[style].replace('{before}', said)}\n    end: true\n"
    report = Report(path="a.yaml")

    check_voice_of_dialogue(read_tree(source.encode(), report), report)

    [problem] = report.problems
    assert source.split("\n")[problem.mark.line - 1][problem.mark.column - 1 :].startswith("You must rest")


def test_what_is_said_of_unclear_answers_asks_nothing_besides_in_any_language() -> None:
    source = "states:\n  ask: {ask: Wer?, unclear: Noch einmal?}\n"
    report = Report(path="a.yaml")

    check_voice_of_dialogue(read_tree(source.encode(), report), report, "de")

    assert [problem.rule for problem in report.problems] == [Rule.TWO_QUESTIONS]


def test_two_states_may_each_ask(tmp_path: Path) -> None:
    states = "first: {ask: Who?, keep: who, next: then}\nthen: {ask: Where?, keep: where, next: done}"

    assert said_about_states(tmp_path, states) == []


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("_phrases.yaml", "Hello {name?}", "'Hello? {name?}, hello?'"),
        ("_listening.yaml", "What else is there?", "What else is there? What more?"),
    ],
)
def test_a_phrase_and_a_probe_ask_one_question_each(tmp_path: Path, name: str, was: str, now: str) -> None:
    assert rules(tmp_path, changed(name, was, now)) == [(name, Rule.TWO_QUESTIONS)]


def test_a_dialogue_with_other_problems_is_heard_as_well(tmp_path: Path) -> None:
    states = "first: {say: You must, next: nowhere}\nstray: {ask: Where?, keep: Where, next: done}"

    assert {
        problem.rule for problem in check(sound_folder(tmp_path, {"trying.yaml": with_states(states)})).problems
    } >= {
        Rule.JUDGING,
        Rule.UNKNOWN_STATE,
        Rule.BAD_NAME,
    }


def test_words_in_another_language_are_heard_for_what_needs_no_words(tmp_path: Path) -> None:
    walk = changed("de/walk.yaml", "Wo spürst du deine Füße?", "Wo spürst du sie? Und was!")

    assert rules(tmp_path, walk) == [("walk.yaml", Rule.JUDGING)]


@pytest.mark.parametrize(
    ("name", "rule"), [("de/walk.yaml", Rule.TWO_QUESTIONS), ("de/_phrases.yaml", Rule.TWO_QUESTIONS)]
)
def test_one_question_a_message_in_every_language(tmp_path: Path, name: str, rule: Rule) -> None:
    was = {"de/walk.yaml": "Wo spürst du deine Füße?", "de/_phrases.yaml": "Hallo {name?}"}[name]
    now = f"'{was} Wo? Wer?'"

    assert rules(tmp_path, changed(name, was, now)) == [(Path(name).name, rule)]


def test_english_phrases_are_no_problem_in_german(tmp_path: Path) -> None:
    assert said_about(tmp_path, changed("de/walk.yaml", "Wo spürst du deine Füße?", "You must?")) == []


def test_each_of_several_things_in_one_text_is_told_where_it_stands(tmp_path: Path) -> None:
    said = 'first: {say: "You must,\n  and \\"you\\" say: you must.\n\n  Then you must", next: done}'

    told = said_about_states(tmp_path, said)

    assert [line.split(": ")[0].removeprefix("trying.yaml:") for line in told] == ["4:17", "5:22", "7:10"]
