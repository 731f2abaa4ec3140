"""Reads the configuration that lies beside weights: the model that an adapter is for, or that a model was loaded from."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.assertions import Assertion, Evidence, edge
from mlgraph_ingest.project.config.card_files import weights_beside
from mlgraph_ingest.project.config.files import read_config
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.json_document import parse_json
from mlgraph_ingest.project.mentions import Mention, Teller
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.yaml_document import YamlTable
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind

CONFIG_LIMIT = 2**20
ADAPTER = "adapter_config.json"
MODEL = "config.json"
_MODEL_SIGNS = frozenset({"architectures", "model_type", "transformers_version", "_class_name", "_diffusers_version"})


def read_adapter_config(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """The base model of an adapter, at its revision if that is given (peft documentation, "PeftConfig")."""
    said = parse_json(file.read_text(CONFIG_LIMIT), file.relative)
    if isinstance(said, YamlTable):
        yield from _base(said, "base_model_name_or_path", "adapter", file, context)


def read_model_config(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a model was loaded from before it was saved; a `config.json` of another program is any configuration."""
    said = parse_json(file.read_text(CONFIG_LIMIT), file.relative)
    if isinstance(said, YamlTable) and not _MODEL_SIGNS.isdisjoint(said):
        yield from _base(said, "_name_or_path", None, file, context)
    elif isinstance(said, YamlTable):
        yield from read_config(file, context)


def _base(said: YamlTable, key: str, relation: str | None, file: SourceFile, context: Context) -> Iterator[Assertion]:
    text, revision = said.get(key), said.get("revision")
    if not isinstance(text, str) or not text:
        return
    mention = Mention(
        NodeKind.MODEL,
        text,
        str(said.line(key)),
        f"{file.name}.{key}",
        revision=revision if isinstance(revision, str) and revision else None,
        qualifiers=(("relation", relation),) if relation else (),
    )
    teller = Teller(file, context.project)
    yield from teller.assertions([mention])
    found = teller.node_of(mention)
    if found is not None:
        evidence = Evidence(mention.where, Method.DECLARED, mention.rule)
        for node in weights_beside(file):
            yield edge(node, EdgeKind.DERIVED_FROM, found[0], evidence, relation=relation)
