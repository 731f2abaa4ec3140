"""A document in JSON, also within the `sbom` that GitHub's dependency graph puts around one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.json_parts import elements, members, objects, parsed
from mlgraph_ingest.bom.spdx2.document import things
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context, Part, described_by
from mlgraph_ingest.bom.things import Thing

_LISTS = (Chapter.LICENSE, Chapter.PACKAGE, Chapter.FILE, Chapter.SNIPPET, Chapter.RELATIONSHIP)


def read(content: Content) -> Iterator[Thing]:
    """What the document says, its packages one by one. Raises FormatError where it is none."""
    raw, shown, at = members(content.data, content.shown), content.shown, "#"
    if "sbom" in raw and "spdxVersion" not in raw:
        raw, at = members(raw["sbom"], shown), "#/sbom"
    head = {name: parsed(value, shown, f"{at}/{name}") for name, value in raw.items() if name not in set(_LISTS)}
    listed = head.pop("documentDescribes", None)
    rows = _describing(raw.get(Chapter.RELATIONSHIP), shown, f"{at}/{Chapter.RELATIONSHIP}")
    described = described_by(rows, listed if isinstance(listed, list) else ())
    yield from things(_parts(raw, head, shown, at), Context(described))


def _parts(raw: Mapping[str, msgspec.Raw], head: dict[str, object], shown: str, at: str) -> Iterator[Part]:
    yield Part(Chapter.DOCUMENT, at, head)
    for chapter in _LISTS:
        for place, said in objects(raw.get(chapter), shown, f"{at}/{chapter}"):
            yield Part(chapter, place, said)


def _describing(raw: msgspec.Raw | None, shown: str, place: str) -> Iterator[Mapping[str, object]]:
    """The relationships that say what the document is about, without parsing the others."""
    for index, part in enumerate(elements(raw, shown, place)):
        if b"DESCRIBE" in bytes(part):
            row = parsed(part, shown, f"{place}/{index}")
            if isinstance(row, dict):
                yield row
