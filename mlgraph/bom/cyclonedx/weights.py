"""Weight files as file components; those that are parts of one model are nested in a component of that model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

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
from mlgraph_queries.weight_files import WeightSet, weight_sets

_MAX_HEADER_TEXT = 256
"""Characters of a header's value that are shown; a longer one (a template, a list of tags) is named with its length."""


def weight_drafts(files: Iterable[FileEntry]) -> Iterator[Draft]:
    """The weight files of a project; those that are parts of one model within its component."""
    for whole in weight_sets(files):
        yield _split_model(whole) if whole.is_split else weight_file(whole.files[0])


def weight_file(entry: FileEntry) -> Draft:
    """A weight file with what its header says."""
    ancestors = _ancestors([entry])
    overlay: dict[str, JsonValue] = {"pedigree": {"ancestors": ancestors}} if ancestors else {}
    return Draft(_component(entry, ComponentType.FILE), entry.sightings, overlay)


def _split_model(whole: WeightSet) -> Draft:
    """A model that lies in several files, which are its parts."""
    statements = tuple(dict.fromkeys(license_ for file in whole.files for license_ in file.licenses))
    licenses, other_licenses = licensing(statements)
    measured = {
        "format": next((file.format for file in whole.files if file.format), None),
        "size-bytes": whole.size_bytes,
        "parameter-count": whole.parameter_count,
        "tensor-count": whole.tensor_count,
    }
    parts = [note("parts", f"{len(whole.files)} of {whole.count}"), *(note("missing-part", n) for n in whole.missing)]
    component = Component(
        type=ComponentType.MACHINE_LEARNING_MODEL if whole.is_model else ComponentType.FILE,
        name=whole.path,
        bom_ref=f"weights:{quote(whole.path, errors='backslashreplace')}?parts={whole.count}",
        licenses=licenses,
        components=[_component(file, ComponentType.FILE) for file in whole.files],
        properties=[*parts, *_notes(measured), *other_licenses],
    )
    ancestors = _ancestors(whole.files)
    overlay: dict[str, JsonValue] = {"pedigree": {"ancestors": ancestors}} if ancestors else {}
    if whole.is_model:
        overlay.update(_card(whole.files))
    return Draft(component, tuple(seen for file in whole.files for seen in file.sightings), overlay)


def _component(entry: FileEntry, kind: ComponentType) -> Component:
    licenses, other_licenses = licensing(entry.licenses)
    known_hashes, other_hashes = hashes(entry.hashes)
    return Component(
        type=kind,
        name=entry.path,
        bom_ref=file_ref(entry),
        hashes=known_hashes,
        licenses=licenses,
        properties=[*_properties(entry), *other_licenses, *other_hashes],
    )


def _card(files: Iterable[FileEntry]) -> dict[str, JsonValue]:
    """The modelCard, as far as headers say something for it."""
    every = list(files)
    family = next((file.architecture_family for file in every if file.architecture_family), None)
    architecture = next((name for file in every for name in file.architectures), None)
    said: dict[str, JsonValue] = {"architectureFamily": family, "modelArchitecture": architecture}
    known: dict[str, JsonValue] = {field: value for field, value in said.items() if value}
    return {"modelCard": {"modelParameters": known}} if known else {}


def _properties(entry: FileEntry) -> Iterator[Property]:
    shard, scan, quantization = entry.shard, entry.pickle_scan, entry.quantization or {}
    yield from _notes({
        "format": entry.format,
        "size-bytes": entry.size_bytes,
        "parameter-count": entry.parameter_count,
        "tensor-count": entry.tensor_count,
        "dtype": entry.dtype,
        "part": f"{shard.index} of {shard.count}" if shard else None,
        "architecture-family": entry.architecture_family,
        "context-length": entry.context_length,
        "quantization": quantization.get("method"),
        "quantization-bits": quantization.get("bits"),
        "chat-template-hash": entry.chat_template_hash,
        "pickle-scan": scan.verdict if scan else None,
    })  # fmt: skip
    yield from (note("architecture", name) for name in entry.architectures)
    if scan is not None and scan.verdict != "ordinary":
        yield from (note("pickle-imports", name) for name in scan.callables)
    for name, value in sorted(entry.header.items()):
        text = str(value)
        shown = text if len(text) <= _MAX_HEADER_TEXT else f"({len(text)} characters)"
        yield note("header", f"{name}={shown}")


def _notes(measured: Mapping[str, object]) -> Iterator[Property]:
    return (note(name, value) for name, value in measured.items() if value is not None)


def _ancestors(files: Iterable[FileEntry]) -> list[JsonValue]:
    nodes = {node for file in files for node in file.derived_from if _is_nameable(node)}
    return [_ancestor(node) for node in sorted(nodes)]


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
