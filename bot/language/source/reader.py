"""Makes a tree from bytes, over libyaml's events. Refuses what dialogues do not need: aliases, tags, tabs, a key twice.

Knows nothing of dialogues. Every problem goes into the report, and no dialogue is made from a file with one.
"""

from __future__ import annotations

import re
from typing import cast

from yaml import CLoader, MarkedYAMLError, events
from yaml import Mark as Place

from bot.language.problems import TOP, Mark, Report, Rule
from bot.language.source.common_slips import Quoted
from bot.language.source.invisible_characters import escaped, mark_behind, report_invisible
from bot.language.source.nodes import Entry, Mapping, Node, Scalar, Sequence
from bot.language.source.yaml_complaints import complaint

MOST_BYTES = 256 * 1024  # a dialogue of 200 long states; more is no dialogue
MOST_DEPTH = 20  # the deepest dialogue needs 8

_CUT = re.compile(r" +#[^ \n]")


def read_tree(data: bytes, report: Report, *, any_signs: bool = False) -> Mapping | None:
    """Return the file's one mapping; None if there are problems.

    With `any_signs`, double quotes may write invisible characters: a transcript repeats what somebody wrote.
    """
    root = read_what_can_be(data, report, any_signs=any_signs)
    return None if report.problems else root


def read_what_can_be(data: bytes, report: Report, *, any_signs: bool = False) -> Mapping | None:
    """Return the file's mapping, even if parts of it have problems, so that the checks can go on with the rest."""
    source = _source(data, report)
    return _Composer(source, report, any_signs=any_signs).root() if source is not None else None


def _source(data: bytes, report: Report) -> str | None:
    if len(data) > MOST_BYTES:
        report.add(
            Rule.TOO_LARGE,
            TOP,
            f"The file is larger than {MOST_BYTES // 1024} KiB.",
            "Split it into several dialogues.",
        )
        return None
    try:
        source = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        mark = mark_behind(data[: error.start].decode("utf-8-sig", "replace"))
        report.add(Rule.NOT_UTF8, mark, "What stands here is not UTF-8.", "Save the file as UTF-8.")
        return None
    if not source.replace("\n", "").isprintable():  # quick to see, and true of few files
        report_invisible(source, report)
    return None if report.problems else source


class _TooDeepError(Exception):
    """A file that is nested too deep. Reading stops at once: libyaml would follow a bomb of brackets for minutes."""


class _Composer:
    """Goes through the events of one document and builds its tree."""

    def __init__(self, source: str, report: Report, *, any_signs: bool) -> None:
        self._any_signs = any_signs
        self._source = source
        self._report = report
        self._parser = CLoader(source)
        self._quoted: Quoted | None = None  # the last words in quotes
        self._alias: int | None = None  # the line of the last alias, counted from 1
        self._may_be_cut = _CUT.search(source) is not None  # seldom true, and if not, no scalar is examined

    def root(self) -> Mapping | None:
        try:
            return self._document()
        except MarkedYAMLError as error:
            found = complaint(error, self._source, self._quoted)
            if found.mark.line != self._alias:  # else these are words that begin with *, which is reported already
                self._report.add(Rule.SYNTAX, found.mark, found.sentence, found.advice)
            return None
        except _TooDeepError:
            return None
        finally:
            self._parser.dispose()

    def _document(self) -> Mapping | None:
        self._next()
        if isinstance(self._next(), events.StreamEndEvent):
            self._report.add(Rule.EMPTY_FILE, TOP, "The file is empty.", "Write the dialogue, or remove the file.")
            return None
        root = self._node(self._next(), depth=1)
        self._next()
        after = self._next()
        if not isinstance(after, events.StreamEndEvent):
            advice = "Put it into a file of its own, and take out the line of three hyphens."
            self._report.add(Rule.SEVERAL_DOCUMENTS, _mark(after), "A second document begins here.", advice)
        if not isinstance(root, Mapping):
            self._report.add(
                Rule.WRONG_SHAPE, root.mark, "A file is made of keys and values.", "Begin it with `title: ...`."
            )
            return None
        return root

    def _next(self) -> events.Event:
        event = self._parser.get_event()
        if event is None:
            raise MarkedYAMLError(problem="it ends too soon")
        return event

    def _node(self, event: events.Event, depth: int) -> Node:
        if isinstance(event, events.ScalarEvent):  # first, since most events are scalars
            return self._scalar(event)
        if isinstance(event, events.AliasEvent):
            advice = "Write the thing out again; if these are words that begin with *, put them in quotes."
            self._report.add(Rule.ALIAS, _mark(event), "An alias stands here, and dialogues know none.", advice)
            mark = _mark(event)
            self._alias = mark.line
            return Scalar(*mark, text="", raw="*", plain=True)
        self._check_decoration(event)
        if depth > MOST_DEPTH:
            sentence = f"This is nested more than {MOST_DEPTH} deep."
            self._report.add(Rule.TOO_DEEP, _mark(event), sentence, "A dialogue needs 8 at most.")
            raise _TooDeepError
        if isinstance(event, events.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(cast(events.MappingStartEvent, event), depth)

    def _check_decoration(self, event: events.Event) -> None:
        if getattr(event, "anchor", None):
            advice = "Take it out; if these are words that begin with &, put them in quotes."
            self._report.add(Rule.ANCHOR, _mark(event), "An anchor stands here, and dialogues know none.", advice)
        if getattr(event, "tag", None):
            advice = "Take it out; if these are words that begin with !, put them in quotes."
            self._report.add(Rule.TAG, _mark(event), "A tag stands here, and dialogues know none.", advice)

    def _scalar(self, event: events.ScalarEvent) -> Scalar:
        if event.anchor or event.tag:
            self._check_decoration(event)
        start, end = cast(tuple[Place, Place], (event.start_mark, event.end_mark))
        plain = not event.style
        if self._may_be_cut and plain and event.value and _CUT.match(self._source, end.index):
            mark = Mark(line=end.line + 1, column=end.column + 1)
            advice = "Put the words in quotes; if it is a remark, put a space behind #."
            self._report.add(
                Rule.CUT_BY_HASH, mark, "From here to the end of the line all is lost: ` #` begins a remark.", advice
            )
        read = Scalar(start.line + 1, start.column + 1, event.value, self._source[start.index : end.index], plain)
        if event.style in ("'", '"'):
            self._quoted = Quoted(read, end.index)
            if event.style == '"' and "\\" in read.raw and not self._any_signs:
                self._check_escapes(read, start.index)
        return read

    def _check_escapes(self, read: Scalar, start: int) -> None:
        for offset, character in escaped(read.raw):
            sentence = f"This writes an invisible character (U+{ord(character):04X})."
            mark = mark_behind(self._source[: start + offset])
            self._report.add(Rule.CONTROL_CHARACTER, mark, sentence, "Take it out.")

    def _sequence(self, event: events.Event, depth: int) -> Sequence:
        items = []
        while not isinstance(item := self._next(), events.SequenceEndEvent):
            items.append(self._node(item, depth + 1))
        return Sequence(mark=_mark(event), items=tuple(items))

    def _mapping(self, event: events.MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        is_cut = False  # after a key without a value, the next keys may have been meant to be below it
        while not isinstance(item := self._next(), events.MappingEndEvent):
            key = self._node(item, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                advice = "Write a name and a colon; put words that begin with { or [ in quotes."
                self._report.add(Rule.KEY_IS_NO_TEXT, key.mark, "A key must be one name.", advice)
            elif key.text in entries:
                if is_cut and not event.flow_style:
                    continue
                first = entries[key.text].key.mark.line
                advice = "Give one of them another name, or take one out."
                self._report.add(
                    Rule.DUPLICATE_KEY, key.mark, f"`{key.text}` stands here again, first in line {first}.", advice
                )
            else:
                entries[key.text] = Entry(key, value)
                is_cut = is_cut or (isinstance(value, Scalar) and not value.raw)
        return Mapping(mark=_mark(event), entries=tuple(entries.values()))


def _mark(event: events.Event) -> Mark:
    place = _place(event.start_mark)
    return Mark(line=place.line + 1, column=place.column + 1)


def _place(mark: object) -> Place:
    """Return the mark. The parser marks every event, though its type stubs say that it may not."""
    return cast(Place, mark)
