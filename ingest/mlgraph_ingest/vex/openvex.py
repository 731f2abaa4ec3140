"""What an OpenVEX document says (OpenVEX 0.2.0, and 0.0.1 where products and vulnerabilities are plain texts).

A statement on a product that names subcomponents holds for those, in that product; one that names none holds for the
product. The author is left out: it is a person as often as not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.answers.json_values import Table, items, pointer, table, text
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.huggingface.values import moment
from mlgraph_ingest.vex.assessments import assessment
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

CONTEXT = "https://openvex.dev/ns"
"""What the context of every OpenVEX document begins with."""
RULE = "openvex"
STATEMENT_LIMIT = 100_000


def said_at(said: Table) -> str | None:
    """When a document was last changed, or else made."""
    return moment(said.get("last_updated")) or moment(said.get("timestamp"))


def openvex_assertions(said: Table, document: NodeId, shown: str) -> Iterator[Assertion]:
    """All verdicts of a document. Raises FormatError where it is none; a statement that cannot be read is a problem."""
    context = said.get("@context")
    named = context if isinstance(context, list) else [context]
    if not any(isinstance(one, str) and one.startswith(CONTEXT) for one in named):
        raise FormatError(f"{shown}: no OpenVEX document: its @context is not {CONTEXT}")
    statements = items(said, "statements")
    if len(statements) > STATEMENT_LIMIT:
        raise FormatError(f"{shown}: {len(statements):,} statements; the limit is {STATEMENT_LIMIT:,}")
    yield fact(document, PropertyKind.SPECIFICATION, _specification(str(context)), _seen("#/@context"))
    for number, statement in enumerate(statements):
        try:
            yield from list(_statement(statement, number, said))
        except FormatError as error:
            place = pointer("statements", number)
            yield fact(document, PropertyKind.PROBLEM, f"{shown}{place}: {error}; not read", _seen(place))
    if not statements:
        yield fact(document, PropertyKind.PROBLEM, f"{shown}: it makes no statement", _seen("#/statements"))


def _statement(one: object, number: int, whole: Table) -> Iterator[Assertion]:
    evidence = Evidence(pointer("statements", number), Method.DECLARED, RULE)
    vulnerability = ids.vulnerability(_vulnerability(one))
    for name in items(table(one, "vulnerability"), "aliases"):
        alias = ids.vulnerability(str(name))
        if alias != vulnerability:
            yield edge(alias, EdgeKind.SAME_AS, vulnerability, evidence)
    status = text(one, "status")
    if status is None:
        raise FormatError("it has no status")
    actions: list[JsonValue] = [action] if (action := text(one, "action_statement")) else []
    details = " ".join(filter(None, (text(one, "impact_statement"), text(one, "status_notes"))))
    targets = list(_targets(one))
    if not targets:
        raise FormatError("it names no product by a package URL")
    for subject, product in targets:
        yield assessment(
            subject,
            vulnerability,
            evidence,
            status=status,
            justification=text(one, "justification"),
            detail=impersonal(details) or None,
            response=actions or None,
            product=product,
            said_at=_time(one) or said_at(whole),
        )


def _vulnerability(one: object) -> str:
    plain = text(one, "vulnerability")
    name = plain or text(table(one, "vulnerability"), "name") or text(table(one, "vulnerability"), "@id")
    if name is None:
        raise FormatError("it names no vulnerability")
    return name.rpartition("/")[2] if name.startswith("https://") else name


def _targets(one: object) -> Iterator[tuple[NodeId, str | None]]:
    """What a statement is about: (part, the product that it is looked at in), or (product, None)."""
    common = items(one, "subcomponents")  # of 0.0.1, where they hold for all products
    for product in items(one, "products"):
        purl = _purl(product)
        parts = [_purl(part) for part in [*items(product, "subcomponents"), *common]]
        if any(parts):
            yield from ((ids.parse(part), purl) for part in parts if part is not None)
        elif purl is not None and not parts:
            yield ids.parse(purl), None


def _purl(said: object) -> str | None:
    """The package URL of a product or a part: as its name, or among its identifiers."""
    name = said if isinstance(said, str) else text(table(said, "identifiers"), "purl") or text(said, "@id")
    return name if name is not None and name.startswith("pkg:") else None


def _time(one: object) -> str | None:
    said: Mapping[str, object] = one if isinstance(one, Mapping) else {}
    return moment(said.get("last_updated")) or moment(said.get("timestamp"))


def _specification(context: str) -> str:
    version = context.removeprefix(CONTEXT).strip("/").removeprefix("v")
    return f"OpenVEX {version}".strip()[:40]


def _seen(place: str) -> Evidence:
    return Evidence(place, Method.OBSERVED, RULE)
