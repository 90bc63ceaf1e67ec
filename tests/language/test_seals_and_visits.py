"""What is put away comes back only to whoever asks for it, and a later visit invites: what the checks hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.model import DialogueId, StateId, Visit
from bot.language.problems import Rule
from tests.language.folders import load, said_about, said_about_states, sound_folder, with_states

ASKS = "{ask: Which one?, choices: {a: {label: A, %s, next: done}, b: {label: B, next: done}}, skip: b}"
TAKES_BACK = ASKS % "unseal: true"
INVITES = with_states("first: {ask: Now?, choices: {a: {label: A, next: done}, b: {label: B, next: done}}}")


def broken_by(tmp_path: Path, rules: list[Rule], states: str, invite: str = INVITES) -> list[Rule]:
    """The rules that these states break, beside a dialogue `invite`."""
    said_about(tmp_path, {"trying.yaml": with_states(states), "invite.yaml": invite})
    return rules


# What is read


@pytest.mark.parametrize(
    ("ahead", "visit"),
    [
        ("1d", Visit(dialogue=DialogueId("invite"), days=1)),
        ("365d", Visit(dialogue=DialogueId("invite"), days=365)),
        ("3h", Visit(dialogue=DialogueId("invite"), hours=3)),
        ("8760h", Visit(dialogue=DialogueId("invite"), hours=8760)),
    ],
)
def test_a_visit_is_so_many_days_or_hours_ahead(ahead: str, visit: Visit, tmp_path: Path) -> None:
    trying = with_states(f"first: {{visit: {{dialogue: invite, in: {ahead}}}, say: Later., next: done}}")
    folder = sound_folder(tmp_path, {"trying.yaml": trying, "invite.yaml": INVITES})
    assert load(folder).dialogues.live[DialogueId("trying")].states[StateId("first")].visit == visit


@pytest.mark.parametrize("ahead", ["0d", "366d", "8761h", "1 day", "d", "-1d", "1.5d", "1w"])
def test_what_is_no_time_ahead_is_refused(ahead: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    states = f"first: {{visit: {{dialogue: invite, in: {ahead}}}, say: Later., next: done}}"
    assert broken_by(tmp_path, rules_broken, states) == [Rule.BAD_NUMBER]


@pytest.mark.parametrize("key", ["seal: [told]", "visit: {dialogue: invite, in: 1d}"])
def test_they_stand_in_a_choice_or_where_nothing_is_waited_for(
    key: str, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    told = "first: {ask: How?, keep: told, next: second}\n"
    assert broken_by(tmp_path / "1", rules_broken, told + f"second: {{say: So., {key}, next: done}}") == []
    assert broken_by(tmp_path / "2", rules_broken, told + "second: " + ASKS % key) == []
    waiting = told + f"second: {{ask: And?, {key}, next: done}}"
    assert broken_by(tmp_path / "3", rules_broken, waiting) == [Rule.OUT_OF_PLACE]


# What is put away


def test_only_what_this_dialogue_keeps_can_be_put_away(tmp_path: Path) -> None:
    states = "first: {ask: How?, keep: fears, next: second}\nsecond: {seal: [fear], next: done}"
    assert said_about_states(tmp_path, states) == [
        "trying.yaml:5:19: Nothing in this dialogue keeps a value called `fear`. Did you mean `fears`?"
    ]


@pytest.mark.parametrize(
    "states",
    [
        "second: {seal: [tension], next: third}",
        "second: {ask: Which?, choices: {a: {label: A, seal: [tension], next: third}, b: {label: B, next: third}}}",
    ],
    ids=["in a state", "in one of two choices"],
)
def test_words_cannot_hold_what_may_have_been_put_away(states: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    number = "first: {ask: How tense?, scale: 0-10, keep: tension, skip: false, next: second}"
    third = "third: {say: 'You chose {tension%s}.', next: done}"
    assert broken_by(tmp_path / "1", rules_broken, "\n".join((number, states, third % "?"))) == []
    assert broken_by(tmp_path / "2", rules_broken, "\n".join((number, states, third % ""))) == [Rule.VALUE_NOT_CERTAIN]


def test_what_is_asked_again_after_it_was_put_away_is_there_again(tmp_path: Path) -> None:
    assert not said_about_states(
        tmp_path,
        """
        first: {ask: How tense?, scale: 0-10, keep: tension, skip: false, next: second}
        second: {seal: [tension], next: third}
        third: {ask: And now?, scale: 0-10, keep: tension, skip: false, next: fourth}
        fourth: {say: "You chose {tension}.", next: done}
        """,
    )


def put_aside(question: str, seal: str = "[told]") -> str:
    """A state that says or asks something between what is kept and the button that puts it away."""
    return "\n".join(
        ("first: {ask: How?, keep: told, next: second}", f"second: {question}", f"third: {ASKS % f'seal: {seal}'}")
    )


WHERE = '{ask: "Where is {told?|it}?", keep: where, next: third}'
WHICH = '{ask: "Is {told?|it} near?", choices: {a: {label: A, next: third}}}'
SILENCE = '{say: "Be with {told?|it}.", pause: 60, next: third}'


@pytest.mark.parametrize(
    "question",
    [WHERE, WHICH, SILENCE],
    ids=["of an answer in words", "of a tap, beside which words are kept", "of a silence"],
)
def test_no_answer_that_stays_repeats_in_its_question_what_is_put_away(
    question: str, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    assert broken_by(tmp_path, rules_broken, put_aside(question)) == [Rule.SEALED_REPEATED]


def test_neither_does_a_value_that_is_certain(tmp_path: Path, rules_broken: list[Rule]) -> None:
    number = "first: {ask: How tense?, scale: 0-10, keep: told, skip: false, next: second}"
    _, *others = put_aside(WHERE.replace("{told?|it}", "this {told}")).splitlines()
    assert broken_by(tmp_path, rules_broken, "\n".join((number, *others))) == [Rule.SEALED_REPEATED]


@pytest.mark.parametrize(
    ("question", "seal"),
    [
        (WHERE, "[told, where]"),
        ('{say: "You wrote {told?|nothing}.", ask: Where is it?, keep: where, next: third}', "[told]"),
        ('{say: "You wrote {told?|nothing}.", next: third}', "[told]"),
    ],
    ids=["its answer goes with it", "before the question", "where nothing is waited for"],
)
def test_words_may_repeat_it_where_the_history_does_not(
    question: str, seal: str, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    assert broken_by(tmp_path, rules_broken, put_aside(question, seal)) == []


def test_a_question_may_repeat_it_where_no_answer_is_a_reflection(tmp_path: Path) -> None:
    assert not said_about_states(tmp_path, put_aside(WHERE), "kind: service\n")


def test_the_question_that_puts_it_away_may_repeat_it(tmp_path: Path) -> None:
    assert not said_about_states(
        tmp_path,
        """
        first: {ask: How?, keep: told, next: second}
        second: {ask: "Is {told?|it} put aside?", choices: {a: {label: A, seal: [told], next: done}}}
        """,
    )


def test_what_a_second_seal_leaves_in_the_question_of_the_first_is_refused_too(
    tmp_path: Path, rules_broken: list[Rule]
) -> None:
    asks = '{ask: "Is {told?|it} put aside?", choices: {a: {label: A, seal: [told], next: third}}}'
    assert broken_by(tmp_path, rules_broken, put_aside(asks)) == [Rule.SEALED_REPEATED]


def test_no_other_exercise_repeats_it_in_a_question_but_one_that_keeps_that_name_itself(
    tmp_path: Path, rules_broken: list[Rule]
) -> None:
    seals = put_aside("{call: invite, next: third}")
    asks = 'first: {ask: "Where is {told?|it}?", keep: where, next: done}'
    assert broken_by(tmp_path / "1", rules_broken, seals, with_states(asks)) == [Rule.SEALED_REPEATED]
    rules_broken.clear()
    keeps = (
        'first: {ask: How?, keep: told, next: second}\nsecond: {ask: "Where is {told?|it}?", keep: where, next: done}'
    )
    assert broken_by(tmp_path / "2", rules_broken, seals, with_states(keeps)) == []


def test_what_is_remembered_for_good_cannot_be_put_away(tmp_path: Path, rules_broken: list[Rule]) -> None:
    states = "first: {ask: How?, keep: told, remember: always, next: second}\nsecond: {seal: [told], next: done}"
    assert broken_by(tmp_path, rules_broken, states) == [Rule.SEALED_REMEMBERED]


@pytest.mark.parametrize("beside", ["call: invite, next: done", "start: invite", "do: pause"])
def test_nobody_comes_back_to_the_button_that_put_something_away(
    beside: str, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    states = "first: {ask: How?, keep: told, next: second}\n"
    asks = f"second: {{ask: Now?, choices: {{a: {{label: A, seal: [told], {beside}}}, b: {{label: B, next: done}}}}}}"
    assert broken_by(tmp_path, rules_broken, states + asks) == [Rule.SEAL_ON_LEAVING]


@pytest.mark.parametrize("beside", ["call: invite, next: done", "do: pause"])
def test_nobody_comes_back_to_the_state_that_put_something_away(
    beside: str, tmp_path: Path, rules_broken: list[Rule]
) -> None:
    first = "first: {ask: How?, keep: told, next: [{if: told kept, to: second}, {to: done}]}"
    states = f"{first}\nsecond: {{say: So., seal: [told], {beside}}}"
    assert broken_by(tmp_path, rules_broken, states) == [Rule.SEAL_ON_LEAVING]


def test_branches_and_words_know_what_is_put_away_and_what_comes_later(tmp_path: Path) -> None:
    assert not said_about_states(
        tmp_path,
        """
        first:
          next: [{if: sealed kept, to: second}, {if: next_visit kept, to: second}, {to: done}]
        second: {say: There is something., next: done}
        """,
    )


# What comes back


def test_a_button_of_a_question_takes_back_what_was_put_away(tmp_path: Path) -> None:
    assert not said_about_states(tmp_path, f"first: {TAKES_BACK}")


@pytest.mark.parametrize(
    ("states", "head"),
    [
        ("first: {ask: Which?, choices: {a: {label: A, unseal: true, next: done}}, skip: a}", ""),
        ("first: {say: Tap., choices: {a: {label: A, unseal: true, next: done}}}", ""),
        ("first: {say: Wait., pause: 60, next: second}\nsecond: " + TAKES_BACK, ""),
        (
            "first: {say: Wait., breathe: box, next: second}\nsecond: {say: So., next: third}\nthird: " + TAKES_BACK,
            "",
        ),
        (f"first: {TAKES_BACK}", "kind: prompt\n"),
    ],
    ids=["by /skip", "without a question", "after silence", "after a breath", "in a prompt"],
)
def test_nothing_comes_back_unasked(states: str, head: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    assert len(said_about_states(tmp_path, states, head)) == 1
    assert rules_broken == [Rule.UNSEAL_UNASKED]


def test_a_tap_in_the_silence_may_lead_to_it(tmp_path: Path) -> None:
    assert not said_about_states(
        tmp_path,
        f"""
        first: {{say: Wait., pause: 60, choices: {{a: {{label: A, next: second}}}}, next: done}}
        second: {TAKES_BACK}
        """,
    )


def test_neither_silence_nor_a_visit_leads_to_a_dialogue_that_begins_with_it(
    tmp_path: Path, rules_broken: list[Rule]
) -> None:
    opens = with_states(f"first: {TAKES_BACK}")
    silence = "first: {say: Wait., pause: 60, next: second}\nsecond: {call: invite, next: done}"
    assert broken_by(tmp_path / "1", rules_broken, silence, opens) == [Rule.UNSEAL_UNASKED]
    visit = "first: {say: Later., visit: {dialogue: invite, in: 1d}, next: done}"
    assert broken_by(tmp_path / "2", rules_broken, visit, opens) == [Rule.UNSEAL_UNASKED] * 2


# What comes later


VISIT = "first: {say: Later., visit: {dialogue: invite, in: 1d}, next: done}"


@pytest.mark.parametrize(
    "states",
    [
        "first: {ask: How?, keep: told, next: done}",
        "first: {say: Hello., next: second}\nsecond: {ask: Now?, choices: {a: {label: A, next: done}}}",
        "first: {say: Wait., pause: 60, choices: {a: {label: A, next: done}}, next: done}",
        "first: {next: [{if: name kept, to: second}, {to: done}]}\n"
        "second: {ask: Now?, choices: {a: {label: A, next: done}}}",
        "first: {call: walk, next: done}",
    ],
    ids=["a question", "words before", "silence", "a branch that only speaks", "another dialogue"],
)
def test_a_visit_that_would_not_invite_is_refused(states: str, tmp_path: Path, rules_broken: list[Rule]) -> None:
    assert broken_by(tmp_path, rules_broken, VISIT, with_states(states)) == [Rule.VISIT_UNINVITED]


def test_silent_branches_may_choose_between_invitations(tmp_path: Path, rules_broken: list[Rule]) -> None:
    invite = """
        first: {next: [{if: name kept, to: second}, {to: third}]}
        second: {ask: Now?, choices: {a: {label: A, next: done}}}
        third: {ask: Then?, choices: {a: {label: A, next: done}}}
        """
    assert broken_by(tmp_path, rules_broken, VISIT, with_states(invite)) == []


def test_a_visit_to_a_dialogue_that_is_not_there_is_refused(tmp_path: Path) -> None:
    states = "first: {say: Later., visit: {dialogue: invit, in: 1d}, next: done}"
    assert said_about(tmp_path, {"trying.yaml": with_states(states), "invite.yaml": INVITES}) == [
        "trying.yaml:4:42: There is no dialogue called `invit`. Did you mean `invite`?"
    ]
