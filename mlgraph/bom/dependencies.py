"""dependencies: who requires whom, and of whom that is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlgraph.bom.lineage import Names, artifacts, incomplete, known_as, named
from mlgraph.bom.refs import refs, root_ref
from mlgraph.model.ids import NodeId
from mlgraph_queries.ancestry import ADAPTER, ancestors_only
from mlgraph_queries.entries import Artifact, Inventory, PackageEntry

_MANIFESTS = frozenset({"pyproject", "requirements"})
"""Readers of what a project declares (a lock only says what that led to)."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one component or service requires, by bom-ref."""

    ref: str
    depends_on: tuple[str, ...]
    aggregate: str
    """How much of it is known, in the standard's word: `complete`, `incomplete` or `unknown`."""


def requirements(inventory: Inventory) -> tuple[Requirements, ...]:
    """One row for the project and for everything in it, in order of bom-ref; every reference is in the document.

    Of another project of the tree, what it brings into this one is listed; its own document says the rest. Whether a
    model, a dataset, a service or a file requires more than is known is not known either. A model that is an ancestor
    and no more has no row: nothing loads it.
    """
    names = refs(inventory)
    idle = ancestors_only(inventory)
    rows = {ref: Requirements(ref, (), "unknown") for node, ref in names.items() if node not in idle}
    for entry in inventory.packages:
        rows[names[entry.id]] = _of_package(entry, names)
    for project in inventory.projects:
        ref = names[project.id]
        rows[ref] = Requirements(ref, _named(project.depends_on, names), "unknown")
    known = known_as(inventory)
    for artifact in artifacts(inventory):
        if artifact.id not in idle:
            rows[names[artifact.id]] = _of_artifact(artifact, known)
    if inventory.subject is None:
        rows[root_ref(inventory)] = _of_project(inventory, names)
    return tuple(rows[ref] for ref in sorted(rows))


def has_gaps(inventory: Inventory) -> bool:
    """Whether something of the project is known to be missing from its inventory."""
    return bool(inventory.unresolved or inventory.problems or inventory.excluded)


def parts(inventory: Inventory) -> str:
    """Whether the list of components is all that the project is made of: `complete`, `incomplete` or `unknown`.

    Incomplete: something is known to be missing. Unknown: nothing is, but a package's own requirements were not
    read, so that there may be more; or nothing was read at all.
    """
    if inventory.subject is not None:
        return "incomplete" if incomplete(inventory) else "unknown"
    if has_gaps(inventory):
        return "incomplete"
    if not inventory.documents or not all(entry.depends_on_known for entry in inventory.packages):
        return "unknown"
    return "complete"


def _of_package(entry: PackageEntry, names: dict[NodeId, str]) -> Requirements:
    found = _named(entry.depends_on, names)
    if not entry.depends_on_known:
        return Requirements(names[entry.id], found, "unknown")
    aggregate = "complete" if all(node in names for node in entry.depends_on) else "incomplete"
    return Requirements(names[entry.id], found, aggregate)


def _of_artifact(artifact: Artifact, known: Names) -> Requirements:
    """What a model or a dataset needs to be used: an adapter its base model, a model the library that runs it.

    What it was made from is no requirement otherwise: that is its pedigree.
    """
    bases = [link for link in artifact.derived_from if link.relation == ADAPTER]
    ref = known[artifact.id]
    return Requirements(ref, tuple(r for r in named((*bases, *artifact.runs_with), known) if r != ref), "unknown")


def _of_project(inventory: Inventory, names: dict[NodeId, str]) -> Requirements:
    used = [entry.id for entry in (*inventory.models, *inventory.datasets)]
    used += [entry.id for entry in inventory.services]
    idle = {entry.id for entry in inventory.packages if not entry.applies}
    direct = [node for node in inventory.direct if node not in idle]
    found = _named((*direct, *used), names)
    if not found and not _declares(inventory):
        return Requirements(root_ref(inventory), (), "unknown")
    is_whole = not has_gaps(inventory) and all(node in names for node in direct)
    return Requirements(root_ref(inventory), found, "complete" if is_whole else "incomplete")


def _declares(inventory: Inventory) -> bool:
    """Whether anything was read in which the project itself would say what it requires."""
    return any(reader.partition("/")[0] in _MANIFESTS for _, reader in inventory.documents)


def _named(nodes: Iterable[NodeId], names: dict[NodeId, str]) -> tuple[str, ...]:
    return tuple(sorted({names[node] for node in nodes if node in names}))
