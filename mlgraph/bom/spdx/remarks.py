"""What SPDX has no field for, in lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cyclonedx.model import Property
from cyclonedx.model.component import Component

from mlgraph.bom.cyclonedx.draft import Draft
from mlgraph.bom.cyclonedx.field_sources import source_name
from mlgraph.bom.evidence import place
from mlgraph.bom.facts import plain
from mlgraph.bom.spdx.licenses import SpdxLicensing
from mlgraph.bom.spdx.text import line, said
from mlgraph.model.assertions import JsonValue

_OUR = "mlgraph:"
_LICENSES = "license-statement"
_RELATED = ("modelCard.modelParameters.datasets", "data.type", "data.name", "data.contents", "data.governance")


def all_remarks(draft: Draft, licensing: SpdxLicensing | None = None) -> tuple[str, ...]:
    """Where a thing was found, its properties, and where each of its fields was read."""
    seen = sorted({f"found: {line(place(sighting))}" for sighting in draft.sightings})
    read = (f"{line(source_name(f).removeprefix(_OUR))}: {line(note)}" for f, note in sorted(draft.sources.items()))
    return (*seen, *remarks(draft.component.properties, licensing), *read)


def remarks(of: Iterable[Property], licensing: SpdxLicensing | None = None) -> tuple[str, ...]:
    """Our properties as lines; what the two license fields do not say comes from them, not from CycloneDX's one."""
    said_here = [(p.name.removeprefix(_OUR), p.value or "") for p in sorted(of) if p.name.startswith(_OUR)]
    if licensing is not None:
        said_here = [row for row in said_here if row[0] != _LICENSES] + list(licensing.remarks)
    return tuple(f"{line(name)}: {line(value)}" for name, value in said_here)


def digests(component: Component) -> tuple[tuple[str, str], ...]:
    """The hashes of a component: (algorithm, hex digest)."""
    return tuple(sorted((str(each.alg.value), each.content) for each in component.hashes))


def card_lines(overlay: Mapping[str, JsonValue]) -> tuple[tuple[str, str], ...]:
    """(field, text) of what a model card or a dataset's data say; what is a relation or a thing is left out."""
    told = {name: overlay[name] for name in ("modelCard", "data") if name in overlay}
    return tuple((field, line(text)) for field, text in _flat("", told) if not field.startswith(_RELATED))


def _flat(path: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value.keys() <= {"type", "value", "slice"} and "value" in value:
        yield path, ": ".join(plain(value[name]) for name in ("type", "value", "slice") if name in value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for item in value:
            yield from _flat(path, item)
    elif value is not None:
        yield path, plain(value)


def optional(text: str | None) -> str | None:
    """A text as a field says it; None where there is none."""
    return said(text) if text else None
