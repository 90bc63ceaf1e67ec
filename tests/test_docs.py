"""Holds the documents to the program: examples run, links lead somewhere, tables are whole, and nothing is told that is
not so.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from random import Random
from urllib.parse import unquote

import pytest

from bot.commands.play import play
from bot.dialogue.after_crisis import AFTER_CRISIS
from bot.dialogue.buttons import Act, button
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.engine import advance, open_at
from bot.dialogue.held_words import AWAY
from bot.dialogue.inputs import ChoicePressed, Input, TextReceived
from bot.dialogue.model import Deed, DialogueId, ManyAsk, Reading, ScaleAsk, State, TextAsk
from bot.dialogue.session import Profile, Session
from bot.errors import CoachError
from bot.health import Health
from bot.language.load import load_dialogues
from bot.language.problems import Rule
from bot.language.source.picture_files import PICTURES
from bot.listening.crisis import sounds_like_crisis
from bot.practice.places import TABLE, Places
from bot.workbench.json_schema import SchemaFile, schema_of
from bot.workbench.transcripts.checking import play_transcript
from bot.workbench.transcripts.reading import read_transcript
from tests.language.overlaying import add_language
from tests.pictures import png
from tests.test_import_map import MAY_IMPORT, PARTS

ROOT = Path(__file__).parent.parent
FIRST_PAGE, REFERENCE = ROOT / "docs" / "dialogues.md", ROOT / "docs" / "dialogue-reference.md"
TESTING, LANGUAGES, RULES = (ROOT / "docs" / f"{name}.md" for name in ("testing-dialogues", "languages", "rules"))
OPERATIONS = ROOT / "docs" / "operations.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
FAULTS = ROOT / "docs" / "faults.md"
README = ROOT / "README.md"
PAGES_WITH_DIALOGUES = (README, FIRST_PAGE, REFERENCE, TESTING, LANGUAGES)
DOCUMENTS = sorted(chain(ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"), (ROOT / "benchmarks").glob("*.md")))

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EXAMPLE = DialogueId("one_kind_thing")  # the name under which README.md and the first page save their example
WAYS, MOST_TURNS = 10, 300
NOT_OURS = {".git", ".env", "data", "node_modules", "__pycache__"}

_BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)|src(?:set)?=\"(?P<src>[^\"]+)\"")
_ANSWERS = {
    Reading.WORDS: "What I would say to that is quite a lot, and more than a few words",
    Reading.NAME: "Jo",
    Reading.HOUR: "7:30",
    Reading.PLACE: "Berlin",
}

PLACES = Places.load(TABLE)


def blocks(document: Path, kind: str) -> list[str]:
    found = _BLOCK.finditer(document.read_text(encoding="utf-8"))
    return [block["text"] for block in found if block["kind"] == kind]


def yaml_blocks() -> list[str]:
    return [block for document in PAGES_WITH_DIALOGUES for block in blocks(document, "yaml")]


OVERLAYS = [block for block in yaml_blocks() if block.startswith("# de/")]
DIALOGUES = [block for block in yaml_blocks() if "\nturns:" not in block and block not in OVERLAYS]
WHOLE = [block for block in DIALOGUES if "\nstates:" in block]


def with_examples(document: Path) -> Iterator[tuple[str, str]]:
    """Each block, and the whole dialogue it is about: the last one above it, or else the first that is shown at all."""
    example = WHOLE[0]
    for block in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        example = block["text"] if block["text"] in WHOLE else example
        yield block["text"], example


SHOWN = [(page, *shown) for page in PAGES_WITH_DIALOGUES for shown in with_examples(page)]
PLAYED = [(page, block, example) for page, block, example in SHOWN if "\n> " in block]
TRANSCRIPTS = [(page, block, example) for page, block, example in SHOWN if "\nturns:" in block]


def whole(block: str) -> str:
    """A dialogue file: the block, or one around the states that it shows."""
    if "\nstates:" in block:
        return block
    states = re.sub(r"^(?=.)", "  ", block, flags=re.M)
    done = "  done: {say: That is all., end: true}\n" if re.search(r"\bdone\b", block) else ""
    return f"title: An example\nstart: {block.partition(':')[0]}\nstates:\n{states}{done}"


def loaded(block: str, tmp_path: Path) -> Dialogues:
    """The dialogues that are shipped, and the example among them; where the language is shown, in that as well."""
    folder = tmp_path / "dialogues"
    shutil.copytree(ROOT / "dialogues", folder)
    (folder / f"{EXAMPLE}.yaml").write_text(whole(block), encoding="utf-8")
    for name in re.findall(r"picture: (.*)", block):
        (folder / PICTURES).mkdir(exist_ok=True)
        (folder / PICTURES / name).write_bytes(png())
    if "language: de" in block or block == WHOLE[0]:
        add_language(folder, "de")
    if block == WHOLE[0]:
        (folder / "de" / f"{EXAMPLE}.yaml").write_text(OVERLAYS[0], encoding="utf-8")
    return load_dialogues(folder, PLACES).dialogues


def reply(session: Session, state: State, turn: int, chance: Random) -> Input:
    """What somebody does who taps whatever there is, and writes where there is nothing to tap."""
    wait = state.wait
    choice = chance.choice(state.choices) if state.choices else None
    if choice and not (choice.count and chance.random() < 0.5):  # after some taps that only count, on
        return _tap(session, Act.CHOOSE, choice.key)
    if isinstance(wait, ScaleAsk):
        return _tap(session, Act.RATE, str(chance.randint(wait.low, wait.high)))
    if isinstance(wait, ManyAsk):
        done = chance.random() < 0.5
        return _tap(session, Act.DONE) if done else _tap(session, Act.TICK, chance.choice(wait.options).key)
    if isinstance(wait, TextAsk):
        return TextReceived(text=wait.phrase or _ANSWERS[wait.reading], message_id=turn)
    return _tap(session, Act.ENOUGH)


def _tap(session: Session, act: Act, argument: str = "") -> ChoicePressed:
    return ChoicePressed(data=button(session, "", act, argument).data, press_id="tap")


@pytest.mark.parametrize("block", DIALOGUES, ids=lambda block: block.partition("\n")[0])
def test_every_dialogue_that_is_shown_loads_and_can_be_played_to_its_end(block: str, tmp_path: Path) -> None:
    dialogues = loaded(block, tmp_path)

    for way in range(WAYS):
        assert play_to_its_end(dialogues, Random(way)) < MOST_TURNS


def play_to_its_end(dialogues: Dialogues, chance: Random) -> int:
    """How many turns it took, the session going through JSON after each."""
    turn = open_at(dialogues, Session(key="reader", profile=Profile(consented=True)), EXAMPLE, NOW, 0)
    for number in range(MOST_TURNS):
        session = Session.from_dict(json.loads(json.dumps(turn.session.to_dict())))
        if session.top is None:
            return number
        state = dialogues.pinned[session.top.dialogue, session.top.version].states[session.top.state]
        turn = advance(dialogues, session, reply(session, state, number, chance), NOW, number)
    return MOST_TURNS


def test_the_first_example_has_ten_lines_and_the_first_page_begins_with_the_same() -> None:
    assert WHOLE[0].count("\n") == 10
    assert blocks(README, "yaml")[0] == blocks(FIRST_PAGE, "yaml")[0]


@pytest.mark.parametrize(("page", "shown", "example"), PLAYED, ids=[page.name for page, *_ in PLAYED])
def test_what_is_shown_of_a_play_is_what_the_terminal_shows(
    page: Path, shown: str, example: str, tmp_path: Path
) -> None:
    dialogues = loaded(example, tmp_path)
    shown = re.sub(r"\A\$ .*\n\n", "", shown)
    typed = iter(re.findall(r"^> (.*)$", shown, re.M))
    screen: list[str] = []

    def read() -> str:
        line = next(typed, "")
        screen.append(f"> {line}" if line else "")
        return f"{line}\n" if line else ""

    play(dialogues, EXAMPLE, now=lambda: NOW, read=read, write=screen.append)

    assert "\n".join(screen).strip() == shown.strip()


@pytest.mark.parametrize(
    ("page", "block", "example"), TRANSCRIPTS, ids=[block.partition("\n")[0] for _, block, _ in TRANSCRIPTS]
)
def test_every_transcript_that_is_shown_comes_out_as_told(page: Path, block: str, example: str, tmp_path: Path) -> None:
    dialogues = loaded(example, tmp_path)

    failure = play_transcript(read_transcript(page.name, block.encode(), dialogues.live), dialogues)

    assert not failure, str(failure)


def links(document: Path) -> Iterator[str]:
    text = _BLOCK.sub("", document.read_text(encoding="utf-8"))
    return (found["to"] or found["src"] for found in _LINK.finditer(text))


def anchors(document: Path) -> set[str]:
    """Of its headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", _BLOCK.sub("", document.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for link in links(document):
        path, _, anchor = unquote(link).partition("#")
        if path.startswith(("https://", "http://", "mailto:")):
            continue
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def rows(document: Path, heading: str) -> list[list[str]]:
    """The cells of all tables below a heading, their heads left out."""
    section = re.split(r"^#+ ", document.read_text(encoding="utf-8"), flags=re.M)
    lines = next(part for part in section if part.startswith(f"{heading}\n")).splitlines()
    tables = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    heads = {i - 1 for i, cells in enumerate(tables) if set("".join(cells)) <= set("-| ")}
    return [cells for i, cells in enumerate(tables) if i not in heads and i - 1 not in heads]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def settings_in_code() -> dict[str, str]:
    """Each setting's name and default, as settings.py reads them."""
    tree = ast.parse((ROOT / "bot" / "settings.py").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "text":
            name, *default = call.args
            parts = [part.value for node in default for part in ast.walk(node) if isinstance(part, ast.Constant)]
            found[ast.literal_eval(name)] = "/".join(map(str, reversed(parts)))
    return found


def test_every_setting_stands_once_in_its_table_with_its_default() -> None:
    table = rows(OPERATIONS, "Settings")

    assert Counter(names(row[0])[0] for row in table) == Counter(settings_in_code().keys())
    assert {names(row[0])[0]: "".join(names(row[1])) for row in table} == settings_in_code()


def test_the_example_of_an_env_file_has_a_line_for_each_setting() -> None:
    told = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M)

    assert Counter(told) == Counter(settings_in_code().keys())


def test_every_field_of_healthz_stands_in_its_table() -> None:
    told = [names(row[0])[0] for row in rows(OPERATIONS, "Is it well")]

    assert told == ["well", *(field.name for field in fields(Health))]


def test_every_target_of_make_that_is_told_exists() -> None:
    targets = re.findall(r"^([\w./$()]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    told = {name for path in DOCUMENTS for name in re.findall(r"`make (\w+)`", path.read_text(encoding="utf-8"))}

    assert told
    assert told <= set(targets)


def test_every_exit_code_stands_in_its_table() -> None:
    codes = {0, CoachError.exit_code, *(kind.exit_code for kind in CoachError.__subclasses__())}

    assert [int(row[0]) for row in rows(OPERATIONS, "Exit codes")] == sorted(codes)


def test_every_rule_stands_once_in_its_table() -> None:
    assert Counter(names(row[0])[0] for row in rows(RULES, "What the checks refuse")) == Counter(map(str, Rule))


def test_every_deed_stands_once_in_its_table() -> None:
    assert Counter(names(row[0])[0] for row in rows(REFERENCE, "Keeping")) == Counter(map(str, Deed))


def test_every_key_of_a_dialogue_is_taught() -> None:
    taught = REFERENCE.read_text(encoding="utf-8")
    schema = schema_of(SchemaFile.DIALOGUE)
    keys = {key for table in (schema, *schema["$defs"].values()) for key in table.get("properties", ())}

    assert {"title", "say", "label", "to", "min_words"} <= keys
    assert {key for key in keys if not re.search(rf"[`{{ ]{key}[`:]", taught)} == set()


def test_every_kind_of_file_that_has_a_schema_stands_once_in_its_table() -> None:
    told = [name for row in rows(REFERENCE, "In your editor") for name in names(row[0])]

    assert Counter(told) == Counter(map(str, SchemaFile))


def test_the_map_of_rooms_is_the_one_that_is_held() -> None:
    told = {names(row[0])[0]: set(names(row[1])) for row in rows(ARCHITECTURE, "Who may import whom")}

    assert told == MAY_IMPORT


@pytest.mark.parametrize("room", sorted(PARTS))
def test_the_map_of_the_parts_of_a_room_is_the_one_that_is_held(room: str) -> None:
    told = {names(row[0])[0]: set(names(row[2])) for row in rows(ARCHITECTURE, f"The parts of {room}")}

    assert told == PARTS[room]


def test_the_map_of_rooms_names_files_that_exist() -> None:
    told = re.findall(r"`((?:bot|tests|dialogues|docs|benchmarks)/[\w./-]+)`", ARCHITECTURE.read_text(encoding="utf-8"))

    assert told
    assert [path for path in told if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_whatever_a_document_names_of_the_program_exists(document: Path) -> None:
    told = re.findall(r"\b(bot/[\w./-]*\w)", document.read_text(encoding="utf-8"))

    assert [path for path in told if not (ROOT / path).exists()] == []


def test_every_fault_that_a_test_names_is_told_and_each_number_once() -> None:
    told = [int(number) for number in re.findall(r"^\| (\d+) \|", FAULTS.read_text(encoding="utf-8"), re.M)]
    tests = chain((ROOT / "tests").rglob("*.py"), (ROOT / "tests" / "transcripts").rglob("*.yaml"))
    texts = [path.read_text(encoding="utf-8") for path in tests]
    named = {int(number) for text in texts for number in re.findall(r"\bfault (\d+)", text)}

    assert {14, 20, 52} <= named
    assert told == list(range(1, len(told) + 1))
    assert named <= set(told)


def test_every_decision_is_linked_from_the_architecture() -> None:
    decisions = {f"adr/{path.name}" for path in (ROOT / "docs" / "adr").glob("*.md")}

    assert decisions == {link for link in links(ARCHITECTURE) if link.startswith("adr/0")}


def test_the_newest_release_in_the_changelog_is_the_version_of_the_program() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert headings[0] == "[Unreleased]"
    release = re.fullmatch(r"\[(?P<number>[\d.]+)\] - (?P<day>\d{4}-\d\d-\d\d)", headings[1])
    assert release
    assert date.fromisoformat(release["day"])
    assert release["number"] == project["version"]


def test_what_the_readme_says_of_crisis_phrases_is_so() -> None:
    text = " ".join(README.read_text(encoding="utf-8").split())
    found = ["I don't want to live any more", "I wanted to die of embarrassment"]
    missed = ["I can't do this any more", "They would all be fine without me"]
    cues = load_dialogues(ROOT / "dialogues", PLACES).dialogues.cues

    assert all(f'"{words}"' in text for words in (*found, *missed))
    assert [words for words in (*found, *missed) if sounds_like_crisis(words, cues)] == found
    assert 45 <= len(cues.crisis) <= 55  # "about fifty"


def test_what_the_readme_says_of_coming_back_is_so() -> None:
    text = " ".join(README.read_text(encoding="utf-8").split())

    assert "whoever writes again six hours later" in text
    assert "For a day after that nobody is led back" in text
    assert timedelta(hours=6) == AWAY
    assert timedelta(days=1) == AFTER_CRISIS


def test_no_helpline_is_shown_as_checked_while_the_documents_say_that_none_is() -> None:
    helplines = (ROOT / "dialogues" / "_helplines.yaml").read_text(encoding="utf-8")

    assert "has been checked by a person yet" in " ".join(README.read_text(encoding="utf-8").split())
    assert not re.search(r"^[^#]*last_verified:\s*[\"'0-9]", helplines, re.M)


@pytest.mark.parametrize("file", sorted((ROOT / "dialogues").glob("*.yaml")), ids=lambda path: path.stem)
def test_no_dialogue_raises_its_voice(file: Path) -> None:
    words = re.sub(r"^\s*#.*$|!=", "", file.read_text(encoding="utf-8"), flags=re.M)

    assert "!" not in words


def our_files() -> Iterator[Path]:
    ahead = [ROOT]
    while ahead:
        for path in ahead.pop().iterdir():
            made = path.name.startswith((".venv", ".coverage")) or path.name.endswith(("_cache", ".hypothesis"))
            if path.name in NOT_OURS or made:
                continue
            if path.is_dir():
                ahead.append(path)
            else:
                yield path


def test_no_file_tells_where_it_was_made() -> None:
    # Put together here, so that this file does not hold them itself.
    strays = re.compile(
        "|".join(("/" + "work/", r"\.\./" + "shared", "/" + "root/", "pypi" + r"\.org", "python" + "hosted"))
    )

    found = {
        str(path.relative_to(ROOT)): stray[0]
        for path in our_files()
        if (stray := strays.search(path.read_bytes().decode("utf-8", "replace")))
    }
    assert found == {}
