"""Find a thing, see it with its neighbors, and see every assertion on it with its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement
from mlgraph.view.policy import POLICY, strongest_first
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from mlgraph_queries.accounts_of_things import accounts
from mlgraph_queries.table import Column, Row, Table

_SUBJECT = Column("subject", None, "The id of the node that something is said of.")
_PREDICATE = Column("predicate", None, "What is said: a property, or how it is linked.")
_VALUE = Column("value", None, "The value of the property, or the id of the node that it is linked to.")


def search(view: GraphView, text: str, *, limit: int = 100) -> Table:
    """The nodes whose id holds a text, whatever its case."""
    found = view.find(text, limit=limit)
    return Table(
        "search",
        (Column("id", None, "The node's id."), Column("kind", None, "What it is.")),
        tuple((str(node), str(node.kind)) for node in found),
        parameters={"text": text, "limit": limit},
        as_of=view.as_of,
    )


def show(view: GraphView, text: str) -> Table:
    """A thing with its properties and neighbors, each once, however many documents say so.

    The coverage says which documents list it, and which on the same subject do not (`accounts_of_things`).
    """
    node = view.named(text)
    told = accounts(view, _own(view, node))
    counted: dict[Row, set[str]] = {}
    for statement in _around(view, node):
        source = statement.source
        counted.setdefault(_said(statement), set()).add(source.document)
    return Table(
        "show",
        (_SUBJECT, _PREDICATE, _VALUE, Column("documents", None, "How many documents say so.")),
        tuple((*row, len(documents)) for row, documents in counted.items()),
        parameters={"id": str(node), "kind": str(node.kind)},
        coverage=told.coverage(),
        unknown=tuple(told.unknown()),
        as_of=view.as_of,
    )


def explain(view: GraphView, text: str, *, predicate: str | None = None) -> Table:
    """Every assertion on a thing, its releases and what points at it, with its evidence; none is left out.

    `predicate` limits them to one kind of edge or property (`depends_on`). Raises QueryError where there is no such kind.
    """
    if predicate is not None and predicate not in {*EdgeKind, *PropertyKind}:
        near = (
            ", ".join(sorted(kind for kind in (*EdgeKind, *PropertyKind) if predicate[:3] in kind)) or "depends_on, ..."
        )
        raise QueryError(f"{predicate!r} is no kind of edge or property; there is: {near}")
    node = view.named(text)
    told = accounts(view, _own(view, node))
    rows = tuple(
        (
            *_said(statement),
            _words(statement.qualifiers.items()) if isinstance(statement, Edge) else "",
            str(statement.source.evidence.method),
            statement.source.where,
            statement.source.evidence.rule,
            statement.source.observed_at.isoformat(timespec="seconds"),
            _period(statement),
            statement.source.document,
        )
        for statement in _around(view, node)
        if predicate in {None, statement.kind}
    )
    return Table(
        "explain",
        (
            _SUBJECT,
            _PREDICATE,
            _VALUE,
            Column("qualifiers", None, "What limits the statement: range, marker, extra, scope, ..."),
            Column("method", None, "How it is known."),
            Column("where", None, "Document and place in it."),
            Column("rule", None, "The rule that recognized it.", is_detail=True),
            Column("observed_at", "UTC", "When the document said it.", is_detail=True),
            Column("valid", "days", "From and to when it holds; '?' is an unknown start, '-' no end.", is_detail=True),
            Column("document", None, "The document's locator.", is_detail=True),
        ),
        rows,
        parameters={"id": str(node), "kind": str(node.kind), "predicate": predicate, "policy": POLICY},
        coverage=told.coverage(),
        unknown=tuple(told.unknown()),
        as_of=view.as_of,
    )


def _around(view: GraphView, node: NodeId) -> list[Statement]:
    """What is said of a node, of its releases, and by others of either; the policy's order within each subject."""
    own = _own(view, node)
    pointing = view.naming([node])
    about = view.about(own)
    said: list[Statement] = [statement for subject in own for statement in about.get(view.canonical(subject), ())]
    others = [edge for edge in [*pointing, *view.naming(own[1:])] if edge.subject not in own]
    return [*said, *strongest_first(others)]


def _own(view: GraphView, node: NodeId) -> list[NodeId]:
    """A thing and, of a package, its releases."""
    releases = {edge.subject for edge in view.naming([node]) if edge.kind == EdgeKind.RELEASE_OF}
    return [node, *sorted(releases)]


def _said(statement: Statement) -> tuple[str, str, str]:
    value: JsonValue | NodeId = statement.object if isinstance(statement, Edge) else statement.value
    return (str(statement.subject), str(statement.kind), _text(value))


def _text(value: JsonValue | NodeId) -> str:
    if isinstance(value, dict):
        return _words(value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)


def _words(pairs: Iterable[tuple[str, JsonValue]]) -> str:
    return "; ".join(f"{name}: {_text(value)}" for name, value in sorted(pairs))


def _period(statement: Statement) -> str:
    period = statement.period
    start = period.start.isoformat() if period.start else "?"
    return f"{start} to {period.end.isoformat() if period.end else '-'}"
