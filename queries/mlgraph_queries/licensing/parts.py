"""What of a project is made from what: the steps on which the clauses of a part reach the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind, Scope
from mlgraph_ontology.licenses import Category, Clause, Status
from mlgraph_queries.entries import Artifact, Inventory, PackageEntry
from mlgraph_queries.licensing.clauses import Terms, terms_of_statements
from mlgraph_queries.licensing.compatibility import SHIPPED
from mlgraph_queries.stated import LicenseStatement, Link


class StepKind(StrEnum):
    """How a part comes into a whole."""

    PACKAGE = "package"
    """The whole requires the part, and is run or shipped with it."""
    MODEL = "model"
    """The whole uses the part, a model or a dataset."""
    DERIVED = "derived_from"
    """The whole was made from the part: fine-tuned, adapted, quantized, merged; or it is data made from data."""
    TRAINED = "trained_on"
    """The whole learned from the part."""
    CONTAINED = "contains"
    """The part lies in the whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """A thing with what its sources say of its license."""

    id: NodeId
    name: str
    licenses: tuple[LicenseStatement, ...]
    terms: Terms | None
    """None: no source names a license that could be read, so that all clauses are unknown."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way by which a part comes into a whole."""

    part: NodeId
    whole: NodeId
    kind: StepKind
    relation: str | None
    """finetune, adapter, quantized, merge, ... as the source says."""
    where: str | None
    """The place that says so; None: it follows from several."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that a project, or a published model, consists of and was made from."""

    root: NodeId
    by_id: Mapping[NodeId, Part]
    steps: tuple[Step, ...]
    into: Mapping[NodeId, tuple[Step, ...]]
    """The same steps by the whole that they lead into."""
    left_out: tuple[NodeId, ...]
    """Packages that are only needed to build, to test or to develop, and so are not part of what is shipped; sorted."""


_COPYLEFT_OF_THE_WHOLE = frozenset({Category.STRONG_COPYLEFT, Category.NETWORK_COPYLEFT})
_REACHING = frozenset({Clause.SHARE_ALIKE, Clause.DISCLOSURE})


def status_on(kind: StepKind, clause: Clause, terms: Terms) -> Status:
    """Whether a clause of a part goes on to the whole, on one step.

    What is contained, and what was made from a model or from data, stays under the terms of its origin: the texts of
    the licenses speak of derivatives, and count fine-tuned, distilled and changed models among them (Llama Community
    License Agreements, section 1; CreativeML Open RAIL-M, "Derivatives of the Model"; CC-BY-SA-4.0, section 1(a)). Whether
    the terms of data reach a model that learned from them is settled by no text that was read, and so contested.
    Share-alike and disclosure of a license with weak copyleft stay with the part; those of one with strong copyleft reach
    what merely uses it, or do not, depending on whom one asks, so they are contested.
    """
    if kind is StepKind.TRAINED:
        return Status.CONTESTED
    if kind in {StepKind.PACKAGE, StepKind.MODEL} and clause in _REACHING:
        reaches = not terms.categories or _COPYLEFT_OF_THE_WHOLE & set(terms.categories)
        return Status.CONTESTED if reaches else Status.NONE
    return Status.OBLIGATORY


def shown_id(key: str, name: str) -> str:
    """What stands for a thing in a table: its id; of what only a document names, what that document calls it."""
    return name if key.startswith("file:///") and "#" in key else key


def parts_of(inventory: Inventory) -> Parts:
    """The parts of a project, of a bill of materials or of a published model, with the steps between them."""
    root = inventory.project
    by_id = {part.id: part for part in _parts(inventory)}
    names = _names(inventory)
    found = dict.fromkeys(
        step
        for step in (*_of_packages(inventory), *_of_artifacts(inventory, names), *_of_files(inventory, names))
        if step.part in by_id and step.whole in by_id and step.part != step.whole
    )
    left_out = tuple(sorted(e.id for e in inventory.packages if not _is_shipped(e)))
    steps = tuple(sorted(found, key=lambda s: (s.part, s.whole, s.kind, s.where or "")))
    into: dict[NodeId, list[Step]] = {}
    for step in steps:
        into.setdefault(step.whole, []).append(step)
    return Parts(root, by_id, steps, {whole: tuple(several) for whole, several in into.items()}, left_out)


def _parts(inventory: Inventory) -> Iterator[Part]:
    yield _part(inventory.project, inventory.name, inventory.licenses)
    for entry in inventory.packages:
        if _is_shipped(entry):
            yield _part(entry.id, f"{entry.name} {entry.version}" if entry.version else entry.name, entry.licenses)
    for artifact in _artifacts(inventory):
        yield _part(artifact.id, artifact.name, artifact.licenses)
    for file in inventory.files:
        yield _part(file.id, file.path, file.licenses)


def _part(node: NodeId, name: str, licenses: tuple[LicenseStatement, ...]) -> Part:
    return Part(node, name, licenses, terms_of_statements(licenses))


def _artifacts(inventory: Inventory) -> Iterator[Artifact]:
    yield from (entry.known for entry in (*inventory.models, *inventory.datasets))
    yield from inventory.related
    if inventory.subject is not None:
        yield inventory.subject


def _names(inventory: Inventory) -> Mapping[NodeId, NodeId]:
    """By every name that a model or a dataset has, the id of its entry."""
    return {name: found.id for found in _artifacts(inventory) for name in (*found.aliases, found.id)}


def _is_shipped(entry: PackageEntry) -> bool:
    return entry.applies and entry.scope in SHIPPED


def _of_packages(inventory: Inventory) -> Iterator[Step]:
    shipped = {entry.id: entry for entry in inventory.packages if _is_shipped(entry)}
    needed = {node for entry in shipped.values() for node in entry.depends_on}
    for entry in shipped.values():
        yield from (Step(node, entry.id, StepKind.PACKAGE, None, None) for node in entry.depends_on)
        if entry.id in inventory.direct or entry.id not in needed:
            seen = next(iter((*entry.declared, *entry.locked, *entry.installed)), None)
            yield Step(entry.id, inventory.project, StepKind.PACKAGE, None, seen.where if seen else None)


def _of_artifacts(inventory: Inventory, names: Mapping[NodeId, NodeId]) -> Iterator[Step]:
    for entry in (*inventory.models, *inventory.datasets):
        used = entry.scopes
        if not used or not set(used) <= {Scope.TEST, Scope.DEVELOPMENT, Scope.BUILD}:
            seen = next(iter(entry.sightings), None)
            yield Step(entry.known.id, inventory.project, StepKind.MODEL, None, seen.where if seen else None)
    for artifact in _artifacts(inventory):
        yield from _made(artifact.id, artifact.derived_from, StepKind.DERIVED, names)
        yield from _made(artifact.id, artifact.trained_on, StepKind.TRAINED, names)


def _of_files(inventory: Inventory, names: Mapping[NodeId, NodeId]) -> Iterator[Step]:
    for file in inventory.files:
        seen = next(iter(file.sightings), None)
        yield Step(file.id, inventory.project, StepKind.CONTAINED, None, seen.where if seen else None)
        yield from _made(file.id, file.origins, StepKind.DERIVED, names)


def _made(whole: NodeId, links: Iterable[Link], kind: StepKind, names: Mapping[NodeId, NodeId]) -> Iterator[Step]:
    """The steps to what something was made from; data that a dataset was made from are its origin, not its training."""
    for link in links:
        how = StepKind.DERIVED if whole.kind is NodeKind.DATASET else kind
        yield Step(names.get(link.node, link.node), whole, how, link.relation, link.where)
