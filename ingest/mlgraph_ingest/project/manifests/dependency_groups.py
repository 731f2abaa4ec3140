"""Resolves the dependency groups of a pyproject.toml (PEP 735): which requirements each holds, includes followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.toml_document import Table
from mlgraph_ingest.project.toml_lines import TomlLines

ENTRY_LIMIT = 100_000
"""Entries of all groups at most, includes followed: groups that include groups can multiply."""


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """One requirement of a group."""

    group: str
    """Canonical name of the group that has it, itself or by inclusion."""
    text: str
    line: int
    """Where it stands in its own group, or where the group includes another."""


def group_requirements(groups: Table, lines: TomlLines, problems: Problems) -> Iterator[GroupEntry]:
    """The requirements of every group in order; what cannot be resolved is a problem."""
    yield from _Resolver(groups, lines, problems).entries()


class _Resolver:
    def __init__(self, groups: Table, lines: TomlLines, problems: Problems) -> None:
        self._groups = groups
        self._lines = lines
        self._problems = problems
        self._seen = 0
        self._key_of = {ids.canonical_name(key): key for key in groups}

    def entries(self) -> Iterator[GroupEntry]:
        """All entries; a group that is included twice by one group is taken once."""
        for name, key in self._key_of.items():
            taken = {name}
            pending = [(key, 0)]
            while pending:
                current, via = pending.pop(0)
                for index, item in enumerate(self._items(current)):
                    self._count()
                    line = via or self._line(current, index)
                    if isinstance(item, str):
                        yield GroupEntry(name, item, line)
                    else:
                        pending.extend(self._included(item, line, taken, report=via == 0))

    def _items(self, key: str) -> list[object]:
        items = self._groups[key]
        if isinstance(items, list):
            return items
        self._problems.add(self._lines.line("dependency-groups", key), f"group {key!r} is no array; not read")
        return []

    def _included(self, item: object, line: int, taken: set[str], *, report: bool) -> list[tuple[str, int]]:
        named = item.get("include-group") if isinstance(item, dict) else None
        name = ids.canonical_name(named) if isinstance(named, str) else None
        if name in self._key_of and name not in taken:
            taken.add(name)
            return [(self._key_of[name], line)]
        if name not in self._key_of and report:
            what = f"includes the group {named!r}, which is not there" if name else "neither a string nor an include"
            self._problems.add(line, f"{what}; not read")
        return []

    def _count(self) -> None:
        self._seen += 1
        if self._seen > ENTRY_LIMIT:
            raise FormatError(f"dependency groups hold more than {ENTRY_LIMIT:,} entries with their includes")

    def _line(self, key: str, index: int) -> int:
        return self._lines.line("dependency-groups", key, index)
