"""A JSON object of a document, of which whatever is not asked for, or is of another type, is still there at the end.

A reader asks for each member by the type that the standard gives it. What it never asked for is told by `rest`, with
the objects below it: so nothing of a document can be dropped without anybody saying so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from mlgraph_ingest.bom.things import Problem

Problems = list[Problem]
_PAIR = 2
_EMPTY: tuple[object, ...] = (None, "", [], {})


class Fields:
    """One object, where it stands, and what of it was read."""

    __slots__ = ("_below", "_left", "_problems", "path", "place")

    def __init__(self, value: Mapping[str, object], place: str, problems: Problems, path: str = "") -> None:
        self._left = dict(value)
        self._below: list[Fields] = []
        self._problems = problems
        self.place = place
        """JSON pointer in the document."""
        self.path = path
        """The same from the object that is read as a whole, `modelCard/considerations`."""

    def __contains__(self, name: str) -> bool:
        """Whether a member is there and was not read yet."""
        return name in self._left

    def text(self, name: str) -> str | None:
        """A member that is a text; None where it is missing, empty, or something else."""
        value = self._left.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            del self._left[name]
            return value if value.strip() else None
        self.mistyped(name, value, "a text")
        return None

    def ref(self, name: str = "bom-ref") -> str | None:
        """A member that names the object in the document; one that is there and empty is none."""
        if self._left.get(name) == "":
            self.problem(name, "an empty reference")
        return self.text(name)

    def texts(self, name: str) -> list[str]:
        """The texts in a member that is a list of them."""
        found: list[str] = []
        kept: list[object] = []
        for index, value in enumerate(self._list(name)):
            if isinstance(value, str):
                found.append(value)
            else:
                kept.append(value)
                self.mistyped(f"{name}/{index}", value, "a text")
        self._keep(name, kept)
        return [text for text in found if text.strip()]

    def table(self, name: str) -> Fields | None:
        """A member that is an object."""
        value = self._left.get(name)
        if value is None:
            return None
        if isinstance(value, Mapping):
            del self._left[name]
            return self._inner(value, name)
        self.mistyped(name, value, "an object")
        return None

    def tables(self, name: str, *, apart: bool = False) -> list[Fields]:
        """The objects in a member that is a list of them; those that are read `apart` say their own rest."""
        found: list[Fields] = []
        kept: list[object] = []
        for index, value in enumerate(self._list(name)):
            if isinstance(value, Mapping):
                place = f"{name}/{index}"
                apart_one = Fields(value, f"{self.place}/{place}", self._problems) if apart else None
                found.append(apart_one or self._inner(value, place))
            else:
                kept.append(value)
                self.mistyped(f"{name}/{index}", value, "an object")
        self._keep(name, kept)
        return found

    def rows(self, name: str, first: str, second: str) -> list[tuple[str, tuple[str, str] | Fields]]:
        """The objects in a member that is a list, with their places: as two texts where they hold just these.

        Most properties, hashes and addresses do, and a large document has millions of them.
        """
        found: list[tuple[str, tuple[str, str] | Fields]] = []
        kept: list[object] = []
        for index, value in enumerate(self._list(name)):
            place = f"{name}/{index}"
            match value:
                case dict() if (
                    len(value) == _PAIR and type(one := value.get(first)) is type(other := value.get(second)) is str
                ):
                    found.append((f"{self.place}/{place}", (one, other)))
                case dict():
                    row = self._inner(value, place)
                    found.append((row.place, row))
                case _:
                    kept.append(value)
                    self.mistyped(place, value, "an object")
        self._keep(name, kept)
        return found

    def back(self, place: str, value: Mapping[str, object]) -> Fields:
        """An object that `rows` gave as two texts, to be read as one after all; what of it is not read is still there."""
        return self._inner(value, place.removeprefix(f"{self.place}/"))

    def number(self, name: str) -> int | float | None:
        """A member that is a number."""
        value = self._left.get(name)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            del self._left[name]
            return value
        self.mistyped(name, value, "a number")
        return None

    def raw(self, name: str) -> object:
        """A member of whatever type; None where it is missing."""
        return self._left.pop(name, None)

    def peek(self, name: str) -> object:
        """The same, without that it counts as read."""
        return self._left.get(name)

    def problem(self, name: str, text: str) -> None:
        """Say what is wrong with a member."""
        self._problems.append(Problem(f"{self.place}/{name}" if name else self.place, text))

    def mistyped(self, name: str, value: object, expected: str) -> None:
        """Say that a member is of another type; it stays unread."""
        self.problem(name, f"{_named(value)} where {expected} belongs")

    def apart(self) -> Fields:
        """The same, to be read as a whole: it says its own rest."""
        found = Fields(self._left, self.place, self._problems)
        self.forget()
        return found

    def forget(self) -> None:
        """Take the rest for said: somebody else says it."""
        self._left.clear()
        self._below.clear()

    def rest(self, but: Collection[str] = ()) -> Iterator[tuple[str, object]]:
        """What was not read, here and below, by its path, but for what is still to be; what is empty says nothing."""
        for name, value in self._left.items():
            if value not in _EMPTY and name not in but:
                yield f"{self.path}/{name}" if self.path else name, value
        for each in self._below:
            yield from each.rest()

    def _list(self, name: str) -> list[object]:
        value = self._left.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            del self._left[name]
            return value
        self.mistyped(name, value, "a list")
        return []

    def _keep(self, name: str, kept: list[object]) -> None:
        if kept:
            self._left[name] = kept

    def _inner(self, value: Mapping[str, object], name: str) -> Fields:
        found = Fields(value, f"{self.place}/{name}", self._problems, f"{self.path}/{name}" if self.path else name)
        self._below.append(found)
        return found


def _named(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"
