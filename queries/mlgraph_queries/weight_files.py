"""The weight files in a project's tree, and which of them together are one model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement, edges_of, value_of, values_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.artifacts import link_of
from mlgraph_queries.entries import FileEntry, PickleScan, Shard
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.sightings import licenses, number, sightings, text, texts
from mlgraph_queries.stated import Sighting

MODEL_FORMATS = frozenset({
    "safetensors", "gguf", "onnx", "keras", "keras-hdf5", "pytorch", "pytorch-legacy", "torchscript",
    "tensorflow-savedmodel", "tensorflow-checkpoint", "tflite", "coreml", "openvino", "msgpack",
})  # fmt: skip
"""Formats that hold models; others (pickles, arrays) may hold anything."""
_OF_ANY_OBJECT = frozenset({"pytorch", "pytorch-legacy"})
"""Of them, those in which anything is saved: one without a tensor (the arguments of a training) is no model."""
_CONTENT = "holds"
"""Header entry that says that a file holds something else than a model."""


@dataclass(frozen=True, slots=True)
class WeightSet:
    """The files of one model, or a file that is by itself."""

    path: str
    """Of the file; of several, that which the whole would have."""
    files: tuple[FileEntry, ...]
    """In order of their number."""
    count: int
    """How many files belong to it, as their names say."""

    @property
    def is_split(self) -> bool:
        """Whether it is a part of several files."""
        return self.count > 1

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the parts that are not there."""
        there = {file.shard.index for file in self.files if file.shard is not None}
        return tuple(index for index in range(1, self.count + 1) if index not in there) if self.is_split else ()

    @property
    def is_model(self) -> bool:
        """Whether it is a model, as far as its format says; a pickle or an array may be anything."""
        return all(is_model(file) for file in self.files)

    @property
    def parameter_count(self) -> int | None:
        """Of all files together; None where one is missing or does not say."""
        return None if self.missing else _sum(file.parameter_count for file in self.files)

    @property
    def tensor_count(self) -> int | None:
        """Of all files together; None where one is missing or does not say."""
        return None if self.missing else _sum(file.tensor_count for file in self.files)

    @property
    def size_bytes(self) -> int | None:
        """Of the files that are there."""
        return _sum(file.size_bytes for file in self.files)


def weight_files(view: GraphView, project: NodeId, said: Sequence[Statement]) -> tuple[FileEntry, ...]:
    """The weight files that lie in a project's tree."""
    groups: dict[NodeId, list[Edge]] = {}
    for edge in edges_of(said, EdgeKind.CONTAINS):
        if edge.object.kind == NodeKind.FILE:
            groups.setdefault(edge.object, []).append(edge)
    about = project_facts(view, project, groups)
    return tuple(
        file_of(node, _path(node, project), about.get(node, ()), sightings(found))
        for node, found in sorted(groups.items(), key=lambda i: i[0])
    )


def weight_sets(files: Iterable[FileEntry]) -> tuple[WeightSet, ...]:
    """Files that are parts of one model together, all others by themselves; in order of path."""
    groups: dict[tuple[str, int], list[FileEntry]] = {}
    for file in files:
        key = (file.path, 1) if file.shard is None else (file.shard_of or file.path, file.shard.count)
        groups.setdefault(key, []).append(file)
    sets = (WeightSet(path, tuple(sorted(found, key=_order)), count) for (path, count), found in groups.items())
    return tuple(sorted(sets, key=lambda each: (each.path, each.count)))


def is_model(file: FileEntry) -> bool:
    """Whether a file is a model or a part of one, as far as its format says."""
    is_empty = file.format in _OF_ANY_OBJECT and file.tensor_count == 0
    return file.format in MODEL_FORMATS and not is_empty and _CONTENT not in file.header


def _order(file: FileEntry) -> tuple[int, str]:
    return (file.shard.index if file.shard is not None else 0, file.path)


def _sum(numbers: Iterable[int | None]) -> int | None:
    every = list(numbers)
    known = [number for number in every if number is not None]
    return sum(known) if len(known) == len(every) else None


def _path(node: NodeId, project: NodeId) -> str:
    path, root = ids.path_of(node), ids.path_of(project)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def file_of(node: NodeId, path: str, said: Sequence[Statement], found: tuple[Sighting, ...]) -> FileEntry:
    """A file at a path, with what is said of it, and where it was found."""
    dtype = value_of(said, PropertyKind.DTYPE)
    return FileEntry(
        id=node,
        path=path,
        format=text(said, PropertyKind.FORMAT),
        size_bytes=number(said, PropertyKind.SIZE_BYTES),
        hashes=texts(said, PropertyKind.HASH),
        parameter_count=number(said, PropertyKind.PARAMETER_COUNT),
        tensor_count=number(said, PropertyKind.TENSOR_COUNT),
        dtype=None if dtype is None else _joined(dtype.value),
        header=_mapping(said, PropertyKind.HEADER_METADATA) or {},
        licenses=licenses(said),
        sightings=found,
        shard=_shard(_mapping(said, PropertyKind.SHARD)),
        pickle_scan=_scan(_mapping(said, PropertyKind.PICKLE_SCAN)),
        architectures=texts(said, PropertyKind.ARCHITECTURE),
        architecture_family=text(said, PropertyKind.ARCHITECTURE_FAMILY),
        context_length=number(said, PropertyKind.CONTEXT_LENGTH),
        quantization=_mapping(said, PropertyKind.QUANTIZATION),
        chat_template_hash=text(said, PropertyKind.CHAT_TEMPLATE_HASH),
        origins=tuple(map(link_of, edges_of(said, EdgeKind.DERIVED_FROM))),
        signatures=_signatures(said),
    )


def _mapping(said: Sequence[Statement], kind: PropertyKind) -> Mapping[str, JsonValue] | None:
    found = value_of(said, kind)
    return found.value if found is not None and isinstance(found.value, dict) else None


def _signatures(said: Sequence[Statement]) -> tuple[Mapping[str, JsonValue], ...]:
    found = values_of(said, PropertyKind.SIGNATURE)
    return tuple(each.value for each in found if isinstance(each.value, dict))


def _shard(value: Mapping[str, JsonValue] | None) -> Shard | None:
    if value is None:
        return None
    index, count = value.get("index"), value.get("count")
    return Shard(index, count, str(value.get("of"))) if isinstance(index, int) and isinstance(count, int) else None


def _scan(value: Mapping[str, JsonValue] | None) -> PickleScan | None:
    if value is None:
        return None
    callables = value.get("callables")
    return PickleScan(str(value.get("verdict")), tuple(map(str, callables)) if isinstance(callables, list) else ())


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
