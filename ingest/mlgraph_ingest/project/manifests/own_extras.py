"""Resolves a project's references to extras of its own (`mlapp[eval]` in the requirements of `mlapp`)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.manifests.requirement import Requirement, parse_requirement
from mlgraph_ingest.project.toml_document import Table, texts_in

STEP_LIMIT = 100_000
"""Requirements that are looked at in one file at most: extras that name extras can multiply."""


@dataclass(slots=True)
class OwnExtras:
    """The extras of one project file."""

    optional: Table
    """`[project.optional-dependencies]`."""
    is_own: Callable[[str], bool]
    """Whether a name is that of the project itself."""
    _steps: int = 0

    def requirements(self, wanted: Requirement, within: str | None) -> Iterator[Requirement]:
        """What a reference to extras of the project stands for, each extra once, with the reference's marker.

        `within` is the extra that holds the reference, so that one that names itself adds nothing.
        """
        keys = {ids.canonical_name(key): key for key in self.optional}
        taken = {*wanted.extras, within}
        pending = deque((name, wanted.marker) for name in wanted.extras if name != within)
        while pending:
            name, marker = pending.popleft()
            for item in self._items(keys.get(name)):
                inner = _only_where(item, marker)
                if not self.is_own(item.name):
                    yield inner
                    continue
                pending.extend((extra, inner.marker) for extra in item.extras if extra not in taken)
                taken.update(item.extras)

    def _items(self, key: str | None) -> Iterator[Requirement]:
        for text in texts_in(self.optional, key) if key is not None else []:
            self._steps += 1
            if self._steps > STEP_LIMIT:
                raise FormatError(f"extras that name extras stand for more than {STEP_LIMIT:,} requirements")
            try:
                yield parse_requirement(text)
            except FormatError:
                continue  # a problem where it is declared


def _only_where(wanted: Requirement, marker: str | None) -> Requirement:
    if marker is None:
        return wanted
    return replace(wanted, marker=f"({wanted.marker}) and ({marker})" if wanted.marker else marker)
