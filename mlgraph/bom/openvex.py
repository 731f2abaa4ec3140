"""The verdicts that somebody gave on weaknesses in a project, as an OpenVEX document (0.2.0).

Nothing is concluded here: each statement restates one that was read, with where it stands. What the standard demands and
the source does not say is said to be missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid4, uuid5

from packageurl import PackageURL

from mlgraph.bom.issue import issue
from mlgraph.bom.text import legal, shown
from mlgraph.model.assertions import JsonValue
from mlgraph.model.assessments import AFFECTED, IN_OPENVEX, NOT_AFFECTED, OPENVEX_JUSTIFICATIONS
from mlgraph.model.errors import UsageError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Finding, Inventory
from mlgraph_queries.vulnerability_entries import Assessment, Verdict

SPEC_VERSIONS = ("0.2.0",)
_CONTEXT = "https://openvex.dev/ns/v0.2.0"
_FIXED_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands as the time of a reproducible document for which nobody gave one: the standard demands a time."""


def write(
    inventory: Inventory,
    *,
    spec_version: str = "0.2.0",
    reproducible: bool = False,
    findings: Sequence[Finding] = (),
    now: datetime | None = None,
) -> bytes:
    """The latest verdict on each weakness in each part of a project, as JSON in UTF-8.

    Raises UsageError where nobody gave a verdict, as a document without a statement is none, or for another version.
    """
    import orjson

    del findings
    if spec_version not in SPEC_VERSIONS:
        raise UsageError(f"OpenVEX {spec_version} is not written; it is written as {', '.join(SPEC_VERSIONS)}")
    told = inventory.audit.assessments if inventory.audit is not None else ()
    if not told:
        raise UsageError(
            f"nobody gave a verdict on a weakness in {inventory.name}, so that there is nothing to write; "
            "`mlgraph ingest vex FILE` reads some"
        )
    decided = issue(reproducible=reproducible, now=now)
    created = (decided.created or _FIXED_INSTANT).isoformat()
    statements: list[JsonValue] = [_statement(one, inventory) for one in told]
    number = uuid4()
    if decided.is_reproducible:
        content = hashlib.sha256(orjson.dumps([created, legal(statements)])).hexdigest()
        number = uuid5(NAMESPACE_URL, content)
    document: JsonValue = {
        "@context": _CONTEXT,
        "@id": f"urn:uuid:{number}",
        "author": "mlgraph, restating the documents that the notes of each statement name",
        "timestamp": created,
        "version": 1,
        "statements": statements,
    }
    return orjson.dumps(legal(document), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _statement(told: Assessment, inventory: Inventory) -> JsonValue:
    verdict = told.verdicts[0]
    vulnerability: dict[str, JsonValue] = {"name": told.vulnerability.key}
    if told.aliases:
        vulnerability["aliases"] = [alias.key for alias in told.aliases]
    said: dict[str, JsonValue] = {
        "vulnerability": vulnerability,
        "timestamp": verdict.said_at.astimezone(UTC).isoformat(timespec="seconds"),
        "products": [_product(told.subject, verdict, inventory)],
        "status": verdict.status,
    }
    notes = [f"Stated in {verdict.where}."]
    if verdict.status == NOT_AFFECTED:
        notes += _reason(said, verdict)
    else:
        notes += [shown(verdict.detail)] if verdict.detail else []
    if verdict.status == AFFECTED:
        said["action_statement"] = " ".join(verdict.responses) or f"No action is stated in {verdict.where}."
    said["status_notes"] = " ".join(notes)
    return said


def _reason(said: dict[str, JsonValue], verdict: Verdict) -> list[str]:
    """Why something is not affected, by a word of the standard or in words, never both; what is left goes into the notes."""
    word = verdict.justification
    known = word if word in OPENVEX_JUSTIFICATIONS else IN_OPENVEX.get(word or "")
    if known is not None:
        said["justification"] = known
        return [shown(verdict.detail)] if verdict.detail else []
    words = [word.replace("_", " ")] if word else []
    words += [shown(verdict.detail)] if verdict.detail else []
    said["impact_statement"] = ": ".join(words) or f"No reason is stated in {verdict.where}."
    return []


def _product(subject: NodeId, verdict: Verdict, inventory: Inventory) -> JsonValue:
    part = _iri(subject, inventory)
    if verdict.product is None:
        return {"@id": part}
    return {"@id": verdict.product, "subcomponents": [{"@id": part}]}


def _iri(node: NodeId, inventory: Inventory) -> str:
    """What a part is called; a project and a file by package URL, as their keys hold a path of this machine."""
    if node.kind is NodeKind.PROJECT:
        return PackageURL("generic", None, inventory.name, inventory.version).to_string()
    if node.kind is NodeKind.FILE and node.key.startswith("file:"):
        path = next((file.path for file in inventory.files if file.id == node), None)
        return PackageURL("generic", None, inventory.name, inventory.version, None, path).to_string()
    return node.key
