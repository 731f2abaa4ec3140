"""A document in JSON, also within the `sbom` that GitHub's dependency graph puts around one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

import msgspec

from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.json_parts import elements, members, parsed
from mlgraph_ingest.bom.spdx2.document import things
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context, Part, described_by
from mlgraph_ingest.bom.things import Problem, Thing

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
    context = Context(described)
    yield from things(chain([Part(Chapter.DOCUMENT, at, head)], _parts(raw, shown, at, context)), context)


def _parts(raw: Mapping[str, msgspec.Raw], shown: str, at: str, context: Context) -> Iterator[Part]:
    for chapter in _LISTS:
        for index, part in enumerate(elements(raw.get(chapter), shown, f"{at}/{chapter}")):
            place = f"{at}/{chapter}/{index}"
            said = parsed(part, shown, place)
            if isinstance(said, dict):
                yield Part(chapter, place, said)
            else:
                context.problems.append(Problem(place, f"{said!r:.80} where an object belongs"))


def _describing(raw: msgspec.Raw | None, shown: str, place: str) -> Iterator[Mapping[str, object]]:
    """The relationships that say what the document is about, without parsing the others."""
    for index, part in enumerate(elements(raw, shown, place)):
        if b"DESCRIBE" in bytes(part):
            row = parsed(part, shown, f"{place}/{index}")
            if isinstance(row, dict):
                yield row
