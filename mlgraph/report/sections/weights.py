"""Weight files: what their headers say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph.report.sections.licensing import Terms, terms
from mlgraph.report.sections.section import Absence, Material, Section, counted, unread
from mlgraph.report.shown import Paths, count_of, page_of, size
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import FileEntry, Inventory

_SUFFIXES = (
    *(".bin", ".ckpt", ".gguf", ".h5", ".hdf5", ".joblib", ".keras", ".npy", ".npz", ".onnx", ".pb", ".pickle"),
    *(".pkl", ".pt", ".pth", ".safetensors", ".tflite"),
)
"""How the names of weight files end."""


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A weight file as the table shows it. None: its header does not say."""

    anchor: str
    path: str
    format: str | None
    size: str | None
    parameters: str | None
    tensors: str | None
    dtype: str | None
    sha256: str | None
    terms: Terms
    origins: tuple[tuple[str, str | None], ...]
    """(what it is derived from, its page)."""


@dataclass(frozen=True, slots=True)
class WeightsBody:
    """What the template of this chapter shows."""

    rows: tuple[WeightRow, ...]
    absence: Absence | None


def weights(material: Material) -> Section:
    """Which model weights lie in the project's tree."""
    inventory = material.inventory
    listed = {entry.id: entry.path for entry in inventory.files}
    rows = tuple(
        _row(material.paths, entry, f"file-{number}", listed) for number, entry in enumerate(inventory.files, start=1)
    )
    absence = None if rows else _absence(inventory)
    return Section("weights", "Weight files", counted(len(rows), absence), WeightsBody(rows, absence))


def _row(paths: Paths, entry: FileEntry, anchor: str, listed: Mapping[NodeId, str]) -> WeightRow:
    sha256 = next((h.removeprefix("sha256:") for h in entry.hashes if h.startswith("sha256:")), None)
    return WeightRow(
        anchor=anchor,
        path=paths.place(entry.path),
        format=entry.format,
        size=None if entry.size_bytes is None else size(entry.size_bytes),
        parameters=None if entry.parameter_count is None else f"{entry.parameter_count:,}",
        tensors=None if entry.tensor_count is None else f"{entry.tensor_count:,}",
        dtype=entry.dtype,
        sha256=sha256,
        terms=terms(entry.licenses),
        origins=tuple((_origin(paths, node, listed), page_of(node)) for node in entry.derived_from),
    )


def _origin(paths: Paths, node: NodeId, listed: Mapping[NodeId, str]) -> str:
    """What a thing that weights are derived from is called; a file by its path in the project."""
    if node.kind is NodeKind.FILE:
        return paths.place(listed.get(node, node.key))
    return node.key


def _absence(inventory: Inventory) -> Absence:
    if not inventory.documents:
        return Absence(is_known=False, text="Unknown: no document of the project was read.")
    unlike = unread(inventory, _SUFFIXES)
    if unlike:
        text = (
            f"None in a format that is read; {count_of(unlike, 'file')} in other weight formats, see “What is unknown”."
        )
        return Absence(is_known=False, text=text)
    skipped = sum(count for _, count in inventory.excluded)
    text = "None found. Looked at: every file of the project's tree that is not excluded"
    return Absence(
        is_known=True, text=f"{text} ({skipped:,} excluded, see “What is unknown”)." if skipped else f"{text}."
    )
