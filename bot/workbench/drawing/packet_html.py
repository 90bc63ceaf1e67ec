"""The packet as one HTML page, to read, to print and to sign. It loads nothing from outside and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from html import escape

from bot.dialogue.asking import SILENCE
from bot.dialogue.dialogues import ORIGINAL, Language
from bot.dialogue.model import Load
from bot.dialogue.tension import TENSE
from bot.dialogue.tension_again import HOURS_OLD
from bot.dialogue.words import Literal, Style, Words, WordsPart
from bot.language.proofs.proofs import Proof
from bot.workbench.drawing.graph import CardExit
from bot.workbench.drawing.packet import Packet, Screen, Wording
from bot.workbench.drawing.packet_style import STYLE
from bot.workbench.drawing.svg import svg_of

_IF_HEAVY = (
    f" After {SILENCE // timedelta(minutes=1)} minutes of silence something calm is offered once (the home base, or"
    " grounding where there is none), or to leave it. Below every heavy question stand buttons for pausing and support."
    f" Whoever comes to a heavy question {HOURS_OLD // timedelta(hours=1)} hours or more after they told their tension"
    " is asked for it anew first: not tense, they are back at that question; tense, they go on as this exercise does."
)
_TAGS = {Style.BOLD: "strong", Style.ITALIC: "em"}


def html_of(packet: Packet) -> str:
    """Return the packet as one HTML page."""
    return "\n".join(_page(packet)) + "\n"


def _page(packet: Packet) -> Iterator[str]:
    title = escape(packet.dialogue.title)
    yield f'<!DOCTYPE html>\n<html lang="{ORIGINAL}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}: for review</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{title}</h1>"
    yield from _facts(packet)
    if packet.proofs:
        yield from _proofs(packet.proofs)
    if packet.limits:
        yield from _limits(packet.limits)
    yield from _languages(packet.languages)
    yield "<section>\n<h2>The whole exercise</h2>\n<div class='graph'>"
    yield f"{svg_of(packet.graph)}</div>\n</section>"
    yield "<section>\n<h2>Every screen, in order</h2>"
    for number, screen in enumerate(packet.screens, start=1):
        yield from _screen(packet, number, screen)
    yield "</section>"
    yield from _signing()
    yield "</main>\n</body>\n</html>"


def _facts(packet: Packet) -> Iterator[str]:
    dialogue = packet.dialogue
    heavy = "high: it may stir up pain" if dialogue.load is Load.HIGH else "light"
    facts = {
        "What people are told": dialogue.about,
        "After": dialogue.source,
        "Lasts about": f"{dialogue.minutes} minutes" if dialogue.minutes else None,
        "Load": heavy,
        "File": f"{dialogue.id}.yaml",
        "Version": str(dialogue.version),
        "Screens": f"{len(packet.screens)}, of which {sum(s.card.heavy for s in packet.screens)} ask something heavy",
    }
    yield "<dl class='facts'>"
    for name, fact in facts.items():
        if fact:
            yield f"<dt>{name}</dt><dd>{escape(fact)}</dd>"
    yield "</dl>"
    yield (
        "<p>At every screen people can also stop, pause and come back days later, go back, hear the question again,"
        " open the support card, breathe, or go to their home base. What they write is checked for signs of a crisis"
        " before anything else is done with it. The coach is a program, and no therapist; nobody reads along.</p>"
        "<p>A question can be skipped unless its screen says otherwise. Nobody is asked for more after a refusal, with"
        f" quiet listening, or when the tension told last is {TENSE} or more or was left out."
        f"{_IF_HEAVY if dialogue.load is Load.HIGH else ''}</p>"
    )


def _proofs(proofs: Iterable[Proof]) -> Iterator[str]:
    yield "<section>\n<h2>What is proved of its ways</h2>"
    yield "<p>By following every way through the exercise, not by trying some.</p>\n<ul class='proofs'>"
    for proof in proofs:
        sign, word = ("✓", "holds") if proof.holds else ("✗", "does not hold")
        yield f"<li class='{'holds' if proof.holds else 'fails'}'><b>{sign} {word}</b> {escape(proof.sentence)}"
        if proof.way:
            yield f"<br>A way that shows it: {escape(' → '.join(proof.way))}"
        yield f"<br><code>{escape(proof.rule)}</code></li>"
    yield "</ul>\n</section>"


def _limits(limits: Iterable[str]) -> Iterator[str]:
    yield "<section>\n<h2>What is not proved, and needs a reader</h2>\n<ul class='limits'>"
    yield from (f"<li>{escape(limit)}</li>" for limit in limits)
    yield "</ul>\n</section>"


def _languages(languages: Iterable[Language]) -> Iterator[str]:
    yield "<section>\n<h2>Languages</h2>\n<table>"
    yield "<thead><tr><th>Language</th><th>Read by</th><th>On</th></tr></thead><tbody>"
    for language in languages:
        if language.review:
            by, on = escape(language.review.by), language.review.on.isoformat()
        else:
            by, on = ("the original" if language.tag == ORIGINAL else "nobody yet: a preview"), "–"
        yield f"<tr><td>{escape(language.name)} ({escape(language.tag)})</td><td>{by}</td><td>{on}</td></tr>"
    yield "</tbody></table>\n</section>"


def _screen(packet: Packet, number: int, screen: Screen) -> Iterator[str]:
    card = screen.card
    heavy = " <span class='heavy'>▲ heavy question</span>" if card.heavy else ""
    part = f"{escape(card.part.replace('_', ' '))} · " if card.part else ""
    yield f"<article id='{escape(card.id)}' class='screen{' is-heavy' if card.heavy else ''}'>"
    yield f"<h3>{number}. <code>{escape(card.id)}</code>{heavy}</h3>"
    yield f"<p class='where'>{part}{escape(card.kind)} · {escape(packet.dialogue.id)}.yaml, line {screen.line}</p>"
    if card.picture:
        yield from _picture(card.picture, screen)
    yield "<div class='wordings'>"
    for wording in screen.wordings:
        yield from _bubble(wording)
    yield "</div>"
    yield from _exits(card.exits, card.ends, "any answer" if screen.waits else "by itself")
    if card.calls:
        yield f"<p>Calls <code>{escape(card.calls)}</code>, and goes on here when that is over.</p>"
    if screen.notes:
        yield "<ul class='notes'>" + "".join(f"<li>{escape(note)}</li>" for note in screen.notes) + "</ul>"
    yield "<p class='remark'>Remarks:</p>\n</article>"


def _picture(name: str, screen: Screen) -> Iterator[str]:
    """Yield the picture once, since it is the same in all languages."""
    shown = f"<img src='{screen.picture.as_url}' alt=''>" if screen.picture else ""
    where = "shown above the words" if screen.picture else "cannot be read, so the words go alone"
    yield f"<figure>{shown}<figcaption><code>{escape(name)}</code>, {where}</figcaption></figure>"


def _bubble(wording: Wording) -> Iterator[str]:
    yield f"<div class='phone' lang='{escape(wording.tag)}'>"
    if wording.words:
        yield "<div class='bubble'>" + "".join(map(_paragraphs, wording.words)) + "</div>"
    else:
        yield "<div class='silent'>says nothing; only decides where to go on</div>"
    for row in wording.buttons:
        yield "<div class='row'>" + "".join(f"<span class='button'>{escape(label)}</span>" for label in row) + "</div>"
    yield "</div>"


def _paragraphs(words: Words) -> str:
    lines = ("".join(map(_part, line)) for line in words.lines)
    return "".join(f"<p>{paragraph}</p>" for paragraph in "<br>".join(lines).split("<br><br>"))


def _part(part: WordsPart) -> str:
    if isinstance(part, Literal):
        written = escape(part.text)
    else:
        written = f"<span class='slot'>{escape(part.name.replace('_', ' '))}</span>"
    for style in sorted(part.styles):
        written = f"<{_TAGS[style]}>{written}</{_TAGS[style]}>"
    return written


def _exits(exits: Iterable[CardExit], ends: bool, plainly: str) -> Iterator[str]:
    yield "<ul class='exits'>"
    for exit in exits:
        label = escape(exit.label or plainly)
        by_skip = ", also by /skip" if exit.skip else ""
        call = f" calls <code>{escape(exit.call)}</code>, then" if exit.call else ""
        yield f"<li><b>{label}</b>{by_skip} →{call} {_target(exit)}</li>"
    if ends:
        yield "<li>The exercise ends here.</li>"
    yield "</ul>"


def _target(exit: CardExit) -> str:
    if exit.start:
        return f"begins <code>{escape(exit.start)}</code> instead"
    if exit.edge.to is None:
        return "out of the exercise"
    return f"<a href='#{escape(exit.edge.to)}'>{escape(exit.edge.to)}</a>"


def _signing() -> Iterator[str]:
    yield "<section class='signing'>\n<h2>Reviewed by</h2>"
    yield "<dl><dt>Name and profession</dt><dd></dd><dt>Languages read</dt><dd></dd><dt>Date</dt><dd></dd>"
    yield "<dt>It may be offered as it is / after these changes / not</dt><dd class='tall'></dd>"
    yield "<dt>Signature</dt><dd></dd></dl>\n</section>"
