"""Reads a transcript's file, and reports every problem with its line and column. Plays nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.dialogue.dialogues import ORIGINAL
from bot.dialogue.session import Profile
from bot.errors import DialogueError
from bot.language.grammar.shapes import NAME, text
from bot.language.grammar.tables import Found, Reader, Table, items, reads
from bot.language.problems import Problem, Report, Rule, suggest
from bot.language.source.nodes import Node
from bot.language.source.reader import read_tree
from bot.practice.zones import valid_zone, zone_rules
from bot.workbench.transcripts.transcript import KeepsNothing, Step, Transcript
from bot.workbench.transcripts.transcript_keys import (
    PROFILE,
    Live,
    What,
    dialogue_among,
    of_memory,
    of_profile,
    turn_table,
)

Languages = Collection[str] | None  # the tags of those that the dialogues are in; None where that is not known

_BEGINS = "2026-03-02 09:00"  # a Monday, far from any change of the clocks


def read_transcript(path: str, data: bytes, live: Live, languages: Languages = None) -> Transcript:
    """Return the transcript of a file. `live` are the dialogues there are.

    Raises DialogueError with every problem of the file.
    """
    report = Report(path=path)
    tree = read_tree(data, report, any_signs=True)
    transcript = _transcript(tree, report, live, languages) if tree else None
    if transcript is None or report.problems:
        raise DialogueError("\n".join(map(str, map(_of_a_transcript, report.problems))))
    return transcript


def _of_a_transcript(problem: Problem) -> Problem:
    """Return the problem with advice for a transcript, since the reader takes an empty file for a dialogue's."""
    if problem.rule is Rule.EMPTY_FILE:
        return replace(problem, advice="Write the transcript, or remove the file.")
    return problem


def transcript_table(live: Live, languages: Languages = None) -> Table:
    """Return the table of a transcript's keys. `live` are the dialogues there are."""
    table = Table(name="transcript", about="A conversation: what a person does, and what the bot says to it.")
    table.key("title", text, "What the conversation shows, in one sentence.", needed=True)
    opens = Reader(read=partial(dialogue_among, live), takes=NAME)
    table.key("opens", opens, "The dialogue that is opened first. Without it, the first turn begins it.")
    table.key("begins", text, f"The time by the person's own clock: `{_BEGINS}`.")
    profile = Reader(read=partial(_profile, languages), takes=PROFILE)
    table.key("profile", profile, "What the person has set. Without it, they have agreed and told nothing.")
    table.key("remembered", of_memory, "What an earlier exercise kept for good: `{home_place: The sea}`.")
    table.key("turns", _turns(live), "What happens and what comes of it, in order.", needed=True)
    return table


def _transcript(tree: Node, report: Report, live: Live, languages: Languages) -> Transcript:
    table = transcript_table(live, languages)
    found = table.read(tree, report)
    profile = found.take(table.keys["profile"]) or Profile(consented=True)
    return Transcript(
        path=report.path,
        title=found.take(table.keys["title"]) or "",
        begins=_moment(found.take(table.keys["begins"]) or _BEGINS, profile.zone, found),
        opens=found.take(table.keys["opens"]),
        profile=profile,
        remembered=found.take(table.keys["remembered"]) or {},
        steps=found.take(table.keys["turns"]) or (),
    )


def _moment(written: str, zone: str | None, found: Found) -> datetime:
    """Return an instant (UTC) that is written on the person's own clock, or in UTC if their zone is not known."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        advice = f"Write it like `{_BEGINS}`."
        found.report.add(Rule.BAD_NUMBER, found.entries["begins"].value.mark, f"`{written}` is no moment.", advice)
        return datetime.max.replace(tzinfo=UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone_rules(zone or "UTC"))
    return moment.astimezone(UTC)


def _profile(languages: Languages, node: Node, report: Report) -> Profile:
    told: dict[str, Any] = {**of_profile(node, report)}
    language = told.get("language", ORIGINAL)
    if languages is not None and language not in languages:
        sentence = f"There is no language `{language}` among the dialogues."
        report.add(Rule.UNKNOWN_WORD, node.mark, sentence, suggest(language, languages))
    if not valid_zone(told.get("zone", "UTC")):
        report.add(Rule.UNKNOWN_WORD, node.mark, f"There is no zone `{told['zone']}`.", "Write it like `Europe/Paris`.")
    consented = told.pop("consented", "yes") == "yes"
    return replace(Profile(consented=consented), **told)


def _turns(live: Live) -> Reader[tuple[Step, ...]]:
    table = turn_table(live)

    @reads({"type": "array", "items": table})
    def read(node: Node, report: Report) -> tuple[Step, ...]:
        return tuple(_step(item, report, table) for item in items(node, report))

    return read


def _step(node: Node, report: Report, table: Table) -> Step:
    found = table.read(node, report)
    if len(found.entries) > 1:
        advice = "Begin each with a hyphen on a line of its own."
        report.add(Rule.WRONG_SHAPE, node.mark, "Two things stand here as one.", advice)
    elif not found.entries and not report.problems:
        report.add(Rule.WRONG_SHAPE, node.mark, "Nothing happens here.", "Write what does, or take it out.")
    what: What = KeepsNothing()
    for key in found.entries:
        what = found.take(table.keys[key]) or what
    return Step(mark=node.mark, what=what)
