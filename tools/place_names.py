"""The places that a name may mean, and which of them is meant first. It reads no file and knows no place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.practice.spelling import fold, slips

# How much larger a city must be for one of its other names to be meant beside a place that is called so: Kolkata before
# a Calcutta of 15,000, and yet no Belém beside Bethlehem.
_FAR_LARGER = 30

# One slip away from the name of a city of so many people, the name of much smaller ones may be that slip: Edinburg in
# Texas is what it says, or Edinburgh.
_WELL_KNOWN = 300_000
_LARGER = 4
_SHORTEST_NEAR = 5

# How much more often a capital is meant than another place of its size.
_CAPITAL = 10


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A line of the table of places. What has more people comes first."""

    people: int
    name: str
    area: str
    zone: str
    is_city: bool = False
    is_capital: bool = False

    @property
    def order(self) -> tuple[int, str, str, str]:
        return -self.people, self.name, self.area, self.zone

    @property
    def likely(self) -> tuple[int, str, str, str, bool]:
        """Its place among all that are called the same."""
        people = self.people * (_CAPITAL if self.is_capital else 1)
        return -people, self.name, self.area, self.zone, self.is_city


@dataclass(frozen=True, kw_only=True)
class City:
    """A city of GeoNames with all the names it goes by, folded."""

    spot: Spot
    country: str
    names: frozenset[str]


class Names:
    """Which spots a folded name may mean: those called so, and a far larger one that has it among its other names."""

    def __init__(self) -> None:
        self._own: defaultdict[str, set[Spot]] = defaultdict(set)
        self._others: defaultdict[str, set[Spot]] = defaultdict(set)

    def __contains__(self, name: str) -> bool:
        return name in self._own or name in self._others

    def own(self, name: str, spot: Spot) -> None:
        self._own[name].add(spot)

    def other(self, name: str, spot: Spot) -> None:
        self._others[name].add(spot)

    def resolved(self) -> dict[str, list[Spot]]:
        """The likeliest spot first; at the end those whose well-known name is one slip away."""
        meant = {name: self._own[name] | self._far_larger(name) for name in {*self._own, *self._others} if name}
        near = self._one_slip_away(meant)
        return {name: [*sorted_spots(spots), *sorted_spots(near[name] - spots)] for name, spots in meant.items()}

    def _far_larger(self, name: str) -> set[Spot]:
        people = max((spot.people for spot in self._own[name]), default=-1)
        return {spot for spot in self._others[name] if spot.people > _FAR_LARGER * people}

    def _one_slip_away(self, meant: Mapping[str, set[Spot]]) -> defaultdict[str, set[Spot]]:
        near: defaultdict[str, set[Spot]] = defaultdict(set)
        for name, spots in meant.items():
            known = {spot for spot in spots if spot.is_city and spot.people >= _WELL_KNOWN and fold(spot.name) == name}
            for _, slip in slips(name) if known else ():
                if len(slip) >= _SHORTEST_NEAR and slip in meant and all(spot.is_city for spot in meant[slip]):
                    people = max(spot.people for spot in meant[slip])
                    near[slip] |= {spot for spot in known if spot.people >= _LARGER * people}
        return near


def sorted_spots(spots: Iterable[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda spot: spot.likely)
