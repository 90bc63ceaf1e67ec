"""Whatever a coach's file holds, loading says what is wrong or loads it: never a traceback."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from bot.language.checked_folder import check_folder
from bot.language.grammar import state_keys
from tests.language.folders import BROKEN, DEMANDS, NOWHERE, sound_folder

LINES = sorted(
    {line for file in BROKEN.glob("*.yaml") for line in file.read_bytes().decode(errors="replace").split("\n")[1:]}
)
KEYS = list(state_keys.STATE.keys)
VALUES_OF_KEYS = [
    *("first", "done", "true", "false", "30", "0-10", "resume", "name", "phrase", "'{name} *x*'", "''", "x"),
    *("{}", "[]", "[place]", "{a: A}", "{listening: quiet}", "{a: {label: A, next: done}}"),
    *("[{if: first >= x + 2, to: first}, {if: x == first, to: done}, {to: done}]",),
    *("[{if: first kept, to: first}, {to: done}]", "[{to: first}, {to: done}]", "[first, x]", "[]"),
    *(
        "{most: 1}",
        "{pattern: box, minutes: 3}",
        "box",
        "{dialogue: x, in: 1d}",
        "{a: {label: A, start: x, next: done}}",
    ),
    *("{a: {label: A, next: done, unseal: true}, first: {label: B, next: done, seal: [x]}}", "{a: A, b: '*B*'}"),
    *("'You must! Why? Why?'", '"\\u00a0*You*\\n_must_\\x21 {a?} \\"Why?"', "{a: {label: Pills!, next: done}}"),
    *(
        "{a: {label: A, count: true}}",
        "{dialogue: a, in: 1d}",
        "{in: 3w}",
        "[first, name]",
        "{a: {label: A, unseal: true, next: done}}",
    ),
    "{a: {label: A, seal: [first], visit: {dialogue: a, in: 2h}, next: first}}",
    *("lake.png", "sea.PNG", "../../etc/passwd", '"lake\\0.png"', "lake.txt", "'.lake.png'"),
]
STATE = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES_OF_KEYS), max_size=6)


# A file of each kind that may lie in the folder.
NAMES = [
    *("a.yaml", "walk.yaml", "_phrases.yaml", "_listening.yaml", "_safety.yaml", "_helplines.yaml"),
    *("de/walk.yaml", "de/_phrases.yaml", "de/_listening.yaml", "de/_helplines.yaml"),
]


def check(source: str, name: str = "a.yaml") -> None:
    with TemporaryDirectory() as place:
        checked = check_folder(sound_folder(Path(place), {name: source}), NOWHERE, DEMANDS)
    assert (checked.loaded is None) == bool(checked.problems)
    assert all(problem.mark.line >= 1 and problem.sentence and problem.advice for problem in checked.problems)


@given(st.lists(st.sampled_from(LINES), max_size=15), st.sampled_from(NAMES))
def test_lines_thrown_together_are_read_or_refused(lines: list[str], name: str) -> None:
    check("\n".join(lines), name)


@given(st.sampled_from(NAMES[1:]), st.data())
def test_a_sound_file_with_lines_lost_or_moved_is_read_or_refused(name: str, data: st.DataObject) -> None:
    folder = BROKEN / ("sound_in_german" if name.startswith("de/") else "sound")
    lines = (folder / Path(name).name).read_text(encoding="utf-8").split("\n")
    kept = data.draw(st.lists(st.sampled_from(lines), max_size=len(lines)))
    check("\n".join(kept), name)


@given(STATE, STATE)
def test_keys_thrown_together_are_accepted_or_refused(first: dict[str, str], done: dict[str, str]) -> None:
    states = {"first": first, "done": done}
    written = [
        f"  {id}: {{{', '.join(f'{key}: {value}' for key, value in state.items())}}}" for id, state in states.items()
    ]
    check("\n".join(["title: A", "start: first", "states:", *written]))
