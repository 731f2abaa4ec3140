"""citations (CycloneDX 1.7): which source each version and license comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from mlgraph.bom.evidence import place
from mlgraph.bom.refs import TOOL_REF, package_ref
from mlgraph.model.assertions import JsonValue
from mlgraph_queries.entries import Inventory, PackageEntry
from mlgraph_queries.stated import LicenseStatement


def citations(inventory: Inventory, refs: Sequence[str], created: datetime) -> list[JsonValue]:
    """One citation per field of a package that has a source; `refs` are those of `components`, in their order.

    The schema demands a time for each, so that a document without one has no citations.
    """
    positions = {ref: index for index, ref in enumerate(refs)}
    return [
        {
            "pointers": [f"/components/{positions[package_ref(entry)]}/{field}"],
            "timestamp": created.isoformat(),
            "attributedTo": TOOL_REF,
            "note": note,
        }
        for entry in sorted(inventory.packages, key=lambda entry: positions[package_ref(entry)])
        for field, note in _sources(entry)
    ]


def _sources(entry: PackageEntry) -> Iterator[tuple[str, str]]:
    if entry.version is not None:
        stating = (s for s in (*entry.installed, *entry.locked, *entry.declared) if s.version == entry.version)
        places = sorted({place(sighting) for sighting in stating})
        if places:
            yield "version", "; ".join(places)
    if entry.licenses:
        yield "licenses", "; ".join(sorted({_source(statement) for statement in entry.licenses}))


def _source(statement: LicenseStatement) -> str:
    return f"{statement.where} ({statement.method})"
