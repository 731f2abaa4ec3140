"""What a bill of materials says, as assertions: the one place where listed things become nodes and edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.bom.domains import bearers, may_link
from mlgraph_ingest.bom.naming import Name, name_of
from mlgraph_ingest.bom.things import (
    Component,
    Link,
    OfDocument,
    OfLicense,
    OfRef,
    Organization,
    Problem,
    Relation,
    Said,
    StatedLicense,
    Thing,
    Vulnerable,
)
from mlgraph_ingest.licenses.expressions import expression
from mlgraph_ingest.project.licenses import stated_license
from mlgraph_ingest.project.problems import Problems
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind

_TEXT_LIMIT = 10_000
"""Characters of one text that are kept."""
_UNSAID = frozenset({"", "noassertion", "unknown"})
_REQUIRES_NOTHING: JsonValue = {"aggregate": "complete", "of": "dependencies"}
"""Of a part whose requirements are listed and are none (CycloneDX 1.6 schema, dependency: "must be declared as empty
elements"; SPDX 2.3 clause 11.1: NONE)."""
_VERSIONED = frozenset({NodeKind.RELEASE, NodeKind.MODEL})
_ARTIFACTS = frozenset({"machine-learning-model", "data"})
_HUB = "https://huggingface.co/"


class Statements:
    """Turns the things of one document into assertions about the project that it describes."""

    def __init__(self, project: NodeId, locator: str, rule: str) -> None:
        self._project = project
        self._locator = locator
        self._document = ids.document(locator)
        self._rule = rule
        self._last = Evidence("", Method.DECLARED, rule)
        self._nodes: dict[str, tuple[NodeId, ...]] = {}
        """Ref -> what it stands for: of the root, the project and, where it has one, its own node."""
        self._problems = Problems(locator)
        self._dangling: set[str] = set()
        self._later: list[Relation | OfRef | Vulnerable] = []

    def of(self, things: Iterable[Thing]) -> Iterator[Assertion]:
        """The assertions of a document's things; links wait until all components were met."""
        for thing in things:
            match thing:
                case Component():
                    yield from self._component(thing)
                case OfDocument(said=Organization() as named):
                    yield from self._organization(self._document, named, self._at(""))
                case OfDocument(said=Said() as said):
                    yield self._fact(self._document, said, "")
                case OfLicense():
                    yield from self._of_license(thing)
                case Problem():
                    self._problems.add(thing.place, thing.text)
                case Relation() if self._is_known(thing):
                    yield from self._relation(thing)
                case Relation() | OfRef() | Vulnerable():
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
                yield from self._facts(self._named(late.ref, late.said.place), late.said, late.said.place)
            case Vulnerable():
                yield from self._vulnerable(late)

    def _component(self, component: Component) -> Iterator[Assertion]:
        """What a component is and what is said of it. What a document is about is its project and, by purl, itself."""
        evidence = self._at(component.place)
        if component.key in self._nodes:
            self._problems.add(component.place, f"the reference {component.key[:120]!r} names two things")
            component = component._replace(ref=None)
        name = name_of(component, self._locator) if _has_own_node(component) else None
        subjects = (*((self._project,) if component.is_root else ()), *((name.node,) if name is not None else ()))
        self._nodes.setdefault(component.key, subjects)
        if name is not None:
            yield from self._listed(name, component, evidence)
        for node in subjects:
            yield from self._described(node, component, evidence)
        for said in component.facts:
            yield from self._facts(subjects, said, component.place)  # a list: most of all statements are such facts
        for link in component.links:
            yield from self._own_link(subjects, link, component.place)

    def _own_link(self, subjects: Sequence[NodeId], link: Link, place: str) -> Iterator[Assertion]:
        """A link to what has a name of its own, from each node that the ontology lets have one."""
        evidence = self._at(link.place or place)
        fitting = [node for node in subjects if node != link.target and may_link(node, link.kind, link.target)]
        for subject in fitting:
            yield edge(subject, link.kind, link.target, evidence, **dict(link.qualifiers))
        if not fitting and link.target not in subjects:
            kept: JsonValue = {"field": str(link.kind), "value": link.target.key}
            for subject in subjects[-1:]:
                yield fact(subject, PropertyKind.UNMAPPED, kept, evidence)

    def _listed(self, name: Name, component: Component, evidence: Evidence) -> Iterator[Assertion]:
        """That the document lists a component; within another one, that this contains it, too."""
        node = name.node
        if name.problem is not None:
            self._problems.add(component.place, f"{component.name[:120]}: {name.problem}; it goes by its name instead")
        qualifiers: dict[str, JsonValue] = dict(
            (*component.qualifiers, *name.qualifiers, *_as_written(name, component))
        )
        if component.scope is not None:
            qualifiers["scope"] = component.scope.value
        if component.ref is not None:
            qualifiers["ref"] = component.ref
        if component.is_root or component.is_one_of_roots:
            qualifiers["role"] = "root"
        if component.is_listed:
            yield edge(self._project, EdgeKind.CONTAINS, node, evidence, **qualifiers)
        if node.kind is NodeKind.RELEASE and node.key.startswith("pkg:"):
            yield edge(node, EdgeKind.RELEASE_OF, ids.package_of(node), evidence)
        for holder in self._nodes.get(component.parent, ()) if component.parent is not None else ():
            if holder not in {node, self._project}:
                yield edge(holder, EdgeKind.CONTAINS, node, evidence)

    def _described(self, node: NodeId, component: Component, evidence: Evidence) -> Iterator[Assertion]:
        title = self._title(component)
        if title:
            yield fact(node, PropertyKind.NAME, title, evidence)
        if component.type:
            yield fact(node, PropertyKind.COMPONENT_TYPE, component.type, evidence)
        if component.version and node.kind not in _VERSIONED:
            yield fact(node, PropertyKind.VERSION, component.version, evidence)
        if node == self._project:
            yield from self._unlisted(component, evidence)
        for stated in component.licenses:
            yield from self._license(node, stated, component.place)
        for organization in component.organizations:
            yield from self._organization(node, organization, evidence)

    def _unlisted(self, component: Component, evidence: Evidence) -> Iterator[Assertion]:
        """What of a thing that the document is about would stand with its listing, if it were listed."""
        for field, value in (("bom-ref", component.ref), ("group", component.group)):
            if value and not _has_own_node(component):
                yield fact(self._project, PropertyKind.UNMAPPED, {"field": field, "value": value}, evidence)

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
            yield fact(node, PropertyKind.UNMAPPED, {"field": named.role, "value": named.name}, evidence)
            return
        try:
            organization = _organization_id(named)
        except FormatError as error:
            self._problems.add(evidence.locator, str(error))
            return
        yield edge(node, EdgeKind.PUBLISHED_BY, organization, evidence, role=named.role)
        yield fact(organization, PropertyKind.NAME, named.name, evidence)

    def _relation(self, relation: Relation) -> Iterator[Assertion]:
        sources = self._named(relation.source, relation.place)
        if relation.kind is EdgeKind.DEPENDS_ON and not relation.targets:
            for source in sources:
                yield fact(source, PropertyKind.COMPOSITION, _REQUIRES_NOTHING, self._at(relation.place))
        for ref in relation.targets:
            targets = self._named(ref, relation.place)
            subjects, objects = (targets, sources) if relation.is_reversed else (sources, targets)
            if objects:
                yield from self._link(subjects, relation, objects[-1])

    def _link(self, subjects: Sequence[NodeId], relation: Relation, target: NodeId) -> Iterator[Assertion]:
        """An edge from each of some nodes that may have it; where none may, it is kept as it stands.

        A project lists its parts itself.
        """
        if target in subjects or (relation.kind is EdgeKind.CONTAINS and self._project in {*subjects[:1], target}):
            return
        evidence = self._at(relation.place)
        fitting = [node for node in subjects if may_link(node, relation.kind, target)]
        for subject in fitting:
            yield edge(subject, relation.kind, target, evidence, **dict(relation.qualifiers))
        if not fitting:
            ends: JsonValue = [relation.source, *relation.targets]
            for subject in subjects[-1:]:
                yield fact(subject, PropertyKind.UNMAPPED, {"field": str(relation.kind), "value": ends}, evidence)

    def _vulnerable(self, thing: Vulnerable) -> Iterator[Assertion]:
        evidence = self._at(thing.place)
        try:
            node = ids.vulnerability(thing.id)
            aliases = [ids.vulnerability(alias) for alias in thing.aliases]
        except FormatError as error:
            self._problems.add(thing.place, str(error))
            return
        for said in thing.facts:
            yield self._fact(node, said, thing.place)
        for alias in aliases:
            if alias != node:
                yield edge(alias, EdgeKind.SAME_AS, node, evidence)
        for kind, links in ((EdgeKind.AFFECTED_BY, thing.affected), (EdgeKind.ASSESSED_FOR, thing.assessed)):
            for ref, qualifiers in links:
                for subject in self._named(ref, thing.place):
                    yield edge(subject, kind, node, evidence, **dict(qualifiers))

    def _of_license(self, thing: OfLicense) -> Iterator[Assertion]:
        """What a document says of a license that it defines itself; without a legal name for it nothing."""
        found = expression(thing.name)
        if found is None:
            self._problems.add(thing.said.place, f"{thing.name[:120]!r} is no name of a license")
        else:
            yield self._fact(found, thing.said, thing.said.place)

    def _facts(self, subjects: Sequence[NodeId], said: Said, place: str) -> list[Assertion]:
        """One statement on whatever of the nodes may bear it; on something else it is kept as it stands."""
        kind, value, evidence = said.kind, _bounded(said.value), self._at(said.place or place)
        fitting = bearers(subjects, kind)
        if not fitting:
            fitting, kind, value = subjects[-1:], PropertyKind.UNMAPPED, {"field": str(kind), "value": value}
        return [Assertion(node, kind, None, value, evidence) for node in fitting]

    def _fact(self, node: NodeId, said: Said, place: str) -> Assertion:
        return fact(node, said.kind, _bounded(said.value), self._at(said.place or place))

    def _named(self, ref: str, place: str) -> tuple[NodeId, ...]:
        """What a reference stands for; of one that names nothing that is told once, however often it is used."""
        found = self._nodes.get(ref, ())
        if not found and ref not in self._dangling:
            self._dangling.add(ref)
            self._problems.add(place, f"the reference {ref[:120]!r} names nothing in the document")
        return found

    def _at(self, place: str) -> Evidence:
        if self._last.locator != place:  # most of what is said of a component is said at one place
            self._last = Evidence(place, Method.DECLARED, self._rule)
        return self._last


def _has_own_node(component: Component) -> bool:
    """Whether a component is more than the project: every one but a root that nothing but its name names."""
    return not component.is_root or component.purl is not None or component.type in _ARTIFACTS


def _organization_id(named: Organization) -> NodeId:
    """An account of the Hugging Face hub where its page is given, else the organization of that name."""
    if named.url is not None and named.url.startswith(_HUB):
        try:
            return ids.hub_account(named.url.removeprefix(_HUB).rstrip("/"))
        except FormatError:
            pass
    return ids.organization(named.name)


def _as_written(name: Name, component: Component) -> Iterator[tuple[str, JsonValue]]:
    """What a node's id does not say as the document does: the group, and a package URL that is spelled otherwise.

    `purl` is false where the document has none (or none that is one), so that the id was made from the name.
    """
    if component.group:
        yield "group", component.group
    stated = (component.purl or "").strip()
    if name.problem is not None or not stated:
        if name.node.key.startswith("pkg:"):
            yield "purl", False
    elif stated != name.node.key and without_credentials(stated) == stated:
        yield "purl", stated


def _bounded(value: JsonValue) -> JsonValue:
    return value[:_TEXT_LIMIT] if isinstance(value, str) else value
