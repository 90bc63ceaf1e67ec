"""Formats problems: for a person at a terminal, as JSON for a program, for GitHub as remarks on lines.

Writes nothing itself. docs/dialogue-reference.md describes each format, and tests compare it with the code.
"""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.language.problems import Problem, plain
from bot.language.source_excerpt import excerpt, part

JSON_VERSION = 1  # goes up when a field changes its meaning or is removed, but not when one is added

_MOST_SAID = 300  # characters of a sentence: it may quote what somebody wrote
_WIDTH = 100
_BOLD, _RED, _DIM, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The problems to be shown, and what is needed to show them."""

    problems: Sequence[Problem]
    texts: Mapping[str, str]  # of the files, by the problems' paths, as far as they could be read
    checked: int = 0  # how many files were looked at
    passed_over: Sequence[str] = ()  # names of what no author made
    base: Path = field(default_factory=Path)  # paths below it are told from there

    def path(self, problem: Problem) -> str:
        """Return the problem's path, from `base` if it is below that."""
        path, base = os.path.abspath(problem.path), os.path.abspath(self.base)
        return os.path.relpath(path, base) if path != base and Path(path).is_relative_to(base) else problem.path


def as_text(findings: Findings, *, color: bool = False) -> str:
    """Return the problems for a terminal, with the lines they stand at."""
    blocks = ["\n".join(_block(findings, problem, color=color)) for problem in findings.problems]
    return "\n\n".join([*blocks, _count(findings)])


def as_json(findings: Findings) -> str:
    """Return the problems as a JSON document."""
    document: dict[str, object] = {
        "version": JSON_VERSION,
        "files": findings.checked,
        "problems": [_fields(findings, problem) for problem in findings.problems],
    }
    if findings.passed_over:
        document["passed_over"] = list(findings.passed_over)
    return json.dumps(document, indent=2)


def as_github(findings: Findings) -> str:
    """Return the problems as workflow commands, which GitHub shows beside the lines of a pull request."""
    return "\n".join([*(_command(findings, problem) for problem in findings.problems), _count(findings)])


def _block(findings: Findings, problem: Problem, *, color: bool) -> Iterator[str]:
    place = f"{plain(findings.path(problem))}:{problem.mark.line}:{problem.mark.column}:"
    code = _painted(f"[{problem.rule}]", _DIM, color)
    yield f"{_painted(place, _BOLD, color)} {_said(problem.sentence)} {code}"
    yield from _lines(findings.texts.get(problem.path, ""), problem, color=color)
    yield from _wrapped("  ", _said(problem.advice))
    if problem.way:
        yield from _wrapped("  The way: ", " → ".join(map(plain, problem.way)))


def _lines(text: str, problem: Problem, *, color: bool) -> Iterator[str]:
    shown = list(excerpt(text, problem.mark, problem.about)) if text else []
    width = max((len(str(line.number)) for line in shown if line.number), default=0)
    for line in shown:
        number = str(line.number or "").rjust(width)
        words = line.text if line.number else _painted(line.text, _RED, color)
        yield f"  {_painted(f'{number} |', _DIM, color)} {words}".rstrip()


def _wrapped(lead: str, words: str) -> Iterable[str]:
    return textwrap.wrap(
        words, _WIDTH, initial_indent=lead, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _said(sentence: str) -> str:
    return (
        textwrap.shorten(plain(sentence), _MOST_SAID, placeholder="…")
        if len(sentence) > _MOST_SAID
        else plain(sentence)
    )


def _painted(words: str, paint: str, color: bool) -> str:
    return f"{paint}{words}{_PLAIN}" if color else words


def _count(findings: Findings) -> str:
    over = f" Passed over, for no author made it: {', '.join(map(plain, findings.passed_over))}."
    note = over if findings.passed_over else ""
    if not findings.problems:
        return f"No problem in {_number(findings.checked, 'file')}.{note}"
    files = len({problem.path for problem in findings.problems})
    return f"{_number(len(findings.problems), 'problem')} in {_number(files, 'file')}.{note}"


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _fields(findings: Findings, problem: Problem) -> dict[str, object]:
    return {
        "code": str(problem.rule),
        "path": findings.path(problem),
        "line": problem.mark.line,
        "column": problem.mark.column,
        "end_column": _end_column(findings, problem),
        "sentence": problem.sentence,
        "advice": problem.advice,
        "way": list(problem.way),
    }


def _end_column(findings: Findings, problem: Problem) -> int:
    """Return the column after the last character that is underlined."""
    lines = findings.texts.get(problem.path, "").split("\n")
    line = lines[problem.mark.line - 1] if problem.mark.line <= len(lines) else ""
    return part(line, problem.mark.column, problem.about)[1] + 1


def _command(findings: Findings, problem: Problem) -> str:
    properties = {
        "file": findings.path(problem),
        "line": problem.mark.line,
        "col": problem.mark.column,
        "endColumn": _end_column(findings, problem),
        "title": problem.rule,
    }
    written = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    way = f"\nThe way: {' → '.join(problem.way)}" if problem.way else ""
    return f"::error {written}::{_escaped(f'{problem.sentence} {problem.advice}{way}')}"


def _escaped(words: str, more: str = "") -> str:
    """Return the words with what the runner would take for its own replaced: percent signs, line breaks, and `more`."""
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{more}" else sign for sign in words)
