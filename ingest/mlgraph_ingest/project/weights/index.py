"""What the index of a model in several files says: which files belong to it, and that some of them are not there.

The format: huggingface_hub, serialization/_base.py: `{"metadata": {...}, "weight_map": {tensor: file}}`. Of files that
are numbered in their names the names say it, too, and more plainly.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, fact
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.names import is_weights, may_be_weights
from mlgraph_ingest.project.weights.shards import COUNT_LIMIT, shard_of
from mlgraph_ontology.kinds import Method, PropertyKind

_NAMED = 3


def read_index(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """Which part of a model each file is that an index names and whose own name does not say it.

    Raises FormatError where the index cannot be read.
    """
    del context
    names = _names(file)
    there = {name for name in names if file.path.with_name(name).is_file()}
    seen = Evidence("#/weight_map", Method.DECLARED, "weight-index")
    for index, name in enumerate(names, start=1):
        if name in there and shard_of(name) is None and len(names) > 1:
            whole = file.name.removesuffix(".index.json")
            said: JsonValue = {"index": index, "count": len(names), "of": whole}
            yield fact(ids.file(file.path.with_name(name)), PropertyKind.SHARD, said, seen)
    missing = [name for name in names if name not in there and (shard_of(name) is None or not there)]
    if missing:
        problems = problems_of(file)
        some = ", ".join(missing[:_NAMED]) + (" and more" if len(missing) > _NAMED else "")
        text = f"{file.relative}: of the {len(names):,} files that it names, {len(missing):,} are not there: {some}"
        problems.add("", text)
        yield from problems.assertions()


def _names(file: SourceFile) -> list[str]:
    import orjson

    try:
        content = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{file.relative}: no JSON; which files the model lies in is unknown") from error
    mapping = content.get("weight_map") if isinstance(content, dict) else None
    if not isinstance(mapping, dict):
        raise FormatError(f"{file.relative}: it has no weight_map; which files the model lies in is unknown")
    names = {name for name in mapping.values() if isinstance(name, str) and _is_beside(name)}
    if len(names) > COUNT_LIMIT:
        raise FormatError(f"{file.relative}: a model of more than {COUNT_LIMIT:,} files; it was not read")
    return sorted(names)


def _is_beside(name: str) -> bool:
    """Whether a text names a weight file in the same folder."""
    is_plain = name.isprintable() and "/" not in name and "\\" not in name and len(name) < 200
    return is_plain and (is_weights(name) or may_be_weights(name))
