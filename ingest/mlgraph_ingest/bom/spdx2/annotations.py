"""Remarks on a part of a document (SPDX 2.3 clause 12)."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.bom.cyclonedx.fields import Fields
from mlgraph_ingest.bom.spdx2.agents import agent
from mlgraph_ingest.bom.spdx2.parts import Context
from mlgraph_ingest.bom.things import Said
from mlgraph_ontology.kinds import PropertyKind


def remarks(fields: Fields, context: Context) -> Iterator[Said]:
    """What was remarked, under the type of the remark; who did is kept of tools and organizations."""
    for remark in fields.tables("annotations"):
        comment, type_ = remark.text("comment"), remark.text("annotationType")
        remark.text("annotationDate")
        named = agent(remark.text("annotator") or "")
        context.people += named.kind == "person"
        if comment:
            name = " by ".join(filter(None, (type_ or "annotation", named.name)))
            yield Said(PropertyKind.ANNOTATION, {"name": name, "value": comment}, remark.place)


def own_lines(fields: Fields) -> list[tuple[str, str]]:
    """The lines of the annotations of a document of ours: (name, value)."""
    found = []
    for remark in fields.tables("annotations"):
        for name in ("annotationType", "annotationDate", "annotator"):
            remark.text(name)
        for line in (remark.text("comment") or "").splitlines():
            name, colon, value = line.partition(": ")
            if colon:
                found.append((name, value))
    return found
