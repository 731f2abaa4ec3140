"""Reads the front matter of model and dataset cards in the project: what the weights beside them come from.

The keys are those of the hub's cards (Hugging Face hub documentation, "Model Cards", "Dataset Cards", "Spaces
Configuration Reference"). A README without front matter, and what its text says, names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph.model.assertions import Assertion, Evidence, edge
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.config.card_files import weights_beside
from mlgraph_ingest.project.config.names import CARD_LIMIT
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.licenses import stated_license
from mlgraph_ingest.project.mentions import Mention, Teller
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable, parse_yaml_documents
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind

FRONT_LIMIT = 2**18
"""Characters of the front matter at most."""
_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEYS = (
    ("base_model", NodeKind.MODEL),
    ("models", NodeKind.MODEL),
    ("datasets", NodeKind.DATASET),
)
_SIGNS = frozenset({"base_model", "datasets", "library_name", "pipeline_tag", "model-index", "task_categories", "sdk",
                    "models", "dataset_info", "base_model_relation", "inference"})  # fmt: skip
"""Keys of which the front matter of a card of the hub has one; other programs have front matter, too."""
_RELATIONS = frozenset({"finetune", "adapter", "quantized", "merge"})


def read_card(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What the front matter of a card says; nothing of a file that has none, or one of another program."""
    said = front_matter(file)
    if said is None or _SIGNS.isdisjoint(said):
        return
    teller = Teller(file, context.project)
    weights = weights_beside(file)
    relation = _relation(said, file)
    for mention in _mentions(said, relation):
        yield from teller.assertions([mention])
        found = teller.node_of(mention)
        if found is not None and mention.rule != "model-card.models":
            yield from _of_weights(weights, found[0], mention, relation)
    for node in weights:
        yield from _license(node, said)


def front_matter(file: SourceFile) -> YamlTable | None:
    """The front matter of a card, its lines counted from the beginning of the file; None where there is none."""
    match = _FRONT.match(file.read_text(CARD_LIMIT))
    if match is None:
        return None
    if len(match[1]) > FRONT_LIMIT:
        raise FormatError(f"{file.relative}: front matter of more than {FRONT_LIMIT:,} characters; it was not read")
    first = match[0].count("\n", 0, match.start(1))
    try:
        said = parse_yaml_documents("\n" * first + match[1], file.relative)[0]
    except FormatError:
        if not any(re.search(rf"^{re.escape(sign)}:", match[1], re.MULTILINE) for sign in _SIGNS):
            return None
        raise
    if not isinstance(said, YamlTable):
        raise FormatError(f"{file.relative}:{first + 1}: front matter that is no mapping of names to values; not read")
    return said


def _mentions(said: YamlTable, relation: str | None) -> Iterator[Mention]:
    for key, kind in _KEYS:
        value = said.get(key)
        rule = f"model-card.{key}"
        more = (("relation", relation),) if relation and key == "base_model" else ()
        if isinstance(value, str):
            yield Mention(kind, value.strip(), str(said.line(key)), rule, qualifiers=more)
        if isinstance(value, YamlList):
            lined = zip(value, value.lines, strict=True)
            yield from (Mention(kind, i.strip(), str(n), rule, qualifiers=more) for i, n in lined if isinstance(i, str))


def _relation(said: YamlTable, file: SourceFile) -> str | None:
    """How the model derives from its base: as the card says, or by what lies beside it."""
    stated = said.get("base_model_relation")
    if isinstance(stated, str) and stated in _RELATIONS:
        return stated
    if said.get("library_name") == "peft" or (file.path.parent / "adapter_config.json").is_file():
        return "adapter"
    return None


def _of_weights(weights: list[NodeId], target: NodeId, mention: Mention, relation: str | None) -> Iterator[Assertion]:
    evidence = Evidence(mention.where, Method.DECLARED, mention.rule)
    for node in weights:
        if target.kind is NodeKind.MODEL:
            yield edge(node, EdgeKind.DERIVED_FROM, target, evidence, relation=relation)
        else:
            yield edge(node, EdgeKind.TRAINED_ON, target, evidence)


def _license(node: NodeId, said: YamlTable) -> Iterator[Assertion]:
    """The license that the card gives to its weights: the licenses that it names, and the card's words."""
    text = said.get("license")
    if not isinstance(text, str) or not text.strip() or text.strip().lower() in {"other", "unknown"}:
        named = said.get("license_name")
        text = named if isinstance(named, str) else None
    if text is None:
        return
    evidence = Evidence(str(said.line("license")), Method.DECLARED, "model-card.license")
    yield from stated_license(node, text, evidence, is_card=True)
