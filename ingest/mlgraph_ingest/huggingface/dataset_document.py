"""Reads what the hub says of a dataset, with the metadata of its card: pure, and of any shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.answers.json_values import Table, pointer
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.huggingface.card_data import dataset_named, read_languages
from mlgraph_ingest.huggingface.ledger import CARD, HUB, TEXT_LIMIT, Ledger, plain
from mlgraph_ingest.huggingface.licenses import read_licenses
from mlgraph_ingest.huggingface.model_document import card_data
from mlgraph_ingest.huggingface.repository import read_repository, read_tagged_license, tags
from mlgraph_ingest.huggingface.values import Said, entries, repository_id, text, whole, words
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

_ORIGINAL = "original"
_EXTENDED = "extended|"
_PLAIN_TYPES = {
    "audio": "audio",
    "image": "image",
    "tabular": "structured",
    "text": "text",
    "timeseries": "timeseries",
    "video": "video",
}
"""Modalities of the hub -> words of the DatasetType of SPDX 3.0.1 that mean the same; others have no such word."""
_OF_FEATURES = {
    "audio": "audio",
    "class_label": "categorical",
    "image": "image",
    "large_string": "text",
    "string": "text",
    "video": "video",
}
_NUMERIC = re.compile(r"(?:u?int|float)\d{1,2}|decimal\d*.*")
_TAGGED_TASKS = ("task_categories", "task_ids")
_DEPTH_LIMIT = 20


def read_dataset(said: Table, ledger: Ledger) -> None:
    """All that an answer of the hub says of a dataset, the metadata of its card included."""
    read_repository(said, ledger)
    _texts(said, ledger)
    metadata = card_data(said)
    read_dataset_metadata(metadata, ledger)
    read_tagged_license(said, ledger)
    _tagged(said, metadata, ledger)


def read_dataset_metadata(metadata: Said, ledger: Ledger) -> None:
    """What the metadata of a card say of a dataset."""
    read_licenses(metadata, ledger)
    read_languages(metadata, ledger)
    if name := text(metadata.get("pretty_name")):
        ledger.fact(PropertyKind.NAME, name, metadata.at("pretty_name"), rule=CARD)
    for key in _TAGGED_TASKS:
        for word, place in words(metadata, key, ledger):
            ledger.fact(PropertyKind.TASK, word, place, rule=CARD)
    _sizes(list(words(metadata, "size_categories", ledger)), ledger, CARD)
    for name, place in words(metadata, "source_datasets", ledger):
        _source(name, ledger, place, CARD)
    for key, kind in (
        ("annotations_creators", PropertyKind.ANNOTATION_PROCESS),
        ("language_creators", PropertyKind.COLLECTION_PROCESS),
    ):
        for word, place in words(metadata, key, ledger):
            ledger.fact(kind, f"{key}: {word}", place, rule=CARD)
    _info(metadata, ledger)


def _texts(said: Table, ledger: Ledger) -> None:
    for key, kind in (("description", PropertyKind.DESCRIPTION), ("citation", PropertyKind.CITATION)):
        value = said.get(key)
        if isinstance(value, str):
            found = impersonal(
                re.sub(r"\s*\n\s*", "\n", value) if kind is PropertyKind.CITATION else " ".join(value.split())
            )
            if kept := plain(found, TEXT_LIMIT):
                ledger.fact(kind, kept, pointer(key), rule=HUB)


def _sizes(found: list[tuple[str, str]], ledger: Ledger, rule: str) -> None:
    """How many rows there are about, of several subsets each."""
    known = [(word, place) for word, place in found if word.lower() != "unknown"]
    if known and not ledger.has(PropertyKind.SIZE_CATEGORY):
        shown = ", ".join(dict.fromkeys(word for word, _ in known))
        ledger.fact(PropertyKind.SIZE_CATEGORY, plain(shown), known[0][1], rule=rule)


def _source(name: str, ledger: Ledger, place: str, rule: str) -> None:
    """What a dataset was made from: `original` for nothing, `extended|NAME`, or a name."""
    origin = name.removeprefix(_EXTENDED)
    if origin == _ORIGINAL or origin.startswith("other"):
        return
    found = dataset_named(origin, ledger, place, "source_datasets")
    if found is not None and found != ledger.node and not ledger.has(EdgeKind.DERIVED_FROM, found):
        ledger.link(EdgeKind.DERIVED_FROM, found, place, rule=rule)


def _tagged(said: Table, metadata: Said, ledger: Ledger) -> None:
    """What the hub has put into tags: modalities that it has seen, and the metadata where they did not come along."""
    for word, place in tags(said, "modality"):
        if word in _PLAIN_TYPES:
            ledger.fact(PropertyKind.DATA_TYPE, _PLAIN_TYPES[word], place, rule=HUB)
    for word, place in tags(said, "format"):
        if not ledger.has(PropertyKind.FORMAT):
            ledger.fact(PropertyKind.FORMAT, word, place, rule=HUB)
    _sizes(list(tags(said, "size_categories")), ledger, HUB)
    if not metadata:
        _tagged_metadata(said, ledger)


def _tagged_metadata(said: Table, ledger: Ledger) -> None:
    for key in _TAGGED_TASKS:
        for word, place in tags(said, key):
            ledger.fact(PropertyKind.TASK, word, place, rule=HUB)
    for word, place in tags(said, "language"):
        ledger.fact(PropertyKind.LANGUAGE, word, place, rule=HUB)
    for word, place in tags(said, "source_datasets"):
        if repository_id(word.removeprefix(_EXTENDED)) is not None:
            _source(word, ledger, place, HUB)


def _info(metadata: Said, ledger: Ledger) -> None:
    """What `dataset_info` counts: of one subset, or of a list of them."""
    field = "dataset_info"
    statistics: dict[str, JsonValue] = {}
    rows: list[int | None] = []
    sizes: list[int | None] = []
    for path, one in entries(metadata.get(field)):
        if not isinstance(one, dict):
            ledger.problem(metadata.at(field, *path), f"{field}: no table; it is left out")
            continue
        splits = dict(_splits(one))
        counted = {name: said for name, said in splits.items() if said}
        if counted:
            statistics[text(one.get("config_name")) or "default"] = {**counted}
        rows.append(_sum([said.get("rows") for said in splits.values()]))
        sizes.append(whole(one.get("dataset_size")))
        for data_type in _types(one.get("features")):
            place = metadata.at(field, *path, "features")
            ledger.fact(PropertyKind.DATA_TYPE, data_type, place, rule="features", method=Method.INFERRED)
    if statistics:
        ledger.fact(PropertyKind.STATISTICS, statistics, metadata.at(field), rule=CARD)
    if len(rows) == 1 and rows[0] is not None:  # several subsets may hold the same rows
        ledger.fact(PropertyKind.ROW_COUNT, rows[0], metadata.at(field), rule=CARD)
    if len(sizes) == 1 and sizes[0] is not None:
        ledger.fact(PropertyKind.SIZE_BYTES, sizes[0], metadata.at(field), rule=CARD)


def _splits(info: Table) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    for _, split in entries(info.get("splits")):
        if isinstance(split, dict) and (name := text(split.get("name"))):
            counts = {"rows": whole(split.get("num_examples")), "bytes": whole(split.get("num_bytes"))}
            yield name, {key: count for key, count in counts.items() if count is not None}


def _sum(counts: list[JsonValue]) -> int | None:
    found = [count for count in counts if isinstance(count, int)]
    return sum(found) if found and len(found) == len(counts) else None


def _types(features: object) -> Iterator[str]:
    """The kinds of data that columns hold, as far as their types tell."""
    ahead: list[tuple[object, int]] = [(features, 0)]
    while ahead:
        at, depth = ahead.pop(0)
        if depth > _DEPTH_LIMIT:
            continue
        if isinstance(at, list):
            ahead += [(one, depth + 1) for one in at[:1_000]]
        elif isinstance(at, dict):
            dtype = at.get("dtype")
            found = _type_of(dtype)
            if found is not None:
                yield found
            ahead += [(at[key], depth + 1) for key in ("dtype", "list", "sequence", "struct") if key in at]


def _type_of(dtype: object) -> str | None:
    if isinstance(dtype, dict):
        return next((_OF_FEATURES[key] for key in dtype if key in _OF_FEATURES), None)
    if not isinstance(dtype, str):
        return None
    if _NUMERIC.fullmatch(dtype):
        return "numeric"
    return "timestamp" if dtype.startswith("timestamp") else _OF_FEATURES.get(dtype)
