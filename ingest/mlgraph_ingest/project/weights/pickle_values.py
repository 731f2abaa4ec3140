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
