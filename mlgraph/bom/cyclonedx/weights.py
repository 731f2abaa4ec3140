"""Weight files as file components."""

from __future__ import annotations

from collections.abc import Iterator

from cyclonedx.model import Property
from cyclonedx.model.component import Component, ComponentType

from mlgraph.bom.cyclonedx.draft import Draft, hashes, note
from mlgraph.bom.cyclonedx.licensing import licensing
from mlgraph.bom.model_names import model_names
from mlgraph.bom.refs import file_ref
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import FileEntry

_MAX_HEADER_TEXT = 256
"""Characters of a header's value that are shown; a longer one (a template, a list of tags) is named with its length."""


def weight_file(entry: FileEntry) -> Draft:
    """A weight file with what its header says."""
    licenses, other_licenses = licensing(entry.licenses)
    known_hashes, other_hashes = hashes(entry.hashes)
    component = Component(
        type=ComponentType.FILE,
        name=entry.path,
        bom_ref=file_ref(entry),
        hashes=known_hashes,
        licenses=licenses,
        properties=[*_properties(entry), *other_licenses, *other_hashes],
    )
    ancestors: list[JsonValue] = [_ancestor(node) for node in sorted(set(entry.derived_from)) if _is_nameable(node)]
    overlay: dict[str, JsonValue] = {"pedigree": {"ancestors": ancestors}} if ancestors else {}
    return Draft(component, entry.sightings, overlay)


def _properties(entry: FileEntry) -> Iterator[Property]:
    measured = {
        "format": entry.format,
        "size-bytes": entry.size_bytes,
        "parameter-count": entry.parameter_count,
        "tensor-count": entry.tensor_count,
        "dtype": entry.dtype,
    }
    yield from (note(name, value) for name, value in measured.items() if value is not None)
    for name, value in sorted(entry.header.items()):
        text = str(value)
        shown = text if len(text) <= _MAX_HEADER_TEXT else f"({len(text)} characters)"
        yield note("header", f"{name}={shown}")


def _is_nameable(node: NodeId) -> bool:
    """Whether a node's key may be printed: a file's or a project's holds a path of this machine."""
    return node.kind not in {NodeKind.FILE, NodeKind.PROJECT}


def _ancestor(node: NodeId) -> dict[str, JsonValue]:
    """What a file was made from, as a component of its own without bom-ref: it need not be used by the project."""
    is_data = node.kind is NodeKind.DATASET
    purl, group, name = model_names(node, node.key)
    ancestor: dict[str, JsonValue] = {"type": "data" if is_data else "machine-learning-model"}
    named = {"group": group, "name": name, "version": purl and purl.version, "purl": purl and purl.to_string()}
    ancestor.update({field: value for field, value in named.items() if value})
    return ancestor
