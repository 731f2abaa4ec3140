"""The whole document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mlgraph import __version__
from mlgraph.bom.spdx.issue import SpdxIssue
from mlgraph.bom.spdx.relations import Relation
from mlgraph.bom.spdx.things import Thing
from mlgraph.bom.spdx2.ids import DOCUMENT, spdx_ids
from mlgraph.bom.spdx2.packages import package
from mlgraph.bom.spdx2.relationships import relationships
from mlgraph.bom.spdx2.times import spelled
from mlgraph.model.assertions import JsonValue

_TOOL = f"Tool: mlgraph-{__version__}"


def document(things: Sequence[Thing], relations: Sequence[Relation], issue: SpdxIssue) -> bytes:
    """The document as JSON, indented by two, with a newline at its end; its packages in order of ref."""
    import orjson

    root = next(thing for thing in things if thing.is_root)
    ids = spdx_ids(thing.ref for thing in things)
    packages: list[JsonValue] = [_annotated(thing, ids[thing.ref], issue) for thing in things]
    described: JsonValue = {
        "spdxElementId": DOCUMENT,
        "relationshipType": "DESCRIBES",
        "relatedSpdxElement": ids[root.ref],
    }
    value: dict[str, JsonValue] = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT,
        "name": f"AI-BOM of {root.name}",
        "documentNamespace": issue.namespace(("SPDX-2.3", things, relations)),
        "creationInfo": {"created": spelled(issue.created), "creators": [_TOOL, *(f"Tool: {t}" for t in root.tools)]},
        "packages": packages,
        "relationships": [described, *(row for relation in relations for row in relationships(relation, ids))],
    }
    if issue.comments:
        value["comment"] = "\n".join(issue.comments)
    extracted = _extracted(things)
    if extracted:
        value["hasExtractedLicensingInfos"] = extracted
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _annotated(thing: Thing, spdx_id: str, issue: SpdxIssue) -> dict[str, JsonValue]:
    """A package with what no field holds, a line each, in one annotation (clause 12)."""
    annotation: JsonValue = {
        "annotationDate": spelled(issue.created),
        "annotationType": "OTHER",
        "annotator": _TOOL,
        "comment": "\n".join(
            [f"kind: {thing.kind}", *thing.remarks, *(f"{field}: {text}" for field, text in thing.card)]
        ),
    }
    return {**package(thing, spdx_id), "annotations": [annotation]}


def _extracted(things: Iterable[Thing]) -> list[JsonValue]:
    """The licenses that are not on the SPDX list, with their texts, each once (clause 10)."""
    licenses = (found for thing in things for found in (thing.licensing.declared, thing.licensing.concluded))
    texts: dict[str, str] = {}
    for name, text in (pair for found in licenses if found for pair in found.texts):
        texts.setdefault(name, text)
    return [{"licenseId": name, "extractedText": text} for name, text in sorted(texts.items())]
