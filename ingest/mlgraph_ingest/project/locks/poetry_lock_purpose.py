"""What a package of a poetry.lock is for: its groups and extras of the project, and under which markers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mlgraph.model import ids
from mlgraph_ingest.project.locks.locked import LockedPackage
from mlgraph_ingest.project.locks.uv_reach import Reach
from mlgraph_ingest.project.manifests.poetry_project import MAIN
from mlgraph_ingest.project.manifests.requirement import extras_of
from mlgraph_ingest.project.scopes import scope_of_words, strongest
from mlgraph_ingest.project.toml_document import Table, text_in, texts_in
from mlgraph_ontology.kinds import Scope


@dataclass(frozen=True, slots=True)
class LockedFor:
    """What one package is for."""

    scope: Scope | None
    groups: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    marker: str | None = None

    def applied_to(self, package: LockedPackage) -> LockedPackage:
        """The package with its purpose."""
        return replace(package, scope=self.scope, groups=self.groups, extras=self.extras, marker=self.marker)


def locked_for(package: Table, reach: Reach | None) -> LockedFor:
    """The purpose as the lock says it (2.1), else as far as its category and the project's requirements tell."""
    if "groups" in package:
        return _by_groups(package)
    is_optional = package.get("optional") is True
    marker = text_in(package, "marker") or text_in(package, "markers")
    found = reach or Reach(None)
    scope = _scope(text_in(package, "category"), found.scope, is_optional=is_optional)
    extras = found.extras if scope is not Scope.RUNTIME else ()
    return LockedFor(scope, found.groups, extras, marker)


def _scope(category: str | None, reached: Scope | None, *, is_optional: bool) -> Scope | None:
    """Lock-version 1.x puts all groups but the main one into the category `dev`; 2.0 has no category."""
    if category == MAIN and not is_optional:
        return Scope.RUNTIME
    if category == "dev":
        return reached if reached not in {None, Scope.RUNTIME} else Scope.DEVELOPMENT
    if is_optional:
        return reached if reached not in {None, Scope.RUNTIME} else Scope.OPTIONAL
    return reached


def _by_groups(package: Table) -> LockedFor:
    groups = tuple(ids.canonical_name(group) for group in texts_in(package, "groups"))
    markers = _markers(package, groups)
    extras = tuple(sorted({extra for marker in markers.values() for extra in extras_of(marker)}))
    scopes: list[Scope] = []
    for group in groups:
        if group != MAIN:
            scopes.append(scope_of_words(group) or Scope.DEVELOPMENT)
        elif package.get("optional") is not True:
            scopes.append(Scope.RUNTIME)
        else:
            scopes += [scope_of_words(extra) or Scope.OPTIONAL for extra in extras] or [Scope.OPTIONAL]
    return LockedFor(strongest(scopes), groups, extras, _any_of(markers))


def _markers(package: Table, groups: tuple[str, ...]) -> dict[str, str | None]:
    """The marker of each group: one for all of them, or a table that leaves out the groups without one."""
    stated = package.get("markers")
    if isinstance(stated, dict):
        said = {ids.canonical_name(group): text_in(stated, group) for group in stated}
        return {group: said.get(group) for group in groups}
    return dict.fromkeys(groups, text_in(package, "markers"))


def _any_of(markers: dict[str, str | None]) -> str | None:
    """When some group asks for the package; always, where one of them does so always."""
    given = list(dict.fromkeys(markers.values()))
    texts = [marker for marker in given if marker]
    if len(texts) < len(given) or not texts:
        return None
    return texts[0] if len(texts) == 1 else " or ".join(f"({marker})" for marker in texts)
