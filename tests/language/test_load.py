"""What comes of a whole folder: the dialogues, the bot's own words, the menu; and versions that are no longer in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.matching import label_of
from bot.dialogue.model import DialogueId, ManyAsk, StateId, Version
from bot.errors import DialogueError
from bot.language.folder_watch import signature
from bot.language.load import read_source
from tests.language.folders import BROKEN, load, said_about, sound_folder, with_states

WALK = DialogueId("walk")


def own(name: str, old: str, new: str) -> dict[str, str]:
    """A file of the bot's own words with one thing changed."""
    return {name: (BROKEN / "sound" / name).read_text(encoding="utf-8").replace(old, new)}


def test_a_dialogue_is_live_and_pinned_to_its_version(tmp_path: Path) -> None:
    dialogues = load(sound_folder(tmp_path)).dialogues

    walk = dialogues.live[WALK]
    assert dialogues.pinned_to(WALK, walk.version) is walk


def test_phrases_hold_their_values_and_patterns_have_names(tmp_path: Path) -> None:
    dialogues = load(sound_folder(tmp_path)).dialogues

    assert dialogues.phrases["greeting"].fill({"name": "Sam"}).text == "Hello Sam"
    assert dialogues.phrases["pattern_longer_out"].fill({}).text == "A longer out-breath"


def test_commands_lead_to_their_dialogues_and_those_with_a_line_are_in_the_menu(tmp_path: Path) -> None:
    loaded = load(sound_folder(tmp_path))

    assert loaded.dialogues.commands == {"walk": "walk", "secret": "walk"}
    assert list(loaded.menu.items()) == [("walk", "A few quiet steps"), ("stop", "Stop here")]


def test_cues_are_kept_as_they_are_compared(tmp_path: Path) -> None:
    cues = load(sound_folder(tmp_path)).dialogues.cues

    assert cues.refusals == {"i'd rather not", "no"}
    assert cues.closings == {"that is all"}
    assert cues.commands == {"take me for a walk": "walk", "stop": "stop"}
    assert list(cues.probes) == ["more", "there"]
    assert cues.crisis == (" dont want to live ",)


def test_a_helpline_is_a_paragraph_that_says_when_nobody_has_checked_it(tmp_path: Path) -> None:
    helplines = load(sound_folder(tmp_path)).dialogues.helplines

    assert helplines.lines == {
        "US": "Lifeline (day and night)\n988, text 988, https://example.org/lifeline\n\n"
        "Warmline\nhttps://example.org/warm\n(not yet checked by a person)"
    }
    assert helplines.emergency == {"US": "911", "NO": "112"}
    assert helplines.emergency_anywhere == "your local emergency number"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("_phrases.yaml", "greeting: Hello {name?}", "greeting: Hello {nmae?}", "never a `nmae` in this phrase"),
        ("_phrases.yaml", "greeting:", "greting:", "`greting` is no key"),
        ("_phrases.yaml", "dialogue: walk}\n  stop", "dialogue: wlak}\n  stop", "no dialogue called `wlak`"),
        ("_phrases.yaml", "longer_out:", "longer_in:", "no breathing pattern called `longer_in`"),
        ("_phrases.yaml", "about: Stop here", f"about: {'Stop ' * 60}", "256 is the most"),
        ("_listening.yaml", "refusals:", "refusal:", "Did you mean `refusals`?"),
        ("_listening.yaml", "refusals:", "# refusals:", "`refusals` is missing"),
        ("_listening.yaml", "[That is all.]", "['...']", "no words in this cue"),
        ("_listening.yaml", "[That is all.]", "That is all.", "A list belongs here"),
        ("_listening.yaml", "more: Tell me more.", "more: [Tell, me]", "One text belongs here"),
        ("_safety.yaml", "- don't want to live", "- '?!'", "no words in this cue"),
        ("_safety.yaml", "\n  - don't want to live", " []", "no crisis phrases"),
        ("_helplines.yaml", "  US:", "  usa:", "`usa` is no country code"),
        ("_helplines.yaml", "emergency: 911", "lines: []", "stands here again"),
        (
            "_helplines.yaml",
            '"NO":\n    emergency: 112',
            "FR:\n    lines: [{name: A, phone: 1}]",
            "`emergency` is missing",
        ),
        ("_helplines.yaml", "2026-01-31", "yesterday", "`yesterday` is no day"),
        ("_helplines.yaml", "url: https://example.org/warm, ", "", "Nobody could reach this helpline"),
        ("_helplines.yaml", "name: Warmline", f"name: {'Warm ' * 400}", "2,000 is the most"),
    ],
)
def test_a_slip_in_the_bots_own_words_is_told(name: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    problems = said_about(tmp_path, own(name, old, new))

    assert any(said in problem for problem in problems)
    assert all(problem.startswith(f"{name}:") for problem in problems)


def test_the_problems_of_all_files_are_told_together_one_a_line(tmp_path: Path) -> None:
    problems = said_about(
        tmp_path,
        {
            "_safety.yaml": "crisis: []\n",
            "b.yaml": with_states("first: {say: Hello, next: nowhere}"),
            "a.yaml": "title: [\n",
            "A Walk.yaml": "title: A\n",
            "_phrase.yaml": "a: b\n",
        },
    )

    assert [problem.split(":")[0] for problem in problems] == [
        "A Walk.yaml",
        "_phrase.yaml",
        "_safety.yaml",
        "a.yaml",
        "b.yaml",
    ]


def test_what_is_hidden_is_passed_over(tmp_path: Path) -> None:
    folder = sound_folder(tmp_path, {".walk.yaml.swp": b"\x00"})
    (folder / ".git").mkdir()

    assert list(load(folder).dialogues.live) == ["grounding", "walk"]


@pytest.mark.parametrize("name", ["walk.yaml~", "walk.yaml.bak", "walk.yaml.orig", "#walk.yaml#", "walk.swp"])
def test_what_an_editor_leaves_beside_a_file_is_passed_over(name: str, tmp_path: Path) -> None:
    assert list(load(sound_folder(tmp_path, {name: b"\x00"})).dialogues.live) == ["grounding", "walk"]


LEFT_BY_SYSTEMS = [
    "lost+found",
    "@eaDir",
    "$RECYCLE.BIN",
    "Thumbs.db",
    "desktop.ini",
    "~$walk.yaml",
    "walk.yaml.part",
    "walk.sync-conflict-20260301-120000-ABCDEFG.yaml",
    "walk (conflicted copy 2026-03-01 120000).yaml",
    "walk (Anna's conflicted copy 2026-03-01).yaml",
    "walk_conflict-20260301-120000.yaml",
]


@pytest.mark.parametrize("within", ["", "de"])
@pytest.mark.parametrize("name", LEFT_BY_SYSTEMS)
def test_what_no_author_made_is_passed_over_and_named(name: str, within: str, tmp_path: Path) -> None:
    german = (BROKEN / "sound_in_german" / "walk.yaml").read_text(encoding="utf-8")
    folder = sound_folder(tmp_path, {"de/walk.yaml": german})
    before = signature(folder)
    if name.endswith((".db", ".ini", ".part", ".yaml")):
        (folder / within / name).write_bytes(b"\0")
    else:
        (folder / within / name).mkdir(mode=0)

    assert load(folder).passed_over == (name,)
    changed = (signature(folder) or frozenset()) ^ (before or frozenset())
    assert {entry[0] for entry in changed} <= {"de"}  # the folder itself has another time


def test_a_copy_that_an_author_made_is_still_theirs(tmp_path: Path) -> None:
    copied = {"walk (1).yaml": "title: A\n", "conflict.yaml": with_states("first: {say: A, next: done}")}
    assert [said.split(":")[0] for said in said_about(tmp_path, copied)] == ["walk (1).yaml"]


def test_a_folder_without_the_bots_own_words_is_another(tmp_path: Path) -> None:
    (tmp_path / "walk.yaml").write_text("title: A\n", encoding="utf-8")

    with pytest.raises(DialogueError, match="There are no dialogues in the folder"):
        load(tmp_path)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DialogueError, match="There is no folder of dialogues at"):
        load(tmp_path / "elsewhere")


def test_an_older_version_is_read_from_its_stored_source(tmp_path: Path) -> None:
    source = with_states("first: {ask: Where?, places: true, next: done}")
    now = load(sound_folder(tmp_path, {"trying.yaml": source}))
    stored = now.sources[DialogueId("trying")]

    old = read_source(DialogueId("trying"), Version("as-it-was"), stored, now.defaults)

    assert old.version == "as-it-was"
    assert old.states == now.dialogues.live[DialogueId("trying")].states
    assert isinstance(old.states[StateId("first")].wait, ManyAsk)


def test_an_older_version_that_cannot_be_read_any_more_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DialogueError, match=r"walk\.yaml as stored:1:1: `start` is missing here"):
        read_source(WALK, Version("v"), "title: Walk\nstates: {}\n")


def test_an_older_version_is_read_although_its_words_are_longer_than_they_may_be_now() -> None:
    label = "A button whose words go on for longer than any phone could show them in one line"
    stored = with_states(f"first: {{ask: Where?, choices: {{go: {{label: {label}, next: done}}}}, skip: go}}")

    old = read_source(DialogueId("trying"), Version("as-it-was"), stored)

    assert label_of(old.states[StateId("first")].choices[0].label) == label
