"""The schemas for editors say the same as the builder: of what is shipped, of what is broken, and of anything else."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from bot.dialogue.model import DialogueId, Option
from bot.dialogue.words import parse_words
from bot.language.checks.dialogue import check_patterns, check_targets
from bot.language.checks.links import check_links
from bot.language.grammar.build import build_dialogue
from bot.language.grammar.build_waits import Defaults
from bot.language.grammar.build_ways import condition
from bot.language.grammar.phrases_file import menu_line, phrases_table
from bot.language.grammar.shapes import label, name, only_true, text, whole
from bot.language.grammar.state_keys import STATE as STATE_KEYS
from bot.language.grammar.tables import Reader, Table
from bot.language.grammar.wait_shapes import scale
from bot.language.overlays.phrases_overlay import overlay_phrases_table
from bot.language.problems import Report, Rule
from bot.language.source.reader import read_tree
from bot.practice.breathing import PATTERNS
from bot.settings import ROOT
from bot.workbench.json_schema import SchemaFile, as_schema, schema_of, schema_text
from tests.language.folders import BROKEN, DEMANDS
from tests.language.plain_data import Data, plain_data
from tests.language.test_any_file import STATE

SHIPPED = sorted((ROOT / "dialogues").rglob("*.yaml"))
TRANSCRIPTS = sorted((ROOT / "tests" / "transcripts").glob("*.yaml"))
BROKEN_FILES = sorted(BROKEN.glob("*.yaml"))
PLACES = (Option(key="head", label=parse_words("Head")),)

RULES = list(Rule)
SHAPE = RULES[RULES.index(Rule.WRONG_SHAPE) : RULES.index(Rule.UNKNOWN_STATE)]  # what stands at a place, and one state

# Rules of shape that a schema cannot hold, and why.
CANNOT = {
    Rule.MARKUP: "markup is a language of its own within the words",
    Rule.TEXT_TOO_LONG: "signs of markup and the names of values do not count",
    Rule.CAPTION_TOO_LONG: "nor do they under a picture",
    Rule.UNKNOWN_CHOICE: "what `skip` names stands elsewhere in the file",
    Rule.NO_BODY_PLACES: "they stand in another file",
}
ELSEWHERE = {Rule.UNKNOWN_STATE, Rule.UNKNOWN_DIALOGUE}  # well written, but of what is not there
# Rules of other kinds that it holds as well.
BESIDES = {Rule.UNKNOWN_PATTERN, Rule.TOO_FEW, Rule.BAD_HELPLINE, Rule.MISSING_PHRASE}


def kind_of(file: str) -> SchemaFile:
    """Of a file by its place in the folder of dialogues."""
    folder, _, name = file.rpartition("/")
    own = name.removesuffix(".yaml").removeprefix("_")
    if name.startswith("_"):
        return SchemaFile(f"overlay_{own}" if folder and f"overlay_{own}" in list(SchemaFile) else own)
    return SchemaFile.OVERLAY if folder else SchemaFile.DIALOGUE


@cache
def validator(file: SchemaFile, *, of_the_tests: bool = False) -> Draft202012Validator:
    """`of_the_tests`: for the folder around the broken files, which needs few phrases."""
    of_phrases = {SchemaFile.PHRASES: phrases_table, SchemaFile.OVERLAY_PHRASES: overlay_phrases_table}
    if of_the_tests and file in of_phrases:
        return Draft202012Validator(as_schema(of_phrases[file](DEMANDS.phrases, PATTERNS)))
    return Draft202012Validator(schema_of(file))


def errors(schema: Draft202012Validator, data: Data) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in schema.iter_errors(data)]


def read(content: bytes) -> Data:
    report = Report(path="a.yaml")
    tree = read_tree(content, report)
    assert tree, report.problems
    return plain_data(tree)


@pytest.mark.parametrize("file", SchemaFile)
def test_each_schema_is_one_in_both_drafts_and_the_one_that_is_shipped(file: SchemaFile) -> None:
    Draft202012Validator.check_schema(schema_of(file))
    Draft7Validator.check_schema(schema_of(file))

    shipped = ROOT / "schema" / f"{file}.json"
    assert shipped.read_text(encoding="utf-8") == f"{schema_text(file)}\n", "`make schema` writes it anew"


def test_no_other_schema_is_shipped() -> None:
    assert {path.name for path in (ROOT / "schema").iterdir()} == {f"{file}.json" for file in SchemaFile}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_shipped_file_names_its_schema_in_its_first_line_and_keeps_to_it(path: Path) -> None:
    file = kind_of(str(path.relative_to(ROOT / "dialogues")))
    first, schema = path.read_text(encoding="utf-8").split("\n")[0].split("$schema=")

    assert first == "# yaml-language-server: "
    assert (path.parent / schema).resolve() == ROOT / "schema" / f"{file}.json"
    assert errors(validator(file), read(path.read_bytes())) == []


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_each_transcript_names_its_schema_in_its_first_line_and_keeps_to_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n")[0]

    assert first == "# yaml-language-server: $schema=../../schema/transcript.json"
    assert errors(validator(SchemaFile.TRANSCRIPT), read(path.read_bytes())) == []


@pytest.mark.parametrize("path", sorted((BROKEN / "sound").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_sound_file_is_accepted(path: Path) -> None:
    assert errors(validator(kind_of(path.name), of_the_tests=True), read(path.read_bytes())) == []


def test_words_in_another_language_are_accepted() -> None:
    files = sorted((ROOT / "tests" / "languages").rglob("de/*.yaml"))
    said = {
        path.name: [
            error
            for error in errors(validator(kind_of(f"de/{path.name}")), read(path.read_bytes()))
            if "is a required property" not in error  # that folder has no need of most phrases
        ]
        for path in files
    }

    assert {"_phrases.yaml", "_helplines.yaml", "kindness.yaml"} <= said.keys()
    assert not any(said.values()), said


@pytest.mark.parametrize("path", BROKEN_FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_where_its_rule_is_one_of_shape_and_only_there(path: Path) -> None:
    rule = Rule(path.stem)
    name = path.read_bytes()[2:].partition(b":")[0].decode()
    tree = read_tree(path.read_bytes(), Report(path=name))
    if tree is None:
        assert rule not in SHAPE  # it is no YAML, or none for dialogues
    elif name.endswith(".yaml"):
        said = errors(validator(kind_of(name), of_the_tests=True), plain_data(tree))
        assert bool(said) == ((rule in SHAPE and rule not in CANNOT) or rule in BESIDES), said


def rules_of_shape(source: str) -> set[Rule]:
    """Those that the builder finds broken, and those of names that must stand elsewhere."""
    report = Report(path="a.yaml")
    tree = read_tree(source.encode(), report)
    assert tree, report.problems
    built = build_dialogue(DialogueId("a"), tree, Defaults(body_places=PLACES), report)
    if built:
        check_targets(built)
        check_patterns(built, PATTERNS)
        check_links(built, {DialogueId(word) for word in ("first", "done", "resume", "name", "phrase", "x")})
    return {problem.rule for problem in report.problems}


def written(states: dict[str, dict[str, str]]) -> str:
    lines = [
        f"  {id}: {{{', '.join(f'{key}: {value}' for key, value in state.items())}}}" for id, state in states.items()
    ]
    return "\n".join(["title: A", "start: first", "states:", *lines])


@given(STATE, STATE)
def test_the_schema_accepts_what_the_builder_accepts_and_refuses_what_it_refuses(
    first: dict[str, str], done: dict[str, str]
) -> None:
    source = written({"first": first, "done": done})
    report = Report(path="a.yaml")
    tree = read_tree(source.encode(), report)
    if tree is None:
        return
    broken = rules_of_shape(source)
    said = errors(validator(SchemaFile.DIALOGUE), plain_data(tree))

    assert broken or not said, said
    assert not broken - CANNOT.keys() - ELSEWHERE or said, broken


# One value for each key of a state with which nothing is wrong, so that only the company it keeps can be.
FITTING = {
    "say": "A",
    "picture": "lake.png",
    "ask": "How?",
    "choices": "{a: {label: A}, b: {label: B, next: done}}",
    "skip": "a",
    "scale": "0-10",
    "many": "{a: A}",
    "places": "true",
    "pause": "30",
    "breathe": "box",
    "read": "phrase",
    "phrase": "yes please",
    "unclear": "What?",
    "text": "true",
    "listen": "{most: 1}",
    "more": "What else?",
    "keep": "kept",
    "remember": "told",
    "set": "[name]",
    "do": "resume",
    "seal": "[kept]",
    "visit": "{dialogue: x, in: 1d}",
    "call": "x",
    "end": "true",
    "part": "middle",
    "next": "[{if: kept kept, to: first}, {to: done}]",
    "renamed_from": "[old]",
    "checkpoint": "true",
}


def test_a_fitting_value_is_known_for_each_key() -> None:
    assert FITTING.keys() == STATE_KEYS.keys.keys()


@given(st.sets(st.sampled_from(sorted(FITTING)), max_size=6))
def test_keys_may_stand_together_for_the_schema_as_for_the_builder(keys: set[str]) -> None:
    source = written({"first": {key: FITTING[key] for key in keys}, "done": {"end": "true"}})
    broken = rules_of_shape(source) - CANNOT.keys()

    assert bool(errors(validator(SchemaFile.DIALOGUE), read(source.encode()))) == bool(broken), broken


READERS = {
    "text": text,
    "label": label,
    "name": name,
    "whole": whole(0, 1000),
    "only_true": only_true,
    "condition": condition,
    "scale": scale,
    "menu_line": menu_line,
}
# Scalars that are easily taken for something else.
HARD = [
    *("true", "'true'", "True", "null", "~", "Null", "no", "on", "12:30", "0x1F", "1e3", ".5", ".inf", "007", "-0"),
    *("7", "'7'", "' a '", "'a b'", "Ä", "😀", "a" * 25, "x" * 41, "''", "' '", "[]", "{}", "0-10", "'0 - 10'"),
    *("a >= 7", "' a  kept'", "a not  kept", "a = b", "a>b +2", "a == b + 2", "box", "{pattern: box}", "x" * 257),
]
LABELS = st.lists(
    st.sampled_from(["a", "é", "😀", " ", "\\", "\\*", "*", "_", "{", "}", "\n", "x" * 20]), max_size=8
).map("".join)


def taken(reader: Reader[Any], scalar: str) -> tuple[bool, bool]:
    """Whether the reader takes it, and whether its schema does."""
    table = Table(name="table", about="A table.")
    key = table.key("key", reader, "A key.")
    report = Report(path="a.yaml")
    tree = read_tree(f"key: {scalar}\n".encode(), report)
    assert tree, report.problems
    table.read(tree, report).take(key)
    return not report.problems, Draft202012Validator(as_schema(table)).is_valid(plain_data(tree))


@pytest.mark.parametrize("scalar", HARD)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_what_a_reader_takes_its_schema_takes(reader: Reader[Any], scalar: str) -> None:
    by_reader, by_schema = taken(reader, scalar)

    assert by_schema or not by_reader


@pytest.mark.parametrize("reader", [text, name, condition], ids=["text", "name", "condition"])
@pytest.mark.parametrize("scalar", HARD)
def test_what_a_schema_of_words_takes_its_reader_takes(reader: Reader[Any], scalar: str) -> None:
    by_reader, by_schema = taken(reader, scalar)

    assert by_reader or not by_schema


@given(LABELS)
def test_a_label_is_plain_and_short_to_both(words: str) -> None:
    by_reader, by_schema = taken(label, json.dumps(words, ensure_ascii=False))

    assert by_reader == by_schema or words.rstrip().endswith("\\")


def test_each_key_and_each_table_has_a_sentence_for_editors() -> None:
    for file in SchemaFile:
        whole = schema_of(file)
        for table in (whole, *whole["$defs"].values()):
            for key, schema in table.get("properties", {}).items():
                assert schema["description"].endswith((".", "`")), (file, key)
