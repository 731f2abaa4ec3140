"""One fault of a document, and where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

Place: TypeAlias = "Callable[[Iterable[str | int]], str]"
"""How a place is named, by its path in the shape of the JSON."""
_MAX_QUOTED = 120


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong with a document."""

    place: str
    """JSON pointer as a URI fragment (RFC 6901 section 6): `#/components/3/purl`; `#` is the whole document.

    In XML the path of an element and its line: `/bom/components/component[4]/purl (line 30)`.
    """
    text: str


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer of a place in a document, readable: only what RFC 6901 demands is escaped.

    >>> pointer(["components", 3, "a/b"])
    '#/components/3/a~1b'
    """
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def limited(found: Iterable[Violation], limit: int) -> Iterator[Violation]:
    """The first violations; of more than `limit`, the rest is counted in one last row."""
    rest = iter(found)
    yield from islice(rest, limit)
    more = sum(1 for _ in rest)
    if more:
        yield Violation("#", f"{more} more violations of the standard's model are not listed")


def quoted(text: str) -> str:
    """A value as a message repeats it: with quotes, in one line, and not all of a long one."""
    return repr(text if len(text) <= _MAX_QUOTED else text[:_MAX_QUOTED] + "...")
