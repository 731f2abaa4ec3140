"""The whole document."""

from __future__ import annotations

from collections.abc import Sequence

from spdx_python_model.bindings.v3_0_1 import (
    JSONLDSerializer,
    ProfileIdentifierType,
    SpdxDocument,
    software_Sbom,
    software_SbomType,
)

from mlgraph.bom.spdx.issue import SpdxIssue
from mlgraph.bom.spdx.relations import Relation
from mlgraph.bom.spdx.things import Thing
from mlgraph.bom.spdx3.draft import Draft
from mlgraph.bom.spdx3.elements import add_element, annotate
from mlgraph.bom.spdx3.profiles import claimed, missing, sentences
from mlgraph.bom.spdx3.relationships import add_licenses, add_relation
from mlgraph.bom.spdx3.vulnerabilities import Weaknesses, add_weaknesses

_NO_WEAKNESSES = Weaknesses()
_SBOM_TYPES = {
    "design": software_SbomType.design,
    "pre-build": software_SbomType.source,
    "build": software_SbomType.build,
    "post-build": software_SbomType.deployed,
    "operations": software_SbomType.runtime,
}
"""Stages of CycloneDX -> SbomType: `source` is "created directly from the development environment, source files", and
`deployed` an "inventory of software that is present on a system", as an installed environment is."""


def document(
    things: Sequence[Thing],
    relations: Sequence[Relation],
    issue: SpdxIssue,
    phases: Sequence[str] = (),
    *,
    weaknesses: Weaknesses = _NO_WEAKNESSES,
) -> bytes:
    """The document as JSON-LD, indented by two, with a newline at its end; its elements in order of their ids."""
    import orjson

    content = ("SPDX-3.0.1", things, relations, *([weaknesses] if weaknesses != _NO_WEAKNESSES else []))
    draft = Draft(issue.namespace(content), issue)
    for thing in things:
        add_element(draft, thing)
        add_licenses(draft, thing)
    for relation in relations:
        add_relation(draft, relation)
    draft.made_with(name for thing in things for name in thing.tools)
    add_weaknesses(draft, weaknesses)
    _add_collections(draft, things, issue, [_SBOM_TYPES[phase] for phase in phases if phase in _SBOM_TYPES])
    value = JSONLDSerializer().serialize_data(draft.objects(), force_at_graph=True)
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _add_collections(draft: Draft, things: Sequence[Thing], issue: SpdxIssue, types: list[str]) -> None:
    """The Sbom, whose root is the project, and the document, whose root is the Sbom."""
    root = next(thing for thing in things if thing.is_root)
    lacking = missing(things)
    profiles = [ProfileIdentifierType.NAMED_INDIVIDUALS[name] for name in claimed(things, lacking)]
    for ref, names in (row for rows in lacking.values() for row in rows):
        annotate(draft, ref, "annotation-profile", [f"not known: {name}" for name in names])
    annotate(draft, root.ref, "annotation-profile", sentences(lacking))
    sbom = draft.add(
        software_Sbom,
        root.ref,
        "sbom",
        name=f"AI-BOM of {root.name}",
        rootElement=[draft.id(root.ref)],
        element=draft.ids(),
        profileConformance=profiles,
        software_sbomType=types,
    )
    draft.add(
        SpdxDocument,
        root.ref,
        "document",
        name=f"AI-BOM of {root.name}",
        rootElement=[sbom],
        element=[sbom],
        profileConformance=profiles,
        comment="\n".join(issue.comments) or None,
    )
