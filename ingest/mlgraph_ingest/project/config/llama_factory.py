"""The datasets of LLaMA-Factory: its configurations name entries of a `dataset_info.json`, which says what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.config.document import documents_of
from mlgraph_ingest.project.config.tree import Configuration, configuration
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.documents import content_of
from mlgraph_ingest.project.json_document import parse_json
from mlgraph_ingest.project.mentions import Mention, is_expression
from mlgraph_ingest.project.tree import SourceFile, decode_utf8, read_regular
from mlgraph_ingest.project.yaml_document import YamlTable
from mlgraph_ontology.kinds import NodeKind

INFO = "dataset_info.json"
_SIGNS = frozenset({"finetuning_type", "stage", "template", "cutoff_len"})
_KEYS = ("dataset", "eval_dataset")
_INFO_LIMIT = 4 * 2**20
_REMOTE = "REMOTE:"
"""Before a name that is an id of the hub and no entry (LLaMA-Factory, data/README)."""


def dataset_mentions(config: Configuration, file: SourceFile, context: Context) -> Iterator[Mention]:
    """What the names of datasets in a configuration of LLaMA-Factory stand for."""
    root = config.root
    if not isinstance(root, YamlTable) or len(_SIGNS & root.keys()) < 2:
        return
    folder = root.get("dataset_dir")
    if isinstance(folder, str) and folder.startswith(_REMOTE):
        where = str(root.line("dataset_dir"))
        yield Mention(NodeKind.DATASET, folder.removeprefix(_REMOTE), where, "llama-factory.dataset_dir")
        return
    known = _known(context, file, folder if isinstance(folder, str) else "data")
    for key in _KEYS:
        value = root.get(key)
        for name in value.split(",") if isinstance(value, str) else ():
            yield from _mention(name.strip(), str(root.line(key)), f"llama-factory.{key}", known)


def shown_datasets(file: SourceFile, context: Context) -> str:
    """What of `dataset_info.json` the assertions of a configuration depend on."""
    if not any(sign.encode() in content_of(file) for sign in ("finetuning_type", "cutoff_len")):
        return ""
    try:
        roots = documents_of(file)
    except MlgraphError:
        return ""
    said = [
        mention for root in roots for mention in dataset_mentions(configuration(root, file.relative), file, context)
    ]
    return repr(said)


def _mention(name: str, line: str, rule: str, known: YamlTable | None) -> Iterator[Mention]:
    said = known.get(name) if known is not None else None
    if name.startswith(_REMOTE):
        yield Mention(NodeKind.DATASET, name.removeprefix(_REMOTE), line, rule)
    elif isinstance(said, YamlTable):
        url = said.get("hf_hub_url")
        if isinstance(url, str):
            yield Mention(NodeKind.DATASET, url, line, rule, is_inferred=True)
    elif name and not is_expression(name) and "/" not in name:
        yield Mention(NodeKind.DATASET, name, line, rule, is_unknown=True)


def _known(context: Context, file: SourceFile, folder: str) -> YamlTable | None:
    """What the project's `dataset_info.json` says; None where there is none that can be read."""
    root = ids.path_of(context.project)
    for base in (root, file.path.parent):
        path = Path(base, folder, INFO)
        if not path.resolve().is_relative_to(root) or not path.is_file():
            continue
        try:
            found = parse_json(decode_utf8(read_regular(path, INFO, limit=_INFO_LIMIT), INFO), INFO)
        except MlgraphError:
            continue  # it is said when that file is read
        return found if isinstance(found, YamlTable) else None
    return None
