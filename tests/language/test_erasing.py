"""`do: erase` is come to by a phrase that was typed, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.folders import check, said_about, sound_folder, with_states

GONE = "gone: {do: erase, end: true}\n"
KEEP = "choices: {no: {label: Keep all, next: done}}"
ASKED = f"first: {{ask: Sure?, read: phrase, phrase: forget me, SKIP, {KEEP}, next: gone}}\n"
TYPED = ASKED.replace("SKIP", "skip: no")


def said(tmp_path: Path, states: str) -> list[str]:
    told = said_about(tmp_path, {"trying.yaml": with_states(states, "kind: service\n")})
    return [line for line in told if "No way leads to `done`" not in line]


def test_a_typed_phrase_removes_everything_also_after_a_last_word(tmp_path: Path) -> None:
    assert said(tmp_path, TYPED + GONE) == []
    assert said(tmp_path / "3", TYPED + "gone: {do: erase}\n") == []
    assert (
        said(tmp_path / "2", TYPED.replace("next: gone", "next: bye") + "bye: {say: Bye., next: gone}\n" + GONE) == []
    )


@pytest.mark.parametrize(
    ("states", "because"),
    [
        (ASKED.replace("SKIP, ", ""), "/skip at `first` leads to"),
        (ASKED.replace("SKIP", "skip: no").replace("next: done", "next: gone"), "The button `no` leads to"),
        (TYPED.replace("label: Keep all, next: done", "label: Keep all"), "The button `no` leads to"),
        ("first: {say: Wait., pause: 5, next: gone}\n", "`first` leads to where everything is removed, and asks"),
        ("first: {ask: What?, keep: what, next: gone}\n", "`first` leads to where everything is removed, and asks"),
        ("first: {ask: How?, scale: 0-10, keep: how, next: gone}\n", "`first` leads to where"),
        ("first: {say: Hello., next: gone}\n", "as soon as it is opened"),
        ("first: {call: grounding, next: gone}\n", "as soon as it is opened"),
        (
            TYPED.replace("next: gone", "next: wait") + "wait: {say: Ten seconds., pause: 10, next: gone}\n",
            "`wait` leads to",
        ),
        (
            TYPED.replace("next: gone", "next: last")
            + "last: {say: Now?, choices: {a: {label: Now, next: gone}, b: {label: Or not, next: done}}}\n",
            "The button `a` leads to",
        ),
        (
            "first: {ask: How?, choices: {a: {label: One, next: between}, b: {label: Two, next: done}}}\n"
            "between: {say: Well., next: [{if: zone kept, to: done}, {to: gone}]}\n",
            "The button `a` leads to",
        ),
    ],
)
def test_nothing_else_does(states: str, because: str, tmp_path: Path) -> None:
    (told,) = said(tmp_path, states + GONE)

    assert because in told


def test_no_button_does_it_by_itself(tmp_path: Path) -> None:
    (told,) = said(tmp_path, "first: {say: All?, choices: {a: {label: Yes, do: erase}, b: {label: No, next: done}}}")

    assert "The button `a` removes everything." in told


@pytest.mark.parametrize("phrase", ["yes", "ok!", '"..."'])
def test_no_word_that_people_write_anyway_does(phrase: str, tmp_path: Path) -> None:
    (told,) = said(tmp_path, TYPED.replace("phrase: forget me", f"phrase: {phrase}") + GONE)

    assert "removes everything, and somebody may write it by chance." in told


def test_nor_in_another_language(tmp_path: Path) -> None:
    asked = "first: {ask: Sicher?, phrase: ja, choices: {no: Alles behalten}}"
    german = f"title: Versuch\nstates:\n  {asked}\n  done: {{say: Aus.}}\n"
    folder = sound_folder(
        tmp_path, {"trying.yaml": with_states(TYPED + GONE, "kind: service\n"), "de/trying.yaml": german}
    )

    (told,) = check(folder).problems
    assert "`ja` removes everything" in told.sentence
