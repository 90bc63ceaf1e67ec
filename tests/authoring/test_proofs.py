"""What is proved of heavy exercises: which ways break it, which do not, and what is shown of them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from bot.authoring.problems import Problem, Rule
from bot.authoring.ways.proofs import is_heavy_question, proofs_of
from bot.dialogue.buttons import Act, button
from bot.dialogue.effects import SendMessage
from bot.dialogue.model import DialogueId, Load
from bot.dialogue.reserved import CALM, STOPPED
from tests.authoring.folders import check, load, sound_folder
from tests.dialogue.person import somebody_at
from tests.shipped import Place, everywhere, places, shipped

CONSENT = """
consent:
  choices: {ready: {label: Yes, next: tension}, no: {label: No, next: end}}
  say: It may hurt.
  skip: false
"""
TENSION = """
tension: {ask: How tense?, scale: 0-10, keep: tension_before, next: [{if: tension_before >= 7, to: calm}, {to: fears}]}
"""
FEARS = "fears: {ask: What do you fear?, keep: fears, next: calm}"
CALM_AND_END = """
calm: {call: grounding, next: end}
end: {say: Done., end: true}
"""
WHOLE = f"{CONSENT}\n{TENSION}\n{FEARS}\n{CALM_AND_END}"


def heavy(states: str, start: str = "consent") -> str:
    return f"title: T\nload: high\nstart: {start}\nstates:\n{indent(dedent(states), '  ')}"


def problems(tmp_path: Path, states: str, start: str = "consent") -> list[Problem]:
    return list(check(sound_folder(tmp_path, {"heavy.yaml": heavy(states, start)})).problems)


def broken(tmp_path: Path, states: str, start: str = "consent") -> list[tuple[Rule, tuple[str, ...]]]:
    return [(problem.rule, problem.way) for problem in problems(tmp_path, states, start)]


def with_changed(*changes: tuple[str, str]) -> str:
    states = WHOLE
    for old, new in changes:
        assert old in states
        states = states.replace(old, new)
    return states


def test_a_heavy_exercise_with_care_before_and_calm_after_is_accepted(tmp_path: Path) -> None:
    assert broken(tmp_path, WHOLE) == []


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        ("  skip: false\n", "", ("consent [Yes]", "tension = 0", "fears")),
        ("skip: false", "skip: ready", ("consent [Yes]", "tension = 0", "fears")),
        ("no: {label: No, next: end}", "no: {label: No, next: tension}", ("consent [Yes]", "tension = 0", "fears")),
        (
            "no: {label: No, next: end}",
            "no: {label: No, next: tension}, later: {label: Later, next: end}",
            ("consent [No]", "tension = 0", "fears"),
        ),
        ("no: {label: No, next: end}", "no: {label: No, next: consent}", ("consent [Yes]", "tension = 0", "fears")),
    ],
    ids=["can be skipped", "a skip stands for", "cannot be refused", "a refusal leads past", "only asks again"],
)
def test_it_is_no_consent_that(old: str, new: str, way: tuple[str, ...], tmp_path: Path) -> None:
    assert broken(tmp_path, with_changed((old, new))) == [(Rule.NO_CONSENT, way)]


def test_whoever_says_no_may_be_asked_a_second_time(tmp_path: Path) -> None:
    sure = "sure: {say: Sure?, skip: false, choices: {on: {label: Go on, next: tension}, no: {label: No, next: end}}}"

    assert broken(tmp_path, with_changed(("no: {label: No, next: end}", "no: {label: No, next: sure}")) + sure) == []


def test_a_tension_on_a_scale_that_ends_below_the_mark_is_none(tmp_path: Path) -> None:
    states = with_changed(("0-10", "0-5"), ("[{if: tension_before >= 7, to: calm}, {to: fears}]", "fears"))

    assert (Rule.NO_TENSION, ("consent [Yes]", "tension = 0", "fears")) in broken(tmp_path, states)


def test_every_way_to_a_heavy_question_is_looked_at_and_the_first_question_on_each_is_named(tmp_path: Path) -> None:
    choices = "{a: {label: A, next: one}, b: {label: B, next: two}, c: {label: C, next: consent}}"
    before = f"""
first: {{ask: Which?, choices: {choices}}}
one: {{ask: What was it?, keep: one, next: fears}}
two: {{ask: What else was it?, keep: two, next: fears}}
"""
    states = before + WHOLE

    assert [way for rule, way in broken(tmp_path, states, "first") if rule is Rule.NO_CONSENT] == [
        ("first [A]", "one"),
        ("first [B]", "two"),
    ]


@pytest.mark.parametrize(
    ("branch", "way"),
    [
        ("fears", "tension = 7"),
        ("[{if: tension_before >= 8, to: calm}, {to: fears}]", "tension = 7"),
        ("[{if: tension_before > 7, to: calm}, {to: fears}]", "tension = 7"),
        ("[{if: tension_before == 7, to: calm}, {to: fears}]", "tension = 8"),
        (
            "[{if: tension_before not kept, to: fears}, {if: tension_before >= 7, to: calm}, {to: fears}]",
            "tension skipped",
        ),
        ("[{if: tension_before < 7, to: calm}, {to: fears}]", "tension = 7"),
        ("[{if: tension_before <= 5, to: fears}, {if: tension_before <= 9, to: calm}, {to: fears}]", "tension = 10"),
    ],
)
def test_no_heavy_question_follows_on_a_high_or_skipped_tension(branch: str, way: str, tmp_path: Path) -> None:
    states = with_changed(("[{if: tension_before >= 7, to: calm}, {to: fears}]", branch))

    assert broken(tmp_path, states) == [(Rule.HEAVY_WHEN_TENSE, ("consent [Yes]", way, "fears"))]


@pytest.mark.parametrize(
    "branch",
    [
        "[{if: tension_before > 6, to: calm}, {to: fears}]",
        "[{if: tension_before < 7, to: fears}, {to: calm}]",
        "[{if: tension_before >= 3, to: calm}, {to: fears}]",
        "[{if: tension_before not kept, to: calm}, {if: tension_before <= 6, to: fears}, {to: calm}]",
        "[{if: tension_before == 0, to: fears}, {to: calm}]",
    ],
)
def test_a_branch_that_lets_only_low_tension_pass_is_enough(branch: str, tmp_path: Path) -> None:
    assert broken(tmp_path, with_changed(("[{if: tension_before >= 7, to: calm}, {to: fears}]", branch))) == []


def test_a_later_tension_that_is_low_opens_the_way_again(tmp_path: Path) -> None:
    again = "[{if: tension_before >= 7, to: end}, {to: fears}]"
    steady = f"""
steady: {{call: walk, next: again}}
again: {{ask: And now?, scale: 0-10, keep: tension_before, next: {again}}}
{FEARS}"""
    states = with_changed(("to: calm}, {to: fears}]", "to: steady}, {to: fears}]"), (FEARS, steady))
    way = ("consent [Yes]", "tension = 7", "steady", "again = 7", "fears")

    assert broken(tmp_path, states) == []
    assert broken(tmp_path / "2", states.replace(again, "fears")) == [(Rule.HEAVY_WHEN_TENSE, way)]


def test_a_tension_is_known_wherever_the_branch_on_it_stands(tmp_path: Path) -> None:
    branch = "[{if: tension_before >= 7, to: calm}, {to: fears}]"
    states = with_changed((f"next: {branch}", "next: stay"), (FEARS, f"stay: {{pause: 5, next: {branch}}}\n{FEARS}"))

    assert broken(tmp_path, states) == []


def test_a_tension_is_known_even_where_other_values_combine_in_more_ways_than_can_be_followed(tmp_path: Path) -> None:
    many = range(30)
    asked = [f"q{n}: {{ask: How?, scale: 0-10, keep: k{n}, next: q{n + 1}}}" for n in many]
    looked = [f"l{n}: {{next: [{{if: k{n} >= 5, to: m{n}}}, {{to: l{n + 1}}}]}}" for n in many]
    meant = [f"m{n}: {{say: Much., next: l{n + 1}}}" for n in many]
    after = "\n".join([*asked, "q30: {say: So., next: l0}", *looked, *meant, "l30: {next: calm}"])
    branch = "[{if: tension_before >= 7, to: calm}, {to: fears}]"
    changes = ((f"next: {branch}", "next: stay"), (FEARS, f"stay: {{pause: 5, next: {branch}}}\n{FEARS}\n{after}"))
    states = with_changed(*changes, ("keep: fears, next: calm", "keep: fears, next: q0"))

    assert broken(tmp_path, states) == []
    assert broken(tmp_path / "2", states.replace(">= 7", ">= 8"))[0][0] is Rule.HEAVY_WHEN_TENSE


CHOOSING = "fears: {ask: And?, keep: fears, choices: {a: {label: A, call: grounding}, b: {label: B}}, next: end}"
WITHOUT_CALM = [("to: calm}", "to: end}"), ("calm: {call: grounding, next: end}\n", "")]


@pytest.mark.parametrize(
    ("states", "way"),
    [
        (
            with_changed((FEARS, FEARS.replace("next: calm", "next: end"))),
            ("consent [Yes]", "tension = 0", "fears", "end", "out"),
        ),
        (
            with_changed(("call: grounding", "call: walk")),
            ("consent [Yes]", "tension = 0", "fears", "calm", "end", "out"),
        ),
        (
            with_changed((FEARS, CHOOSING), *WITHOUT_CALM),
            ("consent [Yes]", "tension = 0", "fears [B]", "end", "out"),
        ),
        (
            with_changed(
                (
                    FEARS,
                    "fears: {ask: And?, keep: fears, choices: {a: {label: A, start: walk}, b: {label: B}}, next: calm}",
                )
            ),
            ("consent [Yes]", "tension = 0", "fears [A]", "out"),
        ),
        (
            with_changed(
                ("next: end}\nend", "next: more}\nmore: {ask: What else?, keep: more, next: end}\nend"),
                ("to: calm}", "to: end}"),
            ),
            ("consent [Yes]", "tension = 0", "fears", "calm", "more", "end", "out"),
        ),
    ],
    ids=["none", "another dialogue", "a choice without", "another exercise", "before another question"],
)
def test_no_way_leads_out_after_a_heavy_question_without_something_calm(
    states: str, way: tuple[str, ...], tmp_path: Path
) -> None:
    assert broken(tmp_path, states) == [(Rule.NO_GROUNDING, way)]


def test_beginning_something_calm_instead_is_calm_too(tmp_path: Path) -> None:
    choices = "fears: {ask: And?, keep: fears, choices: {a: {label: A, start: grounding}, b: {label: B}}, next: calm}"

    assert broken(tmp_path, with_changed((FEARS, choices))) == []


def test_a_way_shows_what_was_there_where_a_branch_asks_about_what_others_keep(tmp_path: Path) -> None:
    branching = FEARS.replace("next: calm", "next: [{if: name kept, to: end}, {to: calm}]")

    assert broken(tmp_path, with_changed((FEARS, branching)))[0][1][2:4] == ("fears (name kept)", "end")


@pytest.mark.parametrize("part", ["put_aside", "peaceful_place"])
def test_nothing_asks_for_more_in_a_calm_part(part: str, tmp_path: Path) -> None:
    states = with_changed((FEARS, FEARS.replace("keep", f"part: {part}, keep")))

    assert broken(tmp_path, states) == [(Rule.PROBE_IN_CALM, ("fears",))]
    assert broken(tmp_path / "2", states.replace("part:", "listen: {most: 0}, part:")) == []


@pytest.mark.parametrize("dialogue", sorted(CALM))
def test_nothing_asks_for_more_in_a_calm_dialogue(dialogue: DialogueId, tmp_path: Path) -> None:
    states = "title: T\nstart: a\nstates:\n  a: {ask: What is there?, keep: it, next: b}\n  b: {end: true}\n"

    found = check(sound_folder(tmp_path, {f"{dialogue}.yaml": states})).problems

    assert [problem.rule for problem in found] == [Rule.PROBE_IN_CALM]


OFFERED_TO_SOME = """
a: {next: [{if: name kept, to: b}, {to: c}]}
b: {end: true}
c: {say: Calm?, choices: {y: {label: Y, call: grounding}}, next: b}
"""


@pytest.mark.parametrize(
    ("stopped", "way"),
    [
        ("a: {say: We stop., end: true}", ("a",)),
        (
            OFFERED_TO_SOME,
            ("a", "b"),
        ),
    ],
)
def test_what_follows_on_stop_offers_something_calm_at_once(stopped: str, way: tuple[str, ...], tmp_path: Path) -> None:
    states = f"title: T\nstart: a\nstates:\n{indent(stopped, '  ')}\n"

    found = check(sound_folder(tmp_path, {"stopped.yaml": states})).problems

    assert [(problem.rule, problem.way) for problem in found] == [(Rule.STOP_NOT_CALM, way)]


def test_a_light_dialogue_promises_nothing(tmp_path: Path) -> None:
    light = heavy(f"{FEARS}\n{CALM_AND_END}", "fears").replace("load: high\n", "")
    dialogue = load(sound_folder(tmp_path, {"light.yaml": light})).dialogues.live[DialogueId("light")]

    assert proofs_of(dialogue) == ()
    assert not is_heavy_question(dialogue, dialogue.states[dialogue.start])


def test_answers_are_heavy_and_tension_and_consent_are_not(tmp_path: Path) -> None:
    states = with_changed(("  skip: false\n", "  skip: false\n  keep: agreed\n"))
    dialogue = load(sound_folder(tmp_path, {"heavy.yaml": heavy(states)})).dialogues.live[DialogueId("heavy")]

    assert [id for id, state in dialogue.states.items() if is_heavy_question(dialogue, state)] == ["fears"]


def test_every_shipped_exercise_that_is_heavy_is_proved_to_be_kind() -> None:
    heavy = [dialogue for dialogue in shipped().live.values() if dialogue.load is Load.HIGH]
    rules = {Rule.NO_CONSENT, Rule.NO_TENSION, Rule.HEAVY_WHEN_TENSE, Rule.NO_GROUNDING, Rule.PROBE_IN_CALM}

    assert [dialogue.id for dialogue in heavy] == ["shame"]
    for dialogue in heavy:
        assert {proof.rule for proof in proofs_of(dialogue)} == rules
        assert all(proof.holds and not proof.way for proof in proofs_of(dialogue))
        assert all(state.part for state in dialogue.states.values())
    assert [proof.holds for proof in proofs_of(shipped().live[STOPPED])] == [True]


@pytest.mark.parametrize("place", places(), ids=":".join)
def test_from_everywhere_stop_comes_in_one_turn_to_an_offer_of_something_calm(place: Place) -> None:  # fault 25
    before = everywhere()[place]
    after = somebody_at(*place).commands("stop")
    if before.stack[0].dialogue == STOPPED or not before.profile.consented:
        assert after.place is None
        return
    stopped = shipped().live[STOPPED].states[shipped().live[STOPPED].start]
    calm = [choice.key for choice in stopped.choices if choice.call in CALM]
    message = next(effect for effect in after.effects if isinstance(effect, SendMessage))
    offered = {one.data for row in message.buttons for one in row}

    assert calm
    assert {button(after.session, "", Act.CHOOSE, key).data for key in calm} <= offered
