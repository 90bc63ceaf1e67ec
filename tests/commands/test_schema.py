"""`schema` prints what editors know of a kind of file."""

from __future__ import annotations

import json

import pytest

from bot.__main__ import main
from bot.workbench.json_schema import SchemaFile, schema_of


@pytest.mark.parametrize("file", SchemaFile)
def test_it_prints_the_schema_of_the_kind_that_is_named(file: SchemaFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", file]) == 0

    assert json.loads(capsys.readouterr().out) == schema_of(file)


def test_without_a_name_it_is_that_of_a_dialogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0

    assert json.loads(capsys.readouterr().out) == schema_of(SchemaFile.DIALOGUE)


def test_an_unknown_kind_is_refused_and_the_kinds_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schema", "dialog"])

    assert ended.value.code == 2
    assert "'dialogue'" in capsys.readouterr().err
