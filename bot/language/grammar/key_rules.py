"""Rules about which keys of a mapping may stand together. The builder asks them, and the schema for editors repeats
them.

They only look at which keys are there. What the keys hold is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.language.grammar.tables import Definition, Found, Fragment
from bot.language.problems import Rule

Keys = frozenset[str]  # the keys that are there


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition on which keys are there, also as JSON Schema."""

    holds: Callable[[Keys], bool]
    schema: Fragment | Definition

    def called(self, name: str) -> When:
        """Return the same condition under a name, so that the schema writes it once."""
        return When(holds=self.holds, schema=Definition(name=name, takes={"allOf": [self.schema]}))

    def __and__(self, other: When) -> When:
        return When(
            holds=lambda there: self.holds(there) and other.holds(there),
            schema={"allOf": [self.schema, other.schema]},
        )

    def __or__(self, other: When) -> When:
        return When(
            holds=lambda there: self.holds(there) or other.holds(there),
            schema={"anyOf": [self.schema, other.schema]},
        )

    def __invert__(self) -> When:
        return When(holds=lambda there: not self.holds(there), schema={"not": self.schema})


def has(*keys: str) -> When:
    """Return the condition that at least one of these keys is there."""
    wanted = frozenset(keys)
    schemas = [{"required": [key]} for key in keys]
    return When(
        holds=lambda there: not wanted.isdisjoint(there), schema=schemas[0] if len(keys) == 1 else {"anyOf": schemas}
    )


def implies(when: When, then: When) -> Fragment:
    """Return the schema of the rule that `then` holds wherever `when` does."""
    return {"if": when.schema, "then": then.schema}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A rule that a key has no place where `when` holds."""

    key: str
    when: When
    sentence: str
    advice: str

    def applies(self, there: Keys) -> bool:
        """Return whether the key is there and has no place."""
        return self.key in there and self.when.holds(there)

    def report(self, found: Found) -> None:
        """Report the key."""
        found.report.add(Rule.OUT_OF_PLACE, found.mark_of(self.key), self.sentence, self.advice)

    @property
    def schema(self) -> Fragment:
        """Return the rule as JSON Schema."""
        # `errorMessage` is what editors show; validators that do not know the word pass over it.
        said = {"properties": {self.key: False}, "errorMessage": f"{self.sentence} {self.advice}"}
        return {"if": self.when.schema, "then": said}
