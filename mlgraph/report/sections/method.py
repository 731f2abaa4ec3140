"""The method note: how to read the report."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.report.sections.section import Material, Section
from mlgraph_ontology.kinds import Method

_MEANINGS = {
    Method.OBSERVED: "Seen in the thing itself: an installed environment, a weight file's header, a literal in the code.",
    Method.RESOLVED: "A resolver's answer: a lock file.",
    Method.DECLARED: "Somebody's statement: a manifest, a model card.",
    Method.CURATED: "From the tool's own catalog, with the document it was read in.",
    Method.INFERRED: "Worked out by following values through the code, or by a rule.",
}


@dataclass(frozen=True, slots=True)
class MethodBody:
    """What the template of this chapter shows."""

    meanings: tuple[tuple[str, str], ...]


def method(_: Material) -> Section:
    """How the report came about, and how its words are meant."""
    return Section(
        "method", "How to read this report", None, MethodBody(tuple((m.value, t) for m, t in _MEANINGS.items()))
    )
