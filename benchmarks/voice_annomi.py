"""Does the voice lint tell sessions that judge from sessions that do not? Measured on AnnoMI.

    .venv/bin/python -m benchmarks.voice_annomi AnnoMI-simple.csv

AnnoMI (Wu et al. 2022, 2023; github.com/uccollab/AnnoMI) holds motivational interviews, each judged high or low in
quality by experts. A session's score is how often the lint hits per word of the therapist's; no label is used in
making it. The figure is the AUC: how often a low session scores above a high one, ties counted by half. 0.5 is chance;
0.78 is wanted. Beside it stands what a list of three words does.

The data are people's own words: they stay outside this repository, and nothing of them is printed.

On half of the sessions (56 high, 11 low, those by whose false alarms the phrases were mended, so it flatters):
kinds that judge 0.83, all kinds 0.82, the list 0.70, with standard errors of 0.08 to 0.09. Expect less elsewhere.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from bot.listening.voice import hear_voice
from bot.listening.voice_kinds import UNSAFE_KINDS, VoiceKind

_COLUMNS = {
    "session": ("transcript_id",),
    "quality": ("mi_quality",),
    "speaker": ("speaker", "interlocutor"),
    "text": ("text", "utterance_text"),
    "utterance": ("utterance_id",),
}
_JUDGING = frozenset(VoiceKind) - UNSAFE_KINDS - {VoiceKind.SECOND_QUESTION}
_NAIVE = re.compile(r"\b(?:should|must|need to)\b", re.I)


class UnreadableError(Exception):
    """The file is no csv of AnnoMI."""


@dataclass(kw_only=True)
class Session:
    low: bool
    words: int = 0  # the therapist's
    naive: int = 0
    hits: Counter[VoiceKind] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class Area:
    """An AUC and its standard error (Hanley and McNeil 1982)."""

    auc: float
    error: float


def sessions(path: Path) -> list[Session]:
    """Raises UnreadableError."""
    found: dict[str, Session] = {}
    for id, low, text in _said(path):
        session = found.setdefault(id, Session(low=low))
        session.words += len(text.split())
        session.naive += len(_NAIVE.findall(text))
        session.hits.update(finding.kind for finding in hear_voice(text))
    return [session for session in found.values() if session.words]


def _said(path: Path) -> Iterator[tuple[str, bool, str]]:
    """Each turn of a therapist once: in the full data, several people may have labelled the same one."""
    seen = set()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            names = _names(rows.fieldnames or ())
            for row in rows:
                turn = row[names["session"]], row[names["utterance"]]
                if row[names["speaker"]] == "therapist" and turn not in seen:
                    seen.add(turn)
                    yield turn[0], row[names["quality"]] == "low", row[names["text"]] or ""
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError(f"{path} cannot be read.") from error


def _names(columns: Iterable[str]) -> Mapping[str, str]:
    there = set(columns)
    names = {what: next((name for name in known if name in there), "") for what, known in _COLUMNS.items()}
    if missing := [_COLUMNS[what][0] for what, name in names.items() if not name]:
        raise UnreadableError(f"These columns are missing: {', '.join(missing)}.")
    return names


def area(found: Iterable[Session], score: Callable[[Session], float]) -> Area | None:
    """None where there are not sessions of both kinds."""
    all_found = list(found)
    low = [score(session) / session.words for session in all_found if session.low]
    high = [score(session) / session.words for session in all_found if not session.low]
    if not low or not high:
        return None
    auc = sum((a > b) + 0.5 * (a == b) for a in low for b in high) / (len(low) * len(high))
    above, below = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    spread = auc * (1 - auc) + (len(low) - 1) * (above - auc * auc) + (len(high) - 1) * (below - auc * auc)
    return Area(auc=auc, error=sqrt(spread / (len(low) * len(high))))


def _per_thousand(found: Iterable[Session], kind: VoiceKind) -> float:
    all_found = list(found)
    words = sum(session.words for session in all_found)
    return 1000 * sum(session.hits[kind] for session in all_found) / words if words else 0.0


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("Name the csv file of AnnoMI.", file=sys.stderr)
        return 2
    try:
        found = sessions(Path(arguments[0]))
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    low, high = [s for s in found if s.low], [s for s in found if not s.low]
    print(
        f"{len(high)} sessions of high quality, {len(low)} of low; {sum(s.words for s in found):,} therapists' words\n"
    )
    scores: dict[str, Callable[[Session], float]] = {
        "the lint, kinds that judge": lambda session: sum(session.hits[kind] for kind in _JUDGING),
        "the lint, all kinds": lambda session: session.hits.total(),
        "should, must, need to": lambda session: session.naive,
    }
    for name, score in scores.items():
        measured = area(found, score)
        print(f"{name:28} AUC {measured.auc:.3f} ± {measured.error:.3f}" if measured else f"{name:28} no AUC")
    print("\nhits per 1,000 words      low   high")
    for kind in sorted({kind for session in found for kind in session.hits}):
        print(f"{kind:22} {_per_thousand(low, kind):6.2f} {_per_thousand(high, kind):6.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
