"""The facts of a weight file: from its header, its size, its name and its hash."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.hub_names import is_hub_id
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.code.names import EARLY_MODELS
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.licenses import stated_license
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.header import Header, kept, shown_dtype
from mlgraph_ingest.project.weights.opened import opened, sha256
from mlgraph_ingest.project.weights.recognized import read_header
from mlgraph_ingest.project.weights.shards import Shard, shard_of
from mlgraph_ingest.signatures.beside import signatures_beside
from mlgraph_ingest.signatures.signature import signature_facts
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind


def read_weights(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """The facts of a weight file; of its content only the header is parsed, and all of it hashed where that is asked for.

    Raises FormatError, and says nothing of the file, where the header does not fit the file; SourceError where the
    file cannot be read.
    """
    with opened(file) as (stream, window):
        header, size_bytes = read_header(file, window), window.size
        digest = sha256(stream, size_bytes, file.relative, context.advance) if context.hashes else None
    node = ids.file(file.path)
    seen = Evidence("", Method.OBSERVED, header.format)
    yield edge(context.project, EdgeKind.CONTAINS, node, seen)
    yield fact(node, PropertyKind.FORMAT, header.format, seen)
    yield fact(node, PropertyKind.SIZE_BYTES, size_bytes, seen)
    if digest is not None:
        yield fact(node, PropertyKind.HASH, f"sha256:{digest}", seen)
    beside = signatures_beside(file.path, sha256=digest, trust=context.trust, within=ids.path_of(context.project))
    yield from signature_facts(node, beside)
    yield from _measured(node, header, seen)
    yield from _stated(node, header)
    yield from _origin(node, header)
    shard = shard_of(file.name)
    if shard is not None:
        said: JsonValue = {"index": shard.index, "count": shard.count, "of": shard.of}
        yield fact(node, PropertyKind.SHARD, said, Evidence("", Method.OBSERVED, "file-name"))
    yield from _problems(file, header, shard).assertions()


def _measured(node: NodeId, header: Header, seen: Evidence) -> Iterator[Assertion]:
    """What was counted in the header."""
    if header.tensor_count is not None:
        yield fact(node, PropertyKind.TENSOR_COUNT, header.tensor_count, seen)
    if header.parameter_count is not None:
        yield fact(node, PropertyKind.PARAMETER_COUNT, header.parameter_count, seen)
    if header.dtypes:
        yield fact(node, PropertyKind.DTYPE, shown_dtype(header.dtypes), seen)
    if header.quantization is not None:
        yield fact(node, PropertyKind.QUANTIZATION, dict(header.quantization), seen)
    if header.pickle is not None:
        scan: JsonValue = {"verdict": header.pickle.verdict, "callables": list(header.pickle.callables)}
        yield fact(node, PropertyKind.PICKLE_SCAN, scan, Evidence("", Method.OBSERVED, "pickle-opcodes"))


def _stated(node: NodeId, header: Header) -> Iterator[Assertion]:
    """What its metadata say."""
    seen = Evidence(f"#/{header.origin}", Method.OBSERVED, header.format)
    if header.metadata:
        told: JsonValue = dict(header.metadata)
        yield fact(node, PropertyKind.HEADER_METADATA, told, seen)
    stated: dict[PropertyKind, JsonValue] = {
        PropertyKind.ARCHITECTURE: header.architecture,
        PropertyKind.ARCHITECTURE_FAMILY: header.architecture_family,
        PropertyKind.CONTEXT_LENGTH: header.context_length,
        PropertyKind.CHAT_TEMPLATE_HASH: header.chat_template_hash,
    }
    for kind, value in stated.items():
        if value is not None:
            yield fact(node, kind, value, seen)


def _origin(node: NodeId, header: Header) -> Iterator[Assertion]:
    """License and base model, where the header names them."""
    license_text = kept((header.license or "").strip())
    if license_text:
        seen = Evidence(f"#/{header.origin}/license", Method.OBSERVED, header.format)
        yield from stated_license(node, license_text, seen)
    for named in header.base_models:
        base_model = named.strip()
        if is_hub_id(base_model) and ("/" in base_model or EARLY_MODELS.fullmatch(base_model.lower())):
            seen = Evidence(f"#/{header.origin}/base_model", Method.OBSERVED, header.format)
            yield edge(node, EdgeKind.DERIVED_FROM, ids.model(base_model), seen)


def _problems(file: SourceFile, header: Header, shard: Shard | None) -> Problems:
    problems = problems_of(file)
    for text in header.problems:
        problems.add("", text)
    if shard is not None and header.shard not in {None, (shard.index, shard.count)}:
        index, count = header.shard or (0, 0)
        name = f"part {shard.index} of {shard.count}"
        problems.add("", f"{file.relative}: its name says that it is {name}, its header {index} of {count}")
    return problems
