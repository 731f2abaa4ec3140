"""Weight files: what their headers say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph.report.sections.licensing import Terms, terms
from mlgraph.report.sections.section import Absence, Material, Section, counted, files_label, unread
from mlgraph.report.shown import Paths, count_of, page_of, size
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import FileEntry, Inventory
from mlgraph_queries.weight_files import WeightSet, weight_sets

_SUFFIXES = (".bin", ".pb", ".msgpack")
"""How the names of weight files end that may not have been recognized."""
_VERDICTS = ("dangerous", "unusual", "ordinary")


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A weight file, or a model in several, as the table shows it. None: its header does not say."""

    anchor: str
    path: str
    parts: str | None
    """How many of its files are there, where there are several."""
    is_whole: bool
    format: str | None
    size: str | None
    parameters: str | None
    tensors: str | None
    dtype: str | None
    details: tuple[str, ...]
    """Architecture, quantization and length of the context."""
    hashes: tuple[tuple[str, str], ...]
    """(path, SHA-256) of each file that was hashed."""
    pickle: str | None
    """What loading it would do, in a word; None: it is no pickle."""
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
        _row(material.paths, whole, f"file-{number}", listed)
        for number, whole in enumerate(weight_sets(inventory.files), start=1)
    )
    absence = None if rows else _absence(inventory)
    return Section(
        "weights", files_label(inventory), counted(len(inventory.files), absence), WeightsBody(rows, absence)
    )


def _row(paths: Paths, whole: WeightSet, anchor: str, listed: Mapping[NodeId, str]) -> WeightRow:
    files = whole.files
    origins = sorted({node for entry in files for node in entry.derived_from})
    return WeightRow(
        anchor=anchor,
        path=paths.place(whole.path),
        parts=f"{len(files):,} of {whole.count:,} parts" if whole.is_split else None,
        is_whole=not whole.missing,
        format=_first(entry.format for entry in files),
        size=None if whole.size_bytes is None else size(whole.size_bytes),
        parameters=None if whole.parameter_count is None else f"{whole.parameter_count:,}",
        tensors=None if whole.tensor_count is None else f"{whole.tensor_count:,}",
        dtype=", ".join(dict.fromkeys(entry.dtype for entry in files if entry.dtype)) or None,
        details=tuple(dict.fromkeys(detail for entry in files for detail in _details(entry))),
        hashes=tuple((paths.place(entry.path), h[7:]) for entry in files for h in entry.hashes if h[:7] == "sha256:"),
        pickle=_worst(files),
        terms=terms(tuple(dict.fromkeys(statement for entry in files for statement in entry.licenses)), has_words=True),
        origins=tuple((_origin(paths, node, listed), page_of(node)) for node in origins),
    )


def _details(entry: FileEntry) -> Iterator[str]:
    yield from filter(None, (*entry.architectures, entry.architecture_family))
    if entry.quantization is not None:
        yield str(entry.quantization.get("method"))
    if entry.context_length is not None:
        yield f"context {entry.context_length:,}"


def _worst(files: Sequence[FileEntry]) -> str | None:
    """The worst verdict on its pickles."""
    found = {entry.pickle_scan.verdict for entry in files if entry.pickle_scan is not None}
    return next((verdict for verdict in _VERDICTS if verdict in found), None)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _origin(paths: Paths, node: NodeId, listed: Mapping[NodeId, str]) -> str:
    """What a thing that weights are derived from is called; a file by its path in the project."""
    if node.kind is NodeKind.FILE:
        return paths.place(listed.get(node, node.key))
    return node.key


def _absence(inventory: Inventory) -> Absence:
    if not inventory.documents:
        return Absence(is_known=False, text="Unknown: no document of the project was read.")
    if inventory.listing is not None:
        return Absence(
            is_known=False, text="The bill of materials lists no file. This is not a statement that there are none."
        )
    unlike = unread(inventory, _SUFFIXES)
    if unlike:
        what = f"{count_of(unlike, 'file')} that may hold weights did not look like any"
        text = f"None in a format that is read; {what}, see “What is unknown”."
        return Absence(is_known=False, text=text)
    skipped = sum(count for _, count in inventory.excluded)
    text = "None found. Looked at: every file of the project's tree that is not excluded"
    return Absence(
        is_known=True, text=f"{text} ({skipped:,} excluded, see “What is unknown”)." if skipped else f"{text}."
    )
