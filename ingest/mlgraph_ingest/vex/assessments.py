"""A verdict on a weakness in a component as one assertion, whichever standard it was said in.

`component --assessed_for--> vulnerability`, with the qualifiers `status` (affected, not_affected, fixed or
under_investigation), `state` (the word of CycloneDX, where it says more), `justification`, `response` (a list), `detail`,
`product` and `said_at`.
"""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge
from mlgraph.model.assessments import STATE_OF_STATUS, STATUS_OF_STATE, STATUSES
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.huggingface.values import moment
from mlgraph_ontology.kinds import EdgeKind

DETAIL_LIMIT = 4_000
"""Characters of a text that are kept."""


def assessment(
    subject: NodeId, vulnerability: NodeId, evidence: Evidence, *, status: str, **said: JsonValue
) -> Assertion:
    """Say which verdict somebody gave. Raises FormatError for a status that VEX does not know."""
    if status not in STATUSES:
        raise FormatError(f"the status {status[:40]!r} is none of {', '.join(STATUSES)}")
    kept = {name: _bounded(value) for name, value in said.items() if value not in (None, "", [])}
    return edge(subject, EdgeKind.ASSESSED_FOR, vulnerability, evidence, status=status, **kept)


def cyclonedx_qualifiers(analysis: Mapping[str, object]) -> dict[str, JsonValue]:
    """What `vulnerabilities[].analysis` of a CycloneDX document says, as qualifiers of `assessed_for`.

    `analysis` is the object as it stands there; without a state it is no verdict, and gives none. Raises FormatError for a
    state that the standard does not know.
    """
    state = analysis.get("state")
    if state is None:
        return {}
    if not isinstance(state, str) or state not in STATUS_OF_STATE:
        raise FormatError(f"the state {str(state)[:40]!r} of an analysis is none of {', '.join(STATUS_OF_STATE)}")
    status = STATUS_OF_STATE[state]
    said: dict[str, JsonValue] = {
        "status": status,
        "state": state if STATE_OF_STATUS[status] != state else None,
        "justification": _text(analysis.get("justification")),
        "response": _texts(analysis.get("response")),
        "detail": _text(analysis.get("detail")),
        "said_at": moment(analysis.get("lastUpdated")) or moment(analysis.get("firstIssued")),
    }
    return {name: _bounded(value) for name, value in said.items() if value is not None}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: object) -> JsonValue:
    found: list[JsonValue] = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return found or None


def _bounded(value: JsonValue) -> JsonValue:
    return value[:DETAIL_LIMIT] if isinstance(value, str) else value
