"""What stands on the stack of a pickle that is walked but not executed."""

from __future__ import annotations

from dataclasses import dataclass, field

COMPUTED = "(a name that is computed)"
"""An import whose name does not stand in the pickle: no pickler writes that."""
KEYS_LIMIT = 200
"""Entries of a mapping that are kept."""


@dataclass(frozen=True, slots=True)
class Global:
    """A function or class that the pickle imports."""

    name: str
    """With its module: `torch._utils._rebuild_tensor_v2`."""


@dataclass(frozen=True, slots=True)
class Persistent:
    """Something that lies outside of the pickle: the numbers of a tensor."""

    id: object


@dataclass(slots=True)
class Table:
    """A mapping, or the attributes of an object; of its entries the first ones with a text as key."""

    entries: dict[str, object] = field(default_factory=dict)

    def put(self, key: object, value: object) -> None:
        """Keep an entry."""
        if isinstance(key, str) and (len(self.entries) < KEYS_LIMIT or key in self.entries):
            self.entries[key] = value


@dataclass(slots=True)
class Made:
    """What a call would return."""

    by: object
    arguments: tuple[object, ...]
    state: Table = field(default_factory=Table)
    """Its attributes, or its entries where it is a mapping."""

    @property
    def maker(self) -> str | None:
        """The function or class that is called, where the pickle names one."""
        return self.by.name if isinstance(self.by, Global) else None


class Memo:
    """What the unpickler calls its memo: a mapping from numbers, most of them in a row from 0."""

    __slots__ = ("_far", "_row")

    def __init__(self) -> None:
        self._row: list[object] = []
        self._far: dict[int, object] = {}

    def __len__(self) -> int:
        return len(self._row) + len(self._far)

    def put(self, number: int, value: object) -> None:
        """Keep a value under a number."""
        if number in self._far or not 0 <= number <= len(self._row):
            self._far[number] = value
        elif number == len(self._row):
            self._row.append(value)
        else:
            self._row[number] = value

    def get(self, number: int) -> object:
        """The value of a number; None where there is none."""
        return self._row[number] if 0 <= number < len(self._row) else self._far.get(number)
