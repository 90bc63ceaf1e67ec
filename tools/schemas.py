"""Writes the JSON Schemas that the shipped files name in their first line, into the folder `schema`."""

from __future__ import annotations

from bot.settings import ROOT
from bot.workbench.json_schema import SchemaFile, schema_text

FOLDER = ROOT / "schema"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for file in SchemaFile:
        (FOLDER / f"{file}.json").write_text(f"{schema_text(file)}\n", encoding="utf-8", newline="\n")
    print(f"Wrote {len(SchemaFile)} schemas into {FOLDER.name}/")


if __name__ == "__main__":
    main()
