"""For each package of a uv.lock: whether the project itself, an extra or a group of it asks for the package."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.scopes import scope_of_words, strongest
from mlgraph_ingest.project.toml_document import Table, table_in, tables_in, text_in, texts_in
from mlgraph_ontology.kinds import Scope

ROOT_LIMIT = 1_000
"""Extras and groups of one lock at most: each is followed through the whole lock."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What asks for a package, directly or through others."""

    scope: Scope | None
    """The strongest; None: nothing in the lock asks for it."""
    extras: tuple[str, ...] = ()
    """Extras of the project that ask for it, where its run time does not."""
    groups: tuple[str, ...] = ()


def reach(packages: Sequence[Table], members: Sequence[int], own_groups: Mapping[str, Sequence[Table]]) -> list[Reach]:
    """What asks for each package, in their order.

    `members` are those packages that the project itself is, `own_groups` the groups that it has besides (those of a
    workspace's root that is no package).
    """
    graph = _Lock(packages)
    runtime = graph.follow(need for index in members for need in tables_in(packages[index], "dependencies"))
    extras = _by_root(packages, members, "optional-dependencies")
    groups = _by_root(packages, members, "dev-dependencies")
    for name, needs in own_groups.items():
        groups.setdefault(ids.canonical_name(name), []).extend(needs)
    if len(extras) + len(groups) > ROOT_LIMIT:
        raise FormatError(f"a lock with more than {ROOT_LIMIT:,} extras and groups")
    asked: list[tuple[list[str], list[str]]] = [([], []) for _ in packages]
    for position, roots in enumerate((extras, groups)):
        for name, needs in sorted(roots.items()):
            for index in graph.follow(needs) - runtime:
                asked[index][position].append(name)
    return [_reach(index in runtime, *asked[index]) for index in range(len(packages))]


def _reach(is_runtime: bool, extras: list[str], groups: list[str]) -> Reach:  # noqa: FBT001 - private, two call forms
    if is_runtime:
        return Reach(Scope.RUNTIME)
    scopes = [scope_of_words(extra) or Scope.OPTIONAL for extra in extras]
    scopes += [scope_of_words(group) or Scope.DEVELOPMENT for group in groups]
    return Reach(strongest(scopes), tuple(extras), tuple(groups))


def _by_root(packages: Sequence[Table], members: Sequence[int], key: str) -> dict[str, list[Table]]:
    found: dict[str, list[Table]] = defaultdict(list)
    for index in members:
        roots = table_in(packages[index], key)
        for name in roots:
            found[ids.canonical_name(name)].extend(tables_in(roots, name))
    return found


class _Lock:
    def __init__(self, packages: Sequence[Table]) -> None:
        self._packages = packages
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for index, package in enumerate(packages):
            self._by_name[text_in(package, "name") or ""].append(index)

    def follow(self, needs: Iterable[Table]) -> set[int]:
        """The packages that are reached from dependencies, extras that they name included."""
        pending = deque(self._targets(needs))
        seen: set[tuple[int, str | None]] = set()
        while pending:
            step = pending.popleft()
            if step not in seen:
                seen.add(step)
                pending.extend(self._targets(self._needs(*step)))
        return {index for index, _ in seen}

    def _needs(self, index: int, extra: str | None) -> list[Table]:
        package = self._packages[index]
        if extra is None:
            return tables_in(package, "dependencies")
        return tables_in(table_in(package, "optional-dependencies"), extra)

    def _targets(self, needs: Iterable[Table]) -> Iterator[tuple[int, str | None]]:
        for need in needs:
            version = text_in(need, "version")
            for index in self._by_name.get(text_in(need, "name") or "", ()):
                if version in {None, text_in(self._packages[index], "version")}:
                    yield index, None
                    yield from ((index, extra) for extra in texts_in(need, "extra"))
