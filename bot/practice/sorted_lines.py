"""A sorted table kept as one piece of bytes and searched by halves. It takes a fraction of a dictionary's memory.

It does not know what its rows mean.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate


class Lines:
    """Numbered lines of tab-separated fields."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        lengths = (len(line) + 1 for line in text.split(b"\n"))
        self._starts = array("I", accumulate(lengths, initial=0))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def fields(self, number: int) -> list[str]:
        """Return the fields of a line. Raises IndexError if there is no such line."""
        line = self._text[self._starts[number] : self._starts[number + 1] - 1]
        return line.decode().split("\t")


class SortedLines(Lines):
    """Lines in the byte order of their first field, the key. Each key is there once."""

    def get(self, key: str) -> str | None:
        """Return the second field of the key's line; None if there is no such key."""
        return self._get(key.encode(), 0, len(self))

    def get_any(self, keys: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield what is found of many keys. Each comes as the beginning of a key and the whole key.

        Keys that share their beginning are found quickly if they come one after another.
        """
        beginning, low, high = "", 0, len(self)
        for start, key in keys:
            if start != beginning:
                beginning, (low, high) = start, self._range(start.encode())
            if low < high and (found := self._get(key.encode(), low, high)) is not None:
                yield found

    def _get(self, key: bytes, low: int, high: int) -> str | None:
        number = self._first_not_below(key, low, high)
        if number == len(self) or self._key(number) != key:
            return None
        return self.fields(number)[1]

    def _range(self, beginning: bytes) -> tuple[int, int]:
        # No UTF-8 text holds the byte FF, so this is above every key that begins so.
        low = self._first_not_below(beginning, 0, len(self))
        return low, self._first_not_below(beginning + b"\xff", low, len(self))

    def _first_not_below(self, key: bytes, low: int, high: int) -> int:
        return bisect_left(range(len(self)), key, low, high, key=self._key)

    def _key(self, number: int) -> bytes:
        start = self._starts[number]
        return self._text[start : self._text.index(b"\t", start)]
