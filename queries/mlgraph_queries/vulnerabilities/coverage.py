"""What was read that tells of weaknesses: which ecosystems, how many records, as of when."""

from __future__ import annotations

from collections.abc import Sequence

from mlgraph.model import ids
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import GraphView, Statement, values_of
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.vulnerability_entries import Advisories

_READER = "osv/"
"""What the names of the readers of such documents begin with."""
RECORDS = "records"
EXPLOITED = "known-exploited"
PREDICTED = "exploit-prediction"


def advisories(view: GraphView) -> tuple[Advisories, ...]:
    """All documents of the graph that tell of weaknesses, by title; those that could not be read are left out."""
    documents = [d for d in view.documents("") if d.reader.startswith(_READER) and d.assertions]
    said = view.about(ids.document(document.locator) for document in documents)
    found = (_advisories(d, said.get(ids.document(d.locator), ())) for d in documents)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.kind, one.title)))


def _advisories(document: DocumentState, said: Sequence[Statement]) -> Advisories | None:
    values = [s.value for s in values_of(said, PropertyKind.COVERAGE) if isinstance(s.value, dict)]
    if not values:
        return None
    first = values[0]
    kind = str(first.get("list") or first.get("tool") or RECORDS)
    dates = [str(value["modified"]) for value in values if value.get("modified")]
    releases = first.get("releases")
    return Advisories(
        title=document.title,
        kind=kind,
        observed_at=document.observed_at,
        newest=max(dates) if dates else str(first["date"]) if first.get("date") else None,
        records={str(value.get("ecosystem") or kind): _number(value.get("records")) for value in values},
        types=frozenset(str(value["type"]) for value in values if value.get("type") and kind == RECORDS),
        releases=frozenset(map(str, releases)) if isinstance(releases, list) else frozenset(),
        withdrawn=sum(_number(value.get("withdrawn")) for value in values),
        problems=len(values_of(said, PropertyKind.PROBLEM)),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
