"""A picture that a dialogue shows: named by its file, there, one that Telegram takes, and with a caption that fits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.dialogue.model import DialogueId, StateId
from bot.language.folder_watch import signature
from bot.language.problems import Rule
from bot.language.source.picture_files import read_picture
from tests.language.folders import check, load, said_about, said_about_states, sound_folder, with_states
from tests.pictures import gif_head, jpeg_head, png, png_head

SHOWN = "first: {say: A lake at dusk., picture: lake.png, next: done}"


def rules(folder: Path) -> list[Rule]:
    return [problem.rule for problem in check(folder).problems]


def showing(tmp_path: Path, content: bytes, name: str = "lake.png") -> Path:
    """A folder whose dialogue shows a picture of this name, with this in its file."""
    states = SHOWN.replace("lake.png", name)
    return sound_folder(tmp_path, {f"pictures/{name}": content, "trying.yaml": with_states(states)})


def with_caption(caption: str) -> str:
    return f"first: {{say: '{caption}', picture: lake.png, next: done}}"


def test_a_picture_stands_on_a_state_that_says_something(tmp_path: Path) -> None:
    trying = load(showing(tmp_path, png())).dialogues.live[DialogueId("trying")]

    assert trying.states[StateId("first")].picture == "lake.png"


@pytest.mark.parametrize("content", [png(300, 200), gif_head(4000, 3000), jpeg_head(4000, 3000)])
@pytest.mark.parametrize("name", ["sea.png", "sea.JPEG", "sea.gif"])
def test_what_kind_of_picture_it_is_its_first_bytes_tell_and_not_its_name(
    name: str, content: bytes, tmp_path: Path
) -> None:
    assert rules(showing(tmp_path, content, name)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "`lake.png` is no PNG, JPEG or GIF by its first bytes. Save the picture as one of these."),
        (b"RIFF\0\0\0\0WEBPVP8 ", "`lake.png` is no PNG, JPEG or GIF by its first bytes."),
        (png()[:20], "`lake.png` is no PNG, JPEG or GIF by its first bytes."),
        (png_head(0, 10), "`lake.png` is no PNG, JPEG or GIF by its first bytes."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "`lake.png` is no PNG, JPEG or GIF by its first bytes."),
        (png_head(6000, 4001), "`lake.png` is 6,000 by 4,001 pixels; 10,000 together is the most. Save it smaller."),
        (png_head(2100, 100), "`lake.png` is 2,100 by 100 pixels; Telegram takes no side that is more than 20 times"),
        (png_head(8, 8) + bytes(10_000_000), "`lake.png` has 10,000,033 bytes; 10,000,000 is the most."),
    ],
    ids=["empty", "webp", "cut off", "without width", "svg", "too many pixels", "too long", "too large"],
)
def test_what_telegram_would_not_take_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    folder = showing(tmp_path, content)

    (problem,) = check(folder).problems
    assert problem.rule is Rule.NO_PICTURE
    assert f"{problem.sentence} {problem.advice}".startswith(said)
    assert read_picture(folder, "lake.png") is None


@pytest.mark.parametrize(("width", "height"), [(9_999, 1), (1, 21), (5_000, 5_001)])
def test_what_is_just_over_a_limit_is_refused_and_what_is_just_at_it_is_not(
    width: int, height: int, tmp_path: Path
) -> None:
    folder = showing(tmp_path, png_head(width, height))
    assert rules(folder) == [Rule.NO_PICTURE]

    for fitting in (png_head(5_000, 5_000), png_head(20, 400), png_head(8, 8) + bytes(9_999_967)):
        (folder / "pictures" / "lake.png").write_bytes(fitting)
        assert rules(folder) == []


def test_a_picture_that_is_not_there_is_told_once_for_each_state_that_shows_it(tmp_path: Path) -> None:
    states = """
    first: {say: One., picture: nowhere.png, next: second}
    second: {say: Two., picture: nowhere.png, next: done}
    """
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(states)})
    (folder / "pictures" / "lake.png").unlink()
    (folder / "pictures").rmdir()

    assert [(problem.rule, problem.mark.line) for problem in check(folder).problems] == [
        (Rule.NO_PICTURE, 4),
        (Rule.NO_PICTURE, 5),
    ]
    assert "Put the picture there" in check(folder).problems[0].advice


# fault 52
@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", "../secret.png", "/etc/passwd", "/etc/lake.png", "..", ".", ".lake.png"),
        *(r"C:\lake.png", r"..\lake.png", r"\\server\share\lake.png", "pictures/lake.png", "./lake.png", "a//b.png"),
    ],
)
def test_a_path_is_no_name_of_a_picture(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())

    assert said_about_states(tmp_path, SHOWN.replace("lake.png", f"'{name}'")) == [
        f"trying.yaml:4:42: `{name}` is no name of a file in the folder `pictures`. Put the picture into the folder"
        " `pictures` beside the dialogues, and write the name of its file alone."
    ]


@pytest.mark.parametrize("name", ["lake\\0.png", "lake.png\\0", "lake\\n.png", "\\u007f.png"])
def test_no_name_holds_a_sign_that_cannot_be_seen(name: str, tmp_path: Path) -> None:  # fault 52
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(SHOWN.replace("lake.png", f'"{name}"'))})

    (problem,) = check(folder).problems
    assert problem.rule in (Rule.OUTSIDE, Rule.CONTROL_CHARACTER)
    assert problem.sentence.isprintable()


# fault 52
@pytest.mark.parametrize("target", ["../../secret.png", "/etc/passwd", "/dev/zero", "../../../../../../etc/passwd"])
def test_a_link_that_leads_out_of_the_folder_is_refused_unread(target: str, tmp_path: Path) -> None:
    folder = showing(tmp_path, png())
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "pictures" / "lake.png").unlink()
    (folder / "pictures" / "lake.png").symlink_to(target)

    assert rules(folder) == [Rule.OUTSIDE]
    assert read_picture(folder, "lake.png") is None


def test_a_folder_of_pictures_that_lies_elsewhere_is_told_once(tmp_path: Path) -> None:  # fault 52
    folder = showing(tmp_path, png())
    (folder / "pictures").rename(tmp_path / "elsewhere")
    (folder / "pictures").symlink_to(tmp_path / "elsewhere")

    (problem,) = check(folder).problems
    assert (problem.rule, problem.path) == (Rule.OUTSIDE, str(folder / "pictures"))
    assert read_picture(folder, "lake.png") is None


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    folder = showing(tmp_path, png())
    (folder / "pictures" / "lake.png").rename(folder / "pictures" / "water.png")
    (folder / "pictures" / "lake.png").symlink_to("water.png")

    assert rules(folder) == []


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("make", [make_pipe, make_loop, Path.mkdir], ids=["a pipe", "a link to itself", "a folder"])
def test_what_is_no_file_is_refused_and_not_waited_for(make: object, tmp_path: Path) -> None:
    folder = showing(tmp_path, png())
    (folder / "pictures" / "lake.png").unlink()
    assert callable(make)
    make(folder / "pictures" / "lake.png")

    assert rules(folder) == [Rule.NO_PICTURE]
    assert read_picture(folder, "lake.png") is None


def test_a_picture_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = showing(tmp_path, png())
    opened = os.open

    def refuse(path: str, flags: int) -> int:
        if str(path).endswith(".png"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", refuse)

    (problem,) = check(folder).problems
    assert (problem.rule, problem.sentence) == (Rule.NO_PICTURE, "`lake.png` cannot be read: Permission denied.")


@pytest.mark.parametrize("name", ["lake", "lake.txt", "lake.png.exe", "30", "true", ".png"])
def test_a_name_without_a_pictures_ending_is_refused(name: str, tmp_path: Path) -> None:
    assert rules(sound_folder(tmp_path, {"trying.yaml": with_states(SHOWN.replace("lake.png", name))})) == [
        Rule.OUTSIDE if name.startswith(".") else Rule.NO_PICTURE
    ]


@pytest.mark.parametrize("name", ["früher See.png", "озеро.jpg", "湖.gif", "a, b & 'c'.png", "x" * 300 + ".png"])
def test_a_name_may_be_in_any_script(name: str, tmp_path: Path) -> None:
    written = SHOWN.replace("lake.png", '"' + name + '"')
    folder = sound_folder(tmp_path, {"trying.yaml": with_states(written)})
    if len(name) < 100:
        (folder / "pictures" / name).write_bytes(png())

    assert rules(folder) == ([] if len(name) < 100 else [Rule.NO_PICTURE])


@pytest.mark.parametrize("stray", ["notes.txt", "never named.png", "deeper", ".hidden"])
def test_what_nobody_names_may_lie_beside_the_pictures(stray: str, tmp_path: Path) -> None:
    folder = showing(tmp_path, png())
    (folder / "pictures" / stray).mkdir() if stray == "deeper" else (folder / "pictures" / stray).write_bytes(b"?")

    assert rules(folder) == []


def test_a_language_has_no_pictures_of_its_own(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path, {"de/walk.yaml": "title: Gehen\n"})
    (folder / "de" / "pictures").mkdir()

    assert Rule.STRAY_FILE in rules(folder)


@pytest.mark.parametrize(
    ("states", "key"),
    [
        ("first: {ask: How?, picture: lake.png, next: done}", "picture"),
        ("first: {say: A., ask: How?, picture: lake.png, next: done}", "picture"),
        ("first: {say: A., picture: lake.png, choices: {a: {label: A, next: done}}}", "picture"),
        ("first: {say: A., picture: lake.png, pause: 30, next: done}", "picture"),
        ("first: {picture: lake.png, next: done}", "picture"),
        ("first: {picture: lake.png, call: walk, next: done}", "picture"),
    ],
)
def test_a_picture_has_no_place_where_anything_is_waited_for_or_nothing_said(
    states: str, key: str, tmp_path: Path
) -> None:
    problems = check(sound_folder(tmp_path, {"trying.yaml": with_states(states)})).problems

    assert {problem.rule for problem in problems} == {Rule.OUT_OF_PLACE}
    assert f"`{key}` has no place in this state" in problems[0].sentence


def test_a_caption_may_fill_what_telegram_takes(tmp_path: Path) -> None:
    assert said_about_states(tmp_path, with_caption("\N{HERB}" * 512)) == []


@pytest.mark.parametrize(
    "caption",
    ["x" * 1025, "\N{HERB}" * 512 + ".", "x" * 945 + "{name}", "x" * 944 + "\n\n{name?}", "{name?|" + "x" * 1025 + "}"],
    ids=["letters", "emoji", "the longest name", "in a line that may be left out", "instead of a name"],
)
def test_a_caption_that_may_get_longer_is_refused(caption: str, tmp_path: Path) -> None:
    broken = sound_folder(tmp_path, {"trying.yaml": with_states(with_caption(caption))})

    assert Rule.CAPTION_TOO_LONG in rules(broken)


def test_a_name_that_fits_at_its_longest_may_stand_in_a_caption(tmp_path: Path) -> None:
    assert said_about_states(tmp_path, with_caption("x" * 943 + " {name?}")) == []


@pytest.mark.parametrize("value", ["kind?", "helplines", "dialogue_title"])
def test_a_value_that_may_be_of_any_length_has_no_place_in_a_caption(value: str, tmp_path: Path) -> None:
    states = f"""
    first: {{ask: What was kind?, keep: kind, next: look}}
    look: {{say: "Look: {{{value}}}", picture: lake.png, next: done}}
    """

    assert said_about_states(tmp_path, states) == [
        f"trying.yaml:5:15: `{{{value.removesuffix('?')}}}` stands under a picture, where 1,024 characters are the"
        " most. How long it gets nobody knows. Say it in a state of its own."
    ]


def test_words_that_are_too_long_for_any_message_are_told_once(tmp_path: Path) -> None:
    broken = sound_folder(tmp_path, {"trying.yaml": with_states(with_caption("x" * 3501))})

    assert rules(broken) == [Rule.TEXT_TOO_LONG]


def test_a_caption_has_to_fit_in_every_language(tmp_path: Path) -> None:
    lines = ["title: Versuch", "states:", f"  first: {{say: {'Wasser ' * 150}}}", "  done: {say: Fertig.}"]
    files = {"trying.yaml": with_states(SHOWN), "de/trying.yaml": "\n".join(lines)}

    (line,) = [line for line in said_about(tmp_path, files) if "picture" in line]
    assert line.startswith(
        "de/trying.yaml:3:16: This is up to 1,049 characters long; under a picture 1,024 is the most."
    )


def test_a_change_among_the_pictures_is_seen(tmp_path: Path) -> None:
    folder = showing(tmp_path, png())
    before = signature(folder)
    (folder / "pictures" / "lake.png").write_bytes(png(9, 9))

    assert signature(folder) != before


def test_a_picture_that_is_checked_by_its_path_is_one_of_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = showing(tmp_path, png())

    assert main(["check", str(folder / "pictures" / "lake.png")]) == 0
    assert "No problem" in capsys.readouterr().out
