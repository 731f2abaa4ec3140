"""Remarks on a part of a document (SPDX 2.3 clause 12)."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.spdx2.agents import agent
from mlgraph_ingest.bom.spdx2.parts import Context
from mlgraph_ingest.bom.things import OfDocument, OfRef, Said, Thing
from mlgraph_ontology.kinds import PropertyKind


def remarks(fields: Fields, context: Context) -> Iterator[Said]:
    """What was remarked, under the type of the remark; who did is kept of tools and organizations."""
    for each in fields.tables("annotations"):
        said = _remark(each, context)
        if said is not None:
            yield said
    for each in fields.tables("revieweds"):  # the form that version 2.0 gave them
        each.text("reviewDate")
        context.people += agent(each.text("reviewer") or "").kind == "person"
        comment = each.text("comment")
        if comment is not None:
            yield Said(PropertyKind.ANNOTATION, {"name": "REVIEW", "value": comment.strip()}, each.place)


def annotation(fields: Fields, context: Context) -> Iterator[Thing]:
    """A remark that stands by itself and names its subject."""
    subject = fields.text("SPDXREF")
    said = _remark(fields, context)
    if said is not None:
        is_of_document = subject is None or subject == context.document_id
        yield OfDocument(said) if subject is None or is_of_document else OfRef(subject, said)


def _remark(fields: Fields, context: Context) -> Said | None:
    comment, type_ = fields.text("comment"), fields.text("annotationType")
    fields.text("annotationDate")
    named = agent(fields.text("annotator") or "")
    context.people += named.kind == "person"
    if comment is None:
        return None
    name = " by ".join(filter(None, (type_ or "annotation", named.name)))
    return Said(PropertyKind.ANNOTATION, {"name": name, "value": comment.strip()}, fields.place)


def own_lines(fields: Fields) -> list[tuple[str, str, str]]:
    """The lines of the annotations of a document of ours: (name, value, place)."""
    found = []
    for remark in fields.tables("annotations"):
        for name in ("annotationType", "annotationDate", "annotator"):
            remark.text(name)
        for line in (remark.text("comment") or "").splitlines():
            name, colon, value = line.partition(": ")
            if colon:
                found.append((name, value, remark.place))
    return found
