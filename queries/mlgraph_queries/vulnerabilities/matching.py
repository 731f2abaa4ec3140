"""Hold what a project is made of against the advisories of the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement, edges_of, value_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from mlgraph_queries.entries import Inventory, PackageEntry
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.vulnerabilities.affected_versions import ascending, fixed_above, is_affected, newer
from mlgraph_queries.vulnerabilities.coverage import RECORDS, advisories
from mlgraph_queries.vulnerabilities.known import Known, known
from mlgraph_queries.vulnerabilities.routes import Routes
from mlgraph_queries.vulnerabilities.severities import severities
from mlgraph_queries.vulnerabilities.verdicts import Product, latest_first, verdicts
from mlgraph_queries.vulnerability_entries import (
    RATINGS,
    Advisories,
    Assessment,
    Audit,
    Claim,
    Doubt,
    Verdict,
    VulnerabilityEntry,
)

_AUDITED = (EdgeKind.AFFECTED_BY, EdgeKind.ASSESSED_FOR, PropertyKind.NOT_AUDITED)
"""All that is asked of a part here: large projects have ten times as much said of them."""
_NO_VERSION = "its version is not known"
_NOT_COMPARED = (
    "whether they mean its version is not known: versions of its kind, or as they are stated, are not compared"
)


def audit(view: GraphView, inventory: Inventory) -> Audit:
    """What is known of weaknesses in a project, in the versions that it has, and of which of its parts nothing is known.

    What other projects' documents say does not count. A record that was withdrawn matches nothing.
    """
    read = advisories(view)
    product = Product(inventory.project, inventory.name, inventory.version, _own(view, inventory))
    parts = _parts(inventory)
    nodes = {node for part in parts for node in (part.id, part.package)} | set(product.nodes)
    said = project_facts(view, inventory.project, nodes, kinds=_AUDITED)
    hits = [hit for part in parts for hit in _hits(part, said)]
    sure = [hit for hit in hits if hit.found]
    about = known(view, inventory.project, {hit.node for hit in hits}, read)
    given = verdicts([said.get(node, ()) for node in product.nodes], product)
    routes = Routes(inventory.direct, inventory.packages, inventory.projects)
    context = _Context(said, about, given, routes, product)
    entries = sorted((context.entry(hit) for hit in sure), key=_most_pressing_first)
    return Audit(
        as_of=view.as_of,
        advisories=read,
        vulnerabilities=tuple(entries),
        doubts=tuple(_doubts([hit for hit in hits if not hit.found])),
        assessments=tuple(_assessments(view, parts, product, said)),
        not_audited=tuple(sorted(_not_audited(inventory, read, said))),
        audited=sum(_is_covered(entry, read) for entry in inventory.packages),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that may have a weakness: a package in a version, a model, a dataset, a file, the project."""

    id: NodeId
    package: NodeId
    name: str
    version: str | None
    entry: PackageEntry | None = None


@dataclass(frozen=True, slots=True)
class _Hit:
    """What is said of one weakness in one part."""

    part: _Part
    node: NodeId
    found: tuple[tuple[Edge, str], ...]
    """The statements that hold, and how each does."""
    open: tuple[Edge, ...]
    """Those of which it cannot be told whether they do."""


def _own(view: GraphView, inventory: Inventory) -> Sequence[Statement]:
    return project_facts(view, inventory.project, [inventory.project]).get(inventory.project, ())


def _parts(inventory: Inventory) -> list[_Part]:
    found = [_Part(e.id, e.package, e.name, e.version, e) for e in inventory.packages]
    found += [_Part(r.id, r.id, r.name, r.revision) for r in (*inventory.models, *inventory.datasets)]
    found += [_Part(s.id, s.id, s.name, None) for s in inventory.services]
    found += [_Part(file.id, file.id, file.path, None) for file in inventory.files]
    return [*found, _Part(inventory.project, inventory.project, inventory.name, inventory.version)]


def _hits(part: _Part, said: Mapping[NodeId, Sequence[Statement]]) -> Iterator[_Hit]:
    """What the statements on a part and on its package say, by weakness."""
    edges: defaultdict[NodeId, list[Edge]] = defaultdict(list)
    for node in dict.fromkeys((part.id, part.package)):
        for edge in edges_of(said.get(node, ()), EdgeKind.AFFECTED_BY):
            if "withdrawn" not in edge.qualifiers:
                edges[edge.object].append(edge)
    for node, told in sorted(edges.items()):
        answers = [(edge, _answer(part, edge)) for edge in told]
        found = tuple((edge, how) for edge, how in answers if how)
        unknown = tuple(edge for edge, how in answers if how is None)
        if found or unknown:
            yield _Hit(part, node, found, unknown)


def _answer(part: _Part, edge: Edge) -> str | None:
    """How a statement hits a part; empty: not at all; None: it cannot be told."""
    if "ecosystem" not in edge.qualifiers:
        return _of_document(part, edge.qualifiers.get("versions"))
    if not {"ranges", "versions"} & edge.qualifiers.keys():
        return ""
    return is_affected(part.version, _type(part.package), edge.qualifiers) if part.version is not None else None


def _of_document(part: _Part, versions: JsonValue) -> str | None:
    """What a bill of materials or an audit says of the part itself, which stands unless it excepts the version in use.

    CycloneDX lists versions with a status each (schema 1.6, vulnerability.affects.versions), affected where none is given.
    """
    listed = [one for one in versions if isinstance(one, dict)] if isinstance(versions, list) else []
    own = [str(one.get("status", "affected")) for one in listed if part.version and one.get("version") == part.version]
    if own:
        return "stated" if "affected" in own else None if "unknown" in own else ""
    is_of_others = part.version is not None and listed and all("version" in one for one in listed)
    return None if is_of_others else "stated"


@dataclass(frozen=True, slots=True)
class _Context:
    """All that an entry is made from."""

    said: Mapping[NodeId, Sequence[Statement]]
    about: Mapping[NodeId, Known]
    of_product: Mapping[NodeId, tuple[Verdict, ...]]
    routes: Routes
    product: Product

    def entry(self, hit: _Hit) -> VulnerabilityEntry:
        part, about = hit.part, self.about[hit.node]
        return VulnerabilityEntry(
            id=hit.node,
            aliases=about.aliases,
            subject=part.id,
            name=part.name,
            version=part.version,
            scope=part.entry.scope if part.entry is not None else None,
            claims=tuple(sorted({_claim(edge, how) for edge, how in hit.found}, key=_by_record)),
            summary=about.summary,
            description=about.description,
            severities=severities(about.severities, part.package.key),
            fixes=self._fixes(hit, about),
            weaknesses=about.weaknesses,
            published_at=about.published_at,
            modified_at=about.modified_at,
            references=about.references,
            is_known_exploited=about.is_known_exploited,
            exploited=about.exploited,
            prediction=about.prediction,
            verdicts=self._verdicts(hit),
            path=self.routes.path(part.id),
            direct_count=self.routes.direct_count(part.id),
        )

    def _verdicts(self, hit: _Hit) -> tuple[Verdict, ...]:
        own = verdicts([self.said.get(n, ()) for n in {hit.part.id, hit.part.package}], self.product)
        return latest_first([*own.get(hit.node, ()), *self.of_product.get(hit.node, ())])

    def _fixes(self, hit: _Hit, about: Known) -> tuple[str, ...]:
        """By the ranges of the records that hit; where those have none, what else calls fixed, as an audit does."""
        version, kind = hit.part.version, _type(hit.part.package)
        if version is None:
            return ()
        ranged = fixed_above(version, kind, [edge.qualifiers for edge, _ in hit.found])
        if ranged:
            return tuple(ranged)
        stated = [ids.purl_parts(node).version or "" for node in about.fixed_in if _is_of(node, hit.part.package)]
        return tuple(ascending((text for text in stated if newer(text, version, kind)), kind))


def _assessments(
    view: GraphView, parts: Sequence[_Part], product: Product, said: Mapping[NodeId, Sequence[Statement]]
) -> Iterator[Assessment]:
    """All verdicts on the parts of the project and on the project as a whole."""
    subjects = {node: part.id for part in parts for node in (part.package, part.id)}
    subjects |= dict.fromkeys(product.nodes, product.nodes[0])
    found: defaultdict[tuple[NodeId, NodeId], list[Verdict]] = defaultdict(list)
    for node, subject in subjects.items():
        for weakness, given in verdicts([said.get(node, ())], product).items():
            found[weakness, subject].extend(given)
    for (weakness, subject), told in sorted(found.items()):
        aliases = tuple(sorted(name for name in view.aliases(weakness) if name != weakness))
        yield Assessment(weakness, aliases, subject, latest_first(told))


def _claim(edge: Edge, how: str) -> Claim:
    return Claim(edge.named or edge.object, how, edge.source.where)


def _by_record(said: Claim) -> tuple[NodeId, str, str]:
    return said.record, said.where, said.how


def _is_of(release: NodeId, package: NodeId) -> bool:
    return release.key.startswith(f"{package.key}@")


def _type(node: NodeId) -> str:
    return node.key.removeprefix("pkg:").partition("/")[0] if node.key.startswith("pkg:") else ""


def _most_pressing_first(entry: VulnerabilityEntry) -> tuple[object, ...]:
    word = RATINGS.index(entry.rating) if entry.rating in RATINGS else -1
    return (
        not entry.is_malware,
        not entry.is_open,
        entry.is_known_exploited is not True,
        -(entry.score if entry.score is not None else word),
        entry.subject,
        entry.id,
    )


def _doubts(hits: Sequence[_Hit]) -> Iterator[Doubt]:
    """The parts of which it is not known whether records mean them, each once."""
    of: defaultdict[NodeId, list[_Hit]] = defaultdict(list)
    for hit in hits:
        of[hit.part.id].append(hit)
    for node, some in sorted(of.items()):
        where = tuple(dict.fromkeys(edge.source.where for hit in some for edge in hit.open))
        reason = _NO_VERSION if some[0].part.version is None else _NOT_COMPARED
        yield Doubt(node, some[0].part.name, reason, tuple(hit.node for hit in some), where)


def _is_covered(entry: PackageEntry, read: Sequence[Advisories]) -> bool:
    """Whether records of its ecosystem were read (of its distribution, where it is of one), or an audit looked at it."""
    kind, _, rest = entry.package.key.removeprefix("pkg:").partition("/")
    either = {kind, f"{kind}/{rest.partition('/')[0]}"}
    return any(either & one.types or entry.id.key in one.releases for one in read)


def _not_audited(
    inventory: Inventory, read: Sequence[Advisories], said: Mapping[NodeId, Sequence[Statement]]
) -> Iterator[tuple[NodeId, str]]:
    tools = sorted({one.kind for one in read if one.releases})
    has_records = any(one.kind == RECORDS for one in read)
    for entry in inventory.packages:
        if _is_covered(entry, read):
            continue
        skipped = [one for one in said.get(entry.package, ()) if one.source.evidence.locator]
        stated = value_of([*said.get(entry.id, ()), *skipped], PropertyKind.NOT_AUDITED)
        if stated is not None:
            yield entry.id, str(stated.value)
        elif has_records:
            yield entry.id, f"no records of its ecosystem were read ({_type(entry.package)})"
        elif tools:
            yield entry.id, f"{' and '.join(tools)} did not look at it"
        else:
            yield entry.id, "no advisories were read"
