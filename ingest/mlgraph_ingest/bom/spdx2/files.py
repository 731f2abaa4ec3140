"""Files and snippets of them (SPDX 2.3 clauses 8 and 9)."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.raw import plain, unmapped
from mlgraph_ingest.bom.spdx2.annotations import remarks
from mlgraph_ingest.bom.spdx2.licensing import copyrights, licenses
from mlgraph_ingest.bom.spdx2.packages import checksums, left, named, rooted
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context
from mlgraph_ingest.bom.things import Component, OfDocument, OfRef, Relation, Said, Thing
from mlgraph_ontology.kinds import EdgeKind


def file(fields: Fields, context: Context) -> Iterator[Thing]:
    """A file, and the files that it was made from by the field that version 2.3 no longer has."""
    ref = fields.text("SPDXID")
    contributors = len(fields.texts("fileContributors"))
    found = Component(
        ref=ref,
        place=fields.place,
        type="file",
        name=named(fields, ref, "fileName", "name"),
        licenses=licenses(fields, ("licenseInfoInFiles", "licenseInfoInFile")),
        facts=tuple(_facts(fields, context)),
    )
    origins = fields.texts("fileDependencies")
    context.people += contributors
    yield rooted(found._replace(facts=(*found.facts, *left(fields))), context)
    if origins and ref is not None:
        yield Relation(ref, EdgeKind.DEPENDS_ON, tuple(origins), fields.place)


def snippet(fields: Fields, context: Context) -> Iterator[Thing]:
    """A part of a file: kept as it stands, with its file, as no kind of ours is a part of a file."""
    name, holder = fields.text("SPDXID"), fields.text("snippetFromFile")
    if name is not None:
        context.snippets.add(name)
    found = list(remarks(fields, context))
    rest = {key: plain(value) for key, value in fields.rest()}
    found.append(unmapped(Chapter.SNIPPET, {"SPDXID": name, **rest}, fields.place))
    yield from (OfRef(holder, said) if holder is not None else OfDocument(said) for said in found)


def _facts(fields: Fields, context: Context) -> Iterator[Said]:
    yield from copyrights(fields)
    yield from checksums(fields)
    yield from remarks(fields, context)
