"""A CycloneDX document in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.cyclonedx.sections import ONE_BY_ONE, Section, things
from mlgraph_ingest.bom.json_parts import elements, members, parsed
from mlgraph_ingest.bom.things import Thing

_FIRST = ("bomFormat", "specVersion", "serialNumber", "metadata", "components", "services")
"""Members that are read before all others, in this order, wherever they stand."""


def read(content: Content) -> Iterator[Thing]:
    """What the document says, its components one by one. Raises FormatError where it is none."""
    return things(_sections(members(content.data, content.shown), content.shown))


def _sections(parts: Mapping[str, msgspec.Raw], shown: str) -> Iterator[Section]:
    if "specVersion" not in parts:
        yield Section("specVersion", "#/specVersion", None)
    names = [*(name for name in _FIRST if name in parts), *(name for name in parts if name not in _FIRST)]
    for name in names:
        place = f"#/{name}"
        if name in ONE_BY_ONE and bytes(memoryview(parts[name])[:1]) == b"[":
            for index, part in enumerate(elements(parts[name], shown, place)):
                yield Section(name, f"{place}/{index}", parsed(part, shown, f"{place}/{index}"))
        else:
            yield Section(name, place, parsed(parts[name], shown, place))
