"""What may lie in a folder of dialogues: whatever it is, it is read or refused, and nothing is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import DialogueError
from bot.language.problems import Rule
from bot.language.source.files import read_file
from bot.language.source.folder import read_folder
from tests.language.folders import check, said_about, said_about_states, sound_folder, with_states


def told(folder: Path) -> list[tuple[str, str]]:
    return [(Path(problem.path).name, problem.rule) for problem in check(folder).problems]


# fault 52
@pytest.mark.parametrize("target", ["../secret.yaml", "/etc/passwd", "/dev/zero", "../../../../../../etc/passwd"])
def test_a_link_that_leads_out_of_the_folder_is_refused_unread(target: str, tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (tmp_path / "secret.yaml").write_text("title: Secret\n", encoding="utf-8")
    (folder / "linked.yaml").symlink_to(target)

    checked = check(folder)

    assert [problem.rule for problem in checked.problems] == [Rule.OUTSIDE]
    assert checked.texts[str(folder / "linked.yaml")] == ""


def test_the_bots_own_words_are_refused_behind_such_a_link_too(tmp_path: Path) -> None:  # fault 52
    folder = sound_folder(tmp_path)
    (folder / "_safety.yaml").rename(tmp_path / "_safety.yaml")
    (folder / "_safety.yaml").symlink_to(tmp_path / "_safety.yaml")

    assert told(folder) == [("_safety.yaml", Rule.OUTSIDE)]


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / ".data").mkdir()
    (folder / "walk.yaml").rename(folder / ".data" / "walk.yaml")
    (folder / "walk.yaml").symlink_to(".data/walk.yaml")

    assert told(folder) == []


# fault 52
@pytest.mark.parametrize("id", ["../../etc/passwd", "/etc/passwd", "walk.yaml", "./walk", "de/walk", "C:\\walk"])
def test_a_path_is_no_dialogues_id(id: str, tmp_path: Path) -> None:
    choices = f"{{a: {{label: A, call: '{id}'}}, b: {{label: B, start: '{id}'}}}}"
    calls = f"first: {{ask: Where?, choices: {choices}, next: done}}"

    lines = said_about_states(tmp_path, calls)

    assert len(lines) == 2
    assert all(f"There is no dialogue called `{id}`." in line for line in lines)


@pytest.mark.parametrize("name", ["walk.yaml", "_phrases.yaml"])
def test_a_pipe_is_refused_and_not_waited_for(name: str, tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / name).unlink()
    os.mkfifo(folder / name)

    assert (name, Rule.UNREADABLE) in told(folder)


def test_a_folder_with_a_files_name_is_refused(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / "other.yaml").mkdir()

    assert told(folder) == [("other.yaml", Rule.UNREADABLE)]


@pytest.mark.parametrize("target", ["nowhere.yaml", "other.yaml"], ids=["to nothing", "to itself"])
def test_a_link_that_leads_nowhere_is_refused(target: str, tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / "other.yaml").symlink_to(target)

    assert told(folder) == [("other.yaml", Rule.UNREADABLE)]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(2, "No such file"), "cannot be found"),
        (PermissionError(13, "Permission denied"), "may not be read"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError(), "the system refuses it"),
    ],
    ids=["gone since it was listed", "no permission", "a broken disk", "without a reason"],
)
def test_what_the_system_says_of_a_file_is_a_problem_of_it(
    error: OSError, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sound_folder(tmp_path)

    def refuse(path: str, flags: int) -> int:
        raise error

    monkeypatch.setattr(os, "open", refuse)
    file = read_file(folder / "walk.yaml", folder)

    (problem,) = file.report.problems
    assert (problem.rule, said in problem.sentence, file.tree, file.text) == (Rule.UNREADABLE, True, None, "")


def test_a_folder_that_cannot_be_listed_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)

    with pytest.raises(DialogueError, match="cannot be read: Permission denied"):
        read_folder(tmp_path)


def test_a_file_in_the_folders_place_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "dialogues").write_text("title: A\n", encoding="utf-8")

    with pytest.raises(DialogueError, match="There is no folder of dialogues at"):
        read_folder(tmp_path / "dialogues")


@pytest.mark.parametrize("name", [b"\xff\xfe.yaml", b"a\nb.yaml", b"\x1b[31m.yaml", b"Sp ace.yaml", b".yaml.txt"])
def test_a_file_of_any_name_is_told_in_one_line(name: bytes, tmp_path: Path) -> None:
    folder = sound_folder(tmp_path)
    (folder / os.fsdecode(name)).write_bytes(b"title: A\n")

    lines = [str(problem) for problem in check(folder).problems]

    assert len(lines) == (0 if name.startswith(b".") else 1)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\x00" * 1000,
        os.urandom(4096),
        b"title: Half written\nstart: first\nstates:\n  first:\n    ask: 'How is",
        b"title: Half",
        b"\xf0\x9f\x8c",
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        b"a: " + b"[" * 100_000,
        b"{" * 100_000,
        b"title: A\rstart: b\r",
        b"\xff\xfet\x00i\x00",
    ],
    ids=[
        "empty", "blank", "zeros", "random", "half a state", "half a line", "half a sign", "an alias bomb", "brackets",
        "braces", "old line ends", "UTF-16",
    ],
)  # fmt: skip
def test_whatever_a_file_holds_it_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:  # fault 21
    for name in ("broken.yaml", "_phrases.yaml", "_listening.yaml", "_safety.yaml", "_helplines.yaml"):
        lines = said_about(tmp_path / name, {name: content})
        assert lines
        assert all(line.startswith(f"{name}:") for line in lines)


def test_line_ends_and_a_byte_order_mark_of_windows_are_not_shown(tmp_path: Path) -> None:
    source = with_states("first: {say: Hello, next: dnoe}").replace("\n", "\r\n")
    folder = sound_folder(tmp_path, {"walk.yaml": b"\xef\xbb\xbf" + source.encode()})

    checked = check(folder)

    assert checked.texts[str(folder / "walk.yaml")] == source.replace("\r", "")
    assert [(problem.mark.line, problem.mark.column) for problem in checked.problems] == [(4, 29)]


def test_ten_thousand_states_in_one_file_are_too_large_and_read_no_further(tmp_path: Path) -> None:
    states = "".join(f"  s{number}: {{say: 'Number {number}', next: s{number + 1}}}\n" for number in range(10_000))
    source = f"title: Long\nstart: s0\nstates:\n{states}  s10000: {{say: Done., end: true}}\n"

    assert said_about(tmp_path, {"long.yaml": source}) == [
        "long.yaml:1:1: The file is larger than 256 KiB. Split it into several dialogues."
    ]


def test_ten_thousand_states_in_many_files_are_read(tmp_path: Path) -> None:
    states = (
        f"  s{number}: {{say: 'Number {number}', pause: 20, checkpoint: true, next: s{number + 1}}}\n"
        for number in range(999)
    )
    many = "".join(states)
    source = f"title: Long\nstart: s0\nstates:\n{many}  s999: {{say: Done., end: true}}\n"

    folder = sound_folder(tmp_path, {f"long_{number}.yaml": source for number in range(10)})

    assert check(folder).problems == ()


def test_a_value_with_dots_in_words_is_no_value(tmp_path: Path) -> None:  # fault 23
    (line,) = said_about_states(tmp_path, "first: {say: 'Hello {user.__class__}', next: done}")

    assert line.startswith("trying.yaml:4:23: What stands in braces is no value's name.")


def test_what_regular_expressions_would_act_on_is_only_itself_in_cues(tmp_path: Path) -> None:  # fault 22
    folder = sound_folder(tmp_path)
    listening = (folder / "_listening.yaml").read_text(encoding="utf-8")
    cues = "closings: ['(a+)+$', 'a.*', '[a-z]+ is all', that is all]"
    (folder / "_listening.yaml").write_text(listening.replace("closings: [That is all.]", cues), encoding="utf-8")

    loaded = check(folder).loaded

    assert loaded is not None
    assert {"aaaa", "a b", "this is all"} & loaded.dialogues.cues.closings == set()
    assert "that is all" in loaded.dialogues.cues.closings


def test_all_that_is_known_is_named_only_where_it_is_readable(tmp_path: Path) -> None:
    few, many = ("\n".join(f"state_{number}: {{say: A, next: done}}" for number in range(count)) for count in (5, 300))
    start = "first: {say: A, next: zzzzzz}\n"

    (line,) = said_about_states(tmp_path / "few", start + few)
    assert line.endswith("Known here: done, first, state_0, state_1, state_2, state_3, state_4.")
    (line,) = said_about_states(tmp_path / "many", start + many)
    assert line.endswith("state_117 and 278 more.")
    assert len(line) < 400


def test_a_word_of_any_length_is_compared_in_no_time(tmp_path: Path) -> None:
    (line,) = said_about_states(
        tmp_path, f"first: {{say: A, next: {'next' * 10_000}}}\nnextnext: {{say: A, next: done}}"
    )

    assert "There is no state called" in line


def test_values_that_other_broken_files_may_keep_stay_unknown_if_no_file_is_broken(tmp_path: Path) -> None:
    assert said_about(tmp_path, {"asks.yaml": with_states("first: {say: '{mood?}', next: done}")}) == [
        "asks.yaml:4:16: Nothing ever keeps a value called `mood`. "
        "Known here: dialogue_title, helplines, name, zone, zone_time."
    ]
