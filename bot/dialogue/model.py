"""What a dialogue is: its states, what each waits for, and the ways between them. A YAML file holds one of these.

Knows only what the author wrote. `transitions` moves people through it, `bot/language` reads the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NewType

from bot.dialogue.words import Words

DialogueId = NewType("DialogueId", str)
StateId = NewType("StateId", str)
Version = NewType("Version", str)  # the hash of a dialogue's structure; words are not part of it


class DialogueKind(StrEnum):
    """What a dialogue is for, and so whether it keeps what people write in it."""

    EXERCISE = "exercise"  # keeps what people write in it, can be set aside and resumed
    SERVICE = "service"  # onboarding, settings, help: keeps nothing but what it sets
    PROMPT = "prompt"  # the daily nudge: text that fits none of its buttons passes through to what lies beneath


class Load(StrEnum):
    """How much a dialogue may stir up."""

    LIGHT = "light"
    HIGH = "high"  # may stir up pain: consent before, tension asked, grounding before the end


class Comparison(StrEnum):
    """How a condition compares a kept value."""

    KEPT = "kept"
    NOT_KEPT = "not kept"
    EQUAL = "=="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A comparison of a kept value with a constant, or of two kept numbers.

    With `other`, the value is compared with that other number plus `plus`.
    """

    name: str  # a kept value
    test: Comparison
    value: int | str | None = None  # None for KEPT and NOT_KEPT, and where `other` is set
    other: str | None = None  # the kept number that it is compared with
    plus: int = 0  # 0 without `other`

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all kept values that the condition depends on."""
        return (self.name, self.other) if self.other else (self.name,)

    def __str__(self) -> str:
        """Return the condition as an author writes it."""
        if self.other is None:
            return f"{self.name} {self.test}" + ("" if self.value is None else f" {self.value}")
        more = f" {'+' if self.plus > 0 else '-'} {abs(self.plus)}" if self.plus else ""
        return f"{self.name} {self.test} {self.other}{more}"


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way from one state to another, which is open when its condition holds."""

    to: StateId
    when: Condition | None = None  # None: always


class Deed(StrEnum):
    """An effect that an author may order by name. The list is closed: a dialogue can do nothing else to the world."""

    ERASE = "erase"  # remove every trace of this person
    PROMPT_LATER = "prompt_later"  # the daily prompt once more in an hour, if its local day lasts
    START_WANTED = "start_wanted"  # what was asked for before onboarding, or again after a change
    PAUSE = "pause"  # what was going on is set aside for another time
    RESUME = "resume"  # back to the exercise that was set aside last
    CANCEL_VISIT = "cancel_visit"  # the next of the visits that are planned does not come


@dataclass(frozen=True, kw_only=True)
class Setting:
    """An order to put something into the person's profile: a constant, or the kept value of the same name."""

    field: str
    constant: str | None = None  # None: copy the kept value called `field`


@dataclass(frozen=True, kw_only=True)
class Visit:
    """An order to open a dialogue later: in so many local days, or in so many hours. Exactly one of the two is set."""

    dialogue: DialogueId
    days: int | None = None  # at the person's prompt hour, or the time of day of now
    hours: int | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the buttons that an author puts under a state, with what follows when it is tapped."""

    key: str
    label: Words
    next: tuple[Way, ...] = ()
    call: DialogueId | None = None  # push it, then go on by `next`
    start: DialogueId | None = None  # begin it instead of this; what was going on is set aside
    sets: tuple[Setting, ...] = ()
    do: Deed | None = None
    seal: tuple[str, ...] = ()  # what was kept under these names is put away
    unseal: bool = False  # all that was ever put away comes back
    visit: Visit | None = None
    count: bool = False  # beside a silence or a breath: leads nowhere, and its taps are counted


class Reading(StrEnum):
    """How an answer is understood if it is more than words. Each member names the values that are kept from it."""

    WORDS = "words"
    NAME = "name"  # keeps `name`
    HOUR = "hour"  # keeps `prompt_time`, as HH:MM
    PLACE = "place"  # keeps `place`, `zone`, `country`; several candidates are offered as buttons
    PHRASE = "phrase"  # must be the state's own `phrase`; keeps nothing


READ_NAMES: Mapping[Reading, tuple[str, ...]] = {
    Reading.WORDS: (),
    Reading.NAME: ("name",),
    Reading.HOUR: ("prompt_time",),
    Reading.PLACE: ("place", "zone", "country"),
    Reading.PHRASE: (),
}


@dataclass(frozen=True, kw_only=True)
class Listen:
    """How often, and after how short an answer, the bot asks to hear more."""

    most: int = 2  # probes on this question
    min_words: int = 5  # an answer below this is thin


@dataclass(frozen=True, kw_only=True)
class TextAsk:
    """A question that is answered in the person's own words."""

    reading: Reading = Reading.WORDS
    phrase: str | None = None  # for Reading.PHRASE
    unclear: Words | None = None  # said when the reading fails; None: a phrase of the bot's own
    listen: Listen = Listen()
    more: Words | None = None  # the first "tell me more" on this question; None: one of those for all


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of the answers that a `ManyAsk` offers to tick."""

    key: str
    label: Words


@dataclass(frozen=True, kw_only=True)
class ManyAsk:
    """A question with several options: the person ticks all that fit, then taps "done"."""

    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class ScaleAsk:
    """A question that is answered by a number from `low` to `high`."""

    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A silence of a set length. A button ends it sooner."""

    lasts: timedelta


@dataclass(frozen=True, kw_only=True)
class Breath:
    """A paced breath, shown by one message that is edited at each phase."""

    pattern: str | None  # a pattern's id; None: the kept value called `pattern`
    minutes: int = 2


Wait = TextAsk | ManyAsk | ScaleAsk | Pause | Breath


@dataclass(frozen=True, kw_only=True)
class State:
    """A place in a dialogue where the bot speaks, asks or waits.

    A state with `wait` or `choices` waits for the person or the clock. At any other the bot says its words and goes on.
    """

    id: StateId
    say: Words | None = None
    picture: str | None = None  # a file in the folder of pictures: it is shown, and what is said stands under it
    ask: Words | None = None  # the question itself: what /history shows
    wait: Wait | None = None
    choices: tuple[Choice, ...] = ()
    keep: str | None = None  # the answer is kept in the journal, and under this name for branches and words
    remember: str | None = None  # ... and under this name for good, across exercises
    skip: str | None = None  # the choice that /skip stands for
    skippable: bool = True  # False: /skip is refused (consent)
    sets: tuple[Setting, ...] = ()
    do: Deed | None = None
    seal: tuple[str, ...] = ()
    visit: Visit | None = None
    call: DialogueId | None = None
    next: tuple[Way, ...] = ()
    end: bool = False
    renamed_from: tuple[StateId, ...] = ()
    part: str | None = None  # of the exercise that it belongs to, for pictures and proofs; the engine does not ask
    checkpoint: bool = False  # whoever lost their place in a change of the file may be led back to here

    @property
    def waits(self) -> bool:
        """Return whether the session stops here until something happens."""
        return self.wait is not None or bool(self.choices)

    @property
    def counts(self) -> bool:
        """Return whether the answer here is the number of times that a counting button was tapped."""
        return any(choice.count for choice in self.choices)

    @property
    def wants_words(self) -> bool:
        """Return whether any words that are written here are its answer."""
        return isinstance(self.wait, TextAsk) and self.wait.reading is Reading.WORDS

    @property
    def can_be_left_out(self) -> bool:
        """Return whether /skip leads on from here: by the choice that it stands for, or by the state's own ways."""
        stands_for = self.skip is not None and self.choice(self.skip) is not None
        return stands_for or (self.skippable and self.wait is not None and bool(self.next))

    def choice(self, key: str) -> Choice | None:
        """Return the choice with this key, or None if there is none."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """One dialogue in one version: an exercise, a service such as onboarding, or the daily prompt."""

    id: DialogueId
    version: Version
    title: str
    start: StateId
    states: Mapping[StateId, State]
    kind: DialogueKind = DialogueKind.EXERCISE
    load: Load = Load.LIGHT
    source: str | None = None
    minutes: int | None = None
    about: str | None = None  # one sentence for /exercises; None: not listed there
    renamed_from: tuple[DialogueId, ...] = ()  # the ids that its file had before
