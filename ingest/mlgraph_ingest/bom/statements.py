"""What a bill of materials says, as assertions: the one place where listed things become nodes and edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.bom.naming import Name, name_of
from mlgraph_ingest.bom.things import (
    Component,
    OfDocument,
    OfRef,
    Organization,
    Problem,
    Relation,
    Said,
    StatedLicense,
    Thing,
    Vulnerable,
)
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.licenses import stated_license
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind

_TEXT_LIMIT = 10_000
"""Characters of one text that are kept."""
_UNSAID = frozenset({"", "noassertion", "unknown"})
_VERSIONED = frozenset({NodeKind.RELEASE, NodeKind.MODEL})


class Statements:
    """Turns the things of one document into assertions about the project that it describes."""

    def __init__(self, project: NodeId, locator: str, rule: str) -> None:
        self._project = project
        self._locator = locator
        self._document = ids.document(locator)
        self._rule = rule
        self._nodes: dict[str, tuple[NodeId, ...]] = {}
        """Ref -> what it stands for: of the root, the project and, where it has one, its own node."""
        self._problems = Problems(locator)
        self._later: list[Relation | OfRef | Vulnerable] = []

    def of(self, things: Iterable[Thing]) -> Iterator[Assertion]:
        """The assertions of a document's things; links wait until all components were met."""
        for thing in things:
            match thing:
                case Component():
                    yield from self._component(thing)
                case OfDocument():
                    yield from self._fact(self._document, thing.said, "")
                case Problem():
                    self._problems.add(thing.place, thing.text)
                case Relation() if self._is_known(thing):
                    yield from self._relation(thing)
                case _:
                    self._later.append(thing)
        for late in self._later:
            yield from self._linked(late)
        yield from self._problems.assertions()

    def _is_known(self, relation: Relation) -> bool:
        return relation.source in self._nodes and all(target in self._nodes for target in relation.targets)

    def _linked(self, late: Relation | OfRef | Vulnerable) -> Iterator[Assertion]:
        match late:
            case Relation():
                yield from self._relation(late)
            case OfRef():
                for node in self._named(late.ref, late.said.place):
                    yield from self._fact(node, late.said, late.said.place)
            case Vulnerable():
                yield from self._vulnerable(late)

    def _component(self, component: Component) -> Iterator[Assertion]:
        """What a component is and what is said of it. What a document is about is its project and, by purl, itself."""
        evidence = self._at(component.place)
        name = None if component.is_root and component.purl is None else name_of(component, self._locator)
        subjects = (*((self._project,) if component.is_root else ()), *((name.node,) if name is not None else ()))
        if component.ref is not None:
            if component.ref in self._nodes:
                self._problems.add(component.place, f"the reference {component.ref[:120]!r} names two things")
            else:
                self._nodes[component.ref] = subjects
        if name is not None:
            yield from self._listed(name, component, evidence)
        for node in subjects:
            yield from self._described(node, component, evidence)

    def _listed(self, name: Name, component: Component, evidence: Evidence) -> Iterator[Assertion]:
        """That the document lists a component; within another one, that this contains it, too."""
        node = name.node
        if name.problem is not None:
            self._problems.add(component.place, f"{component.name[:120]}: {name.problem}; it goes by its name instead")
        qualifiers = dict(name.qualifiers)
        if component.scope is not None:
            qualifiers["scope"] = component.scope.value
        if component.ref is not None:
            qualifiers["ref"] = component.ref
        if component.is_root:
            qualifiers["role"] = "root"
        yield edge(self._project, EdgeKind.CONTAINS, node, evidence, **qualifiers)
        if node.kind is NodeKind.RELEASE and node.key.startswith("pkg:"):
            yield edge(node, EdgeKind.RELEASE_OF, ids.package_of(node), evidence)
        for holder in self._nodes.get(component.parent, ()) if component.parent is not None else ():
            if holder not in {node, self._project}:
                yield edge(holder, EdgeKind.CONTAINS, node, evidence)

    def _described(self, node: NodeId, component: Component, evidence: Evidence) -> Iterator[Assertion]:
        yield fact(node, PropertyKind.NAME, self._title(component), evidence)
        yield fact(node, PropertyKind.COMPONENT_TYPE, component.type, evidence)
        if component.version and node.kind not in _VERSIONED:
            yield fact(node, PropertyKind.VERSION, component.version, evidence)
        for stated in component.licenses:
            yield from self._license(node, stated, component.place)
        for organization in component.organizations:
            yield from self._organization(node, organization, evidence)
        for said in component.facts:
            yield from self._fact(node, said, component.place)

    def _title(self, component: Component) -> str:
        """A component's name; of a model or data with the namespace that belongs to it."""
        if component.type in {"machine-learning-model", "data"} and component.group:
            return f"{component.group}/{component.name}"
        return component.name

    def _license(self, node: NodeId, stated: StatedLicense, place: str) -> Iterator[Assertion]:
        if stated.text.strip().lower() in _UNSAID:
            return
        evidence = self._at(stated.place or place)
        yield from stated_license(node, stated.text, evidence, acknowledgement=stated.acknowledgement)

    def _organization(self, node: NodeId, named: Organization, evidence: Evidence) -> Iterator[Assertion]:
        if node.kind is NodeKind.FILE:
            return
        try:
            organization = ids.organization(named.name)
        except FormatError as error:
            self._problems.add(evidence.locator, str(error))
            return
        yield edge(node, EdgeKind.PUBLISHED_BY, organization, evidence, role=named.role)
        yield fact(organization, PropertyKind.NAME, named.name, evidence)

    def _relation(self, relation: Relation) -> Iterator[Assertion]:
        sources = self._named(relation.source, relation.place)
        qualifiers = dict(relation.qualifiers)
        for ref in relation.targets:
            targets = self._named(ref, relation.place)
            subjects, objects = (targets, sources) if relation.is_reversed else (sources, targets)
            if objects:
                for subject in subjects:
                    if subject != objects[-1]:
                        yield edge(subject, relation.kind, objects[-1], self._at(relation.place), **qualifiers)

    def _vulnerable(self, thing: Vulnerable) -> Iterator[Assertion]:
        evidence = self._at(thing.place)
        try:
            node = ids.vulnerability(thing.id)
            aliases = [ids.vulnerability(alias) for alias in thing.aliases]
        except FormatError as error:
            self._problems.add(thing.place, str(error))
            return
        for said in thing.facts:
            yield from self._fact(node, said, thing.place)
        for alias in aliases:
            if alias != node:
                yield edge(node, EdgeKind.SAME_AS, alias, evidence)
        for kind, links in ((EdgeKind.AFFECTED_BY, thing.affected), (EdgeKind.ASSESSED_FOR, thing.assessed)):
            for ref, qualifiers in links:
                for subject in self._named(ref, thing.place):
                    yield edge(subject, kind, node, evidence, **dict(qualifiers))

    def _fact(self, node: NodeId, said: Said, place: str) -> Iterator[Assertion]:
        yield fact(node, said.kind, _bounded(said.value), self._at(said.place or place))

    def _named(self, ref: str, place: str) -> tuple[NodeId, ...]:
        found = self._nodes.get(ref, ())
        if not found:
            self._problems.add(place, f"the reference {ref[:120]!r} names nothing in the document")
        return found

    def _at(self, place: str) -> Evidence:
        return Evidence(place, Method.DECLARED, self._rule)


def _bounded(value: JsonValue) -> JsonValue:
    return value[:_TEXT_LIMIT] if isinstance(value, str) else value
