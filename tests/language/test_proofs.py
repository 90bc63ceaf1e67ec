"""What is proved of heavy exercises: which ways break it, which do not, and what is shown of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent, indent

import pytest

from bot.dialogue.buttons import Act, button
from bot.dialogue.effects import SendMessage
from bot.dialogue.model import Dialogue, DialogueId, Load
from bot.dialogue.reserved import CALM, STOPPED
from bot.language.problems import Problem, Rule
from bot.language.proofs.proofs import is_heavy_question, proofs_of
from tests.dialogue.person import somebody_at
from tests.language.folders import check, load, sound_folder
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
REST = "title: R\nkind: service\nstart: a\nstates: {a: {say: Rest a while., pause: 60, next: b}, b: {end: true}}\n"
WHOLE = f"{CONSENT}\n{TENSION}\n{FEARS}\n{CALM_AND_END}"


def heavy(states: str, start: str = "consent") -> str:
    return f"title: T\nload: high\nstart: {start}\nstates:\n{indent(dedent(states), '  ')}"


def problems(tmp_path: Path, states: str, start: str = "consent") -> list[Problem]:
    return list(check(sound_folder(tmp_path, {"heavy.yaml": heavy(states, start), "rest.yaml": REST})).problems)


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


@pytest.mark.parametrize(
    "label", ["Not now", "I would rather not", "Later", "Maybe", "Another day", "Don't", "Skip this", "Leave it", "NO"]
)
def test_a_button_that_does_not_agree_is_no_consent(label: str, tmp_path: Path) -> None:
    buttons = f'not_now: {{label: "{label}", next: tension}}, bye: {{label: Bye, next: end}}'
    way = (f"consent [{label}]", "tension = 0", "fears")

    assert broken(tmp_path, with_changed(("no: {label: No, next: end}", buttons))) == [(Rule.NO_CONSENT, way)]


def test_whoever_consented_once_may_refuse_the_next_time(tmp_path: Path) -> None:
    choices = "{on: {label: Go on, next: fears}, no: {label: No, next: fears}, out: {label: Leave, next: calm}}"
    more = f"more: {{say: Now what was done., skip: false, choices: {choices}}}\n"
    states = with_changed(("to: fears}", "to: more}")) + more
    aside = "aside: {ask: What could hold it?, keep: box, part: put_aside, listen: {most: 0}, next: calm}\n"
    way = ("consent [Yes]", "tension = 0", "more [No]", "fears")

    assert broken(tmp_path, states) == [(Rule.NO_CONSENT, way)]
    assert broken(tmp_path / "2", states.replace("No, next: fears", "No, next: aside") + aside) == []


def test_of_two_refusals_neither_agrees(tmp_path: Path) -> None:
    states = with_changed(("label: Yes", 'label: "No, not today"'), ("label: No,", 'label: "No, never",'))

    assert broken(tmp_path, states) == [(Rule.NO_CONSENT, ("consent [No, not today]", "tension = 0", "fears"))]


def test_a_button_whose_answer_is_kept_tells_something_and_agrees_to_nothing(tmp_path: Path) -> None:
    kept = with_changed(("skip: false", "skip: false\n  keep: who"))

    assert {rule for rule, _ in broken(tmp_path, kept)} >= {Rule.NO_CONSENT, Rule.NO_TENSION}
    assert broken(tmp_path / "2", kept.replace("keep: who", "keep: who\n  part: consent")) == []


@pytest.mark.parametrize("label", ["I know, go on", "A calm place first", "Ready now", "Yes"])
def test_any_other_button_of_consent_agrees(label: str, tmp_path: Path) -> None:
    states = with_changed(("{label: Yes, next: tension}", f'{{label: "{label}", next: tension}}'))

    assert broken(tmp_path, states) == []


@pytest.mark.parametrize(
    ("question", "is_heavy"),
    [
        ("ask: What was it?", True),
        ("ask: What was it?, choices: {a: {label: A}, b: {label: B}}, text: true", True),
        ("ask: Who?, read: name", True),
        ("ask: Where?, places: true", True),
        ("ask: How bad?, scale: 0-10", True),
        ("ask: How bad?, scale: 0-10, keep: tension_now", False),
        ("ask: Who did it?, choices: {a: {label: A}, b: {label: B}}, keep: who", True),
        ("ask: Who did it?, choices: {a: {label: A}, b: {label: B}}", True),
        ("ask: Did they?, choices: {a: {label: Yes}, b: {label: No}}", True),
        ("ask: Is it put away?, part: put_aside, choices: {a: {label: A}, b: {label: B}}", False),
        ("ask: What helps?, choices: {a: {label: A, call: grounding}, b: {label: B}}", False),
        ("ask: What next?, choices: {a: {label: A}, b: {label: B, next: calm}}", False),
        ("say: We begin., choices: {a: {label: Go on}}", False),
        ("pause: 5", False),
    ],
)
def test_leaving_out_keep_makes_no_question_lighter(question: str, is_heavy: bool, tmp_path: Path) -> None:
    states = f"{WHOLE}asked: {{{question}, next: end}}\n"
    states = states.replace(
        "{label: Yes, next: tension}", "{label: Yes, next: tension}, look: {label: Look, next: asked}"
    )
    found = {problem.rule for problem in problems(tmp_path, states)} - {Rule.LOST_ANSWER}

    assert (Rule.NO_TENSION in found) is is_heavy
    assert (Rule.NO_GROUNDING in found) is is_heavy


def test_what_only_says_that_it_is_heavy_is_refused_and_proves_nothing(tmp_path: Path) -> None:
    states = "consent: {say: Now?, choices: {a: {label: Go on, next: end}}}\nend: {say: Done., end: true}"
    (found,) = problems(tmp_path, states)
    light = heavy(states).replace("load: high\n", "")
    dialogue = load(sound_folder(tmp_path / "2", {"light.yaml": light})).dialogues.live[DialogueId("light")]

    assert (found.rule, found.mark.line) == (Rule.NOTHING_HEAVY, 2)
    assert proofs_of(replace(dialogue, load=Load.HIGH)) == ()


@pytest.mark.parametrize("more", ["", ", skip: false"])
@pytest.mark.parametrize("next", ["[{if: tension_before >= 7, to: calm}, {to: fears}]", "fears"])
def test_a_scale_that_cannot_tell_a_high_tension_is_told_once_and_at_its_place(
    more: str, next: str, tmp_path: Path
) -> None:
    branch = "[{if: tension_before >= 7, to: calm}, {to: fears}]"
    found = problems(tmp_path, with_changed(("0-10", f"0-5{more}"), (branch, next)))

    assert [(problem.rule, problem.mark.column) for problem in found] == [(Rule.NO_TENSION, 37)]
    assert found[0].sentence == "A tension is high from 7 on, and this scale has no numbers on both sides of that."


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
steady: {{call: grounding, next: again}}
again: {{ask: And now?, scale: 0-10, keep: tension_before, next: {again}}}
{FEARS}"""
    states = with_changed(("to: calm}, {to: fears}]", "to: steady}, {to: fears}]"), (FEARS, steady))
    way = ("consent [Yes]", "tension = 7", "steady", "again = 7", "fears")

    assert broken(tmp_path, states) == []
    assert broken(tmp_path / "2", states.replace(again, "fears")) == [(Rule.HEAVY_WHEN_TENSE, way)]


@pytest.mark.parametrize(("scale", "is_lowered"), [("0-6", False), ("0-10", True)])
def test_only_a_scale_that_could_be_high_lowers_a_tension(scale: str, is_lowered: bool, tmp_path: Path) -> None:
    now = f"now: {{ask: And now?, scale: {scale}, keep: tension_now, skip: false, next: NEXT}}\n{FEARS}"
    now = now.replace("NEXT", "[{if: tension_now >= 7, to: end}, {to: fears}]" if is_lowered else "fears")
    states = with_changed(("[{if: tension_before >= 7, to: calm}, {to: fears}]", "now"), (FEARS, now))
    states = states.replace("to: end}, {to: fears", "to: calm}, {to: fears")
    way = ("consent [Yes]", "tension = 7", "now = 0", "fears")

    assert broken(tmp_path, states) == ([] if is_lowered else [(Rule.HEAVY_WHEN_TENSE, way)])


@pytest.mark.parametrize("name", ["tension_hands", "tension_of_the_abuse", "tensions", "stress"])
def test_a_scale_with_another_name_is_no_tension_but_a_heavy_question(name: str, tmp_path: Path) -> None:
    states = with_changed(("tension_before, next", f"{name}, next"), ("if: tension_before", f"if: {name}"))

    assert broken(tmp_path, states)[0] == (Rule.NO_TENSION, ("consent [Yes]", "tension"))


def test_a_tension_is_known_wherever_the_branch_on_it_stands(tmp_path: Path) -> None:
    branch = "[{if: tension_before >= 7, to: calm}, {to: fears}]"
    states = with_changed((f"next: {branch}", "next: stay"), (FEARS, f"stay: {{pause: 5, next: {branch}}}\n{FEARS}"))

    assert broken(tmp_path, states) == []


def test_a_tension_is_known_even_where_other_values_combine_in_more_ways_than_can_be_followed(tmp_path: Path) -> None:
    many = range(30)
    asked = [f"q{n}: {{ask: How?, scale: 0-10, keep: k{n}, checkpoint: true, next: q{n + 1}}}" for n in many]
    looked = [f"l{n}: {{next: [{{if: k{n} >= 5, to: m{n}}}, {{to: l{n + 1}}}]}}" for n in many]
    meant = [f"m{n}: {{next: l{n + 1}}}" for n in many]
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
            with_changed(("call: grounding", "call: rest")),
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

    assert broken(tmp_path, states) == [(Rule.PROBE_IN_CALM, ())]
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
    states = with_changed(("  skip: false\n", "  skip: false\n  part: consent\n  keep: agreed\n"))
    dialogue = load(sound_folder(tmp_path, {"heavy.yaml": heavy(states)})).dialogues.live[DialogueId("heavy")]

    assert [id for id, state in dialogue.states.items() if is_heavy_question(dialogue, state)] == ["fears"]


HEAVY = [dialogue for dialogue in shipped().live.values() if dialogue.load is Load.HIGH]


@pytest.mark.parametrize("dialogue", HEAVY, ids=[dialogue.id for dialogue in HEAVY])
def test_every_shipped_exercise_that_is_heavy_is_proved_to_be_kind(dialogue: Dialogue) -> None:
    proved = {proof.rule for proof in proofs_of(dialogue)}

    assert proved >= {Rule.NO_CONSENT, Rule.NO_TENSION, Rule.HEAVY_WHEN_TENSE, Rule.NO_GROUNDING, Rule.LEFT_TENSE}
    assert all(proof.holds and not proof.way for proof in proofs_of(dialogue))


def test_the_shame_exercise_is_heavy_and_calm_in_its_parts_and_stop_is_calm() -> None:
    shame = shipped().live[DialogueId("shame")]

    assert shame in HEAVY
    assert all(state.part for state in shame.states.values())
    assert Rule.PROBE_IN_CALM in {proof.rule for proof in proofs_of(shame)}
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


AGAIN = """
calm: {call: grounding, next: now}
now: {ask: And now?, scale: 0-10, keep: tension_now, next: NEXT}
still: {ask: What would help?, choices: {a: {label: Steady me, call: grounding}, b: {label: Enough}}, next: end}
end: {say: Done., end: true}
"""
STILL = "[{if: tension_now >= 7, to: still}, {to: end}]"


def asked_again(next: str) -> str:
    return with_changed((CALM_AND_END, AGAIN.replace("NEXT", next)))


def test_whoever_is_tense_after_something_heavy_is_offered_something_calm_before_they_leave(tmp_path: Path) -> None:
    way = ("consent [Yes]", "tension = 0", "fears", "calm", "now = 7", "end", "out")
    without = asked_again("end").replace("still:", "other:").replace("next: NEXT", "")
    without = "\n".join(line for line in without.splitlines() if not line.startswith("other:"))

    assert broken(tmp_path, without) == [(Rule.LEFT_TENSE, way)]
    assert broken(tmp_path / "2", asked_again(STILL)) == []


@pytest.mark.parametrize(
    ("branch", "told"),
    [
        ("[{if: tension_now >= 8, to: still}, {to: end}]", "now = 7"),
        ("[{if: tension_now <= 6, to: end}, {if: tension_now <= 9, to: still}, {to: end}]", "now = 10"),
        ("[{if: tension_now not kept, to: end}, {if: tension_now >= 7, to: still}, {to: end}]", "now skipped"),
    ],
)
def test_from_seven_on_and_where_it_was_skipped(branch: str, told: str, tmp_path: Path) -> None:
    ((rule, way),) = broken(tmp_path, asked_again(branch))

    assert (rule, way[4:]) == (Rule.LEFT_TENSE, (told, "end", "out"))


def test_a_home_base_that_somebody_may_not_have_is_no_offer_to_whoever_is_tense(tmp_path: Path) -> None:
    offer = asked_again(STILL).replace("label: Steady me, call: grounding", "label: My home, call: home")

    files = {"heavy.yaml": heavy(offer), "home.yaml": HOME, "peaceful_place.yaml": PLACE}
    found = check(sound_folder(tmp_path, files)).problems

    assert [(problem.rule, problem.way[-3:]) for problem in found] == [
        (Rule.LEFT_TENSE, ("still [My home]", "end", "out"))
    ]


HOME = """
title: H
kind: service
start: known
states:
  known: {next: [{if: home_place kept, to: card}, {to: none}]}
  card: {say: You are there., pause: 60, next: out}
  none: {ask: Build it?, choices: {a: {label: Not now}, b: {label: Later}}, next: out}
  out: {end: true}
"""
PLACE = """
title: P
start: place
states:
  place: {ask: Where are you?, keep: place, remember: home_place, listen: {most: 0}, next: out}
  out: {end: true}
"""


@pytest.mark.parametrize(
    ("calm", "is_calm"),
    [
        ("calm: {call: home, next: end}", False),
        ("calm: {next: [{if: home_place kept, to: visit}, {to: end}]}\nvisit: {call: home, next: end}", False),
        ("calm: {next: [{if: home_place not kept, to: visit}, {to: end}]}\nvisit: {call: home, next: end}", False),
        ("calm: {next: [{if: home_place kept, to: visit}, {to: ground}]}\nvisit: {call: home, next: end}", True),
        ("calm: {next: [{if: home_place not kept, to: ground}, {to: visit}]}\nvisit: {call: home, next: end}", True),
        (
            "calm: {next: [{if: home_place kept, to: where}, {to: ground}]}\n"
            "where: {ask: Where to?, choices: {a: {label: Home, call: home}, b: {label: Ground, call: grounding}},"
            " next: end}",
            True,
        ),
        ("calm: {call: peaceful_place, next: end}", True),
        ("calm: {call: peaceful_place, next: visit}\nvisit: {call: home, next: end}", True),
    ],
)
def test_home_is_calm_only_for_whoever_has_one(calm: str, is_calm: bool, tmp_path: Path) -> None:
    ground = "ground: {call: grounding, next: end}\n" if "ground}" in calm else ""
    states = with_changed(("calm: {call: grounding, next: end}", f"{calm}\n{ground}"))
    files = {"heavy.yaml": heavy(states), "home.yaml": HOME, "peaceful_place.yaml": PLACE}

    found = [problem.rule for problem in check(sound_folder(tmp_path, files)).problems]

    assert found == ([] if is_calm else [Rule.NO_GROUNDING])


def test_what_an_exercise_keeps_under_the_name_of_the_home_base_is_none(tmp_path: Path) -> None:
    calm = "calm: {next: [{if: home_place kept, to: visit}, {to: ground}]}\nvisit: {call: home, next: end}"
    states = with_changed(
        ("calm: {call: grounding, next: end}", f"{calm}\nground: {{call: grounding, next: end}}"),
        ("keep: fears", "keep: home_place"),
    )
    files = {"heavy.yaml": heavy(states), "home.yaml": HOME, "peaceful_place.yaml": PLACE}

    assert [problem.rule for problem in check(sound_folder(tmp_path, files)).problems] == [Rule.NO_GROUNDING]


@pytest.mark.parametrize(
    ("first", "rule_holds"),
    [
        ("first: {say: Somebody stands over you., pause: 600, next: consent}", False),
        ("first: {say: Somebody stands over you., breathe: {minutes: 2, pattern: box}, next: consent}", False),
        ("first: {ask: Who hurt you?, choices: {a: {label: She, next: consent}, b: {label: He, next: end}}}", False),
        ("first: {say: Think back., choices: {a: {label: Go on, next: consent}}}", False),
        ("first: {say: Look at this., call: rest, next: consent}", False),
        ("first: {say: Something calm first., call: grounding, next: consent}", True),
        ("first: {say: Something calm first., call: grounding, next: tension_too}\n", True),
        ("first: {say: Hello., next: consent}", True),
    ],
)
def test_before_consent_nothing_is_asked_and_nobody_is_led_through_anything(
    first: str, rule_holds: bool, tmp_path: Path
) -> None:
    if "tension_too" in first:
        first += "tension_too: {ask: How tense?, scale: 0-10, keep: tension, next: consent}"
    found = {rule for rule, _ in broken(tmp_path, f"{first}\n{WHOLE}", "first")}

    assert found == set() if rule_holds else Rule.NO_CONSENT in found


@pytest.mark.parametrize(
    "label",
    ["Cancel", "Tomorrow", "Back", "Next week", "Wait", "Close", "Nah", "Quit", "On Monday", "Lunch first", "Go home",
     "Let me go", "Begin later", "Start tomorrow", "Yes, but not now", "Hm", "Blue", "Too much", "Hold on", "Bye"],
)  # fmt: skip
def test_a_button_that_does_not_say_yes_is_no_consent(label: str, tmp_path: Path) -> None:
    states = with_changed(("{label: Yes, next: tension}", f'{{label: "{label}", next: tension}}'))
    ((rule, way),) = broken(tmp_path, states)

    assert (rule, way) == (Rule.NO_CONSENT, (f"consent [{label}]", "tension = 0", "fears"))


@pytest.mark.parametrize(("label", "agrees"), [("Yes", False), ("OK", False), ("Begin", True), ("I am ready", True)])
def test_a_bare_yes_agrees_to_no_question_about_leaving(label: str, agrees: bool, tmp_path: Path) -> None:
    states = with_changed(
        ("say: It may hurt.", "ask: Shall we leave it for today?"),
        ("{label: Yes,", f"{{label: {label},"),
        ("label: No,", "label: Leave it,"),
    )

    assert broken(tmp_path, states) == ([] if agrees else [(Rule.NO_CONSENT, (f"consent [{label}]", *REST_OF_WAY))])


REST_OF_WAY = ("tension = 0", "fears")


def test_it_is_said_how_a_button_says_yes(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, with_changed(("label: Yes", "label: Cancel")))

    assert found.advice.startswith("No button of `consent` says yes: write `Yes`, `I am ready`")


@pytest.mark.parametrize(
    ("silence", "rules"),
    [
        ("pause: 600, say: Somebody stands over you.", [Rule.HEAVY_WHEN_TENSE]),
        ("pause: 600, say: Rest there., part: peaceful_place", []),
        ("pause: 600", []),
    ],
)
def test_a_silence_that_leads_through_something_is_as_heavy_as_a_question(
    silence: str, rules: list[Rule], tmp_path: Path
) -> None:
    stay = f"stay: {{{silence}, next: calm}}"
    states = with_changed(("to: calm}, {to: fears}]", "to: stay}, {to: fears}]")) + stay

    assert [rule for rule, _ in broken(tmp_path, states)] == rules
