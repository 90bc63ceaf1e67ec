"""What the tests of the language share."""

from __future__ import annotations

import pytest

from bot.language.problems import Mark, Report, Rule


@pytest.fixture
def rules_broken(monkeypatch: pytest.MonkeyPatch) -> list[Rule]:
    """The rules that were broken so far, in the order in which they were noticed."""
    broken: list[Rule] = []
    add = Report.add

    def noted(report: Report, rule: Rule, mark: Mark, sentence: str, advice: str, way: tuple[str, ...] = ()) -> None:
        broken.append(rule)
        add(report, rule, mark, sentence, advice, way)

    monkeypatch.setattr(Report, "add", noted)
    return broken
