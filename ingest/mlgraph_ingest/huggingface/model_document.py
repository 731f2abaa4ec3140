"""Reads what the hub says of a model, with its card: pure, and of any shape."""

from __future__ import annotations

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.answers.json_values import Table, items, pointer, table
from mlgraph_ingest.huggingface.card_data import dataset_named, read_languages
from mlgraph_ingest.huggingface.config_file import read_configuration, state_chat_template
from mlgraph_ingest.huggingface.ledger import CARD, HUB, Ledger, plain, quoted
from mlgraph_ingest.huggingface.libraries import PACKAGES
from mlgraph_ingest.huggingface.licenses import read_licenses
from mlgraph_ingest.huggingface.metrics import read_metrics, read_named_metrics
from mlgraph_ingest.huggingface.repository import read_repository, read_tagged_license, tags
from mlgraph_ingest.huggingface.tasks import modalities
from mlgraph_ingest.huggingface.values import Said, number, repository_id, text, whole, words
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

RELATIONS = ("finetune", "adapter", "quantized", "merge")
"""How a model can have come from another one (Hugging Face, "Model Cards": base_model_relation)."""


def read_model(said: Table, ledger: Ledger) -> None:
    """All that an answer of the hub says of a model, the metadata of its card included."""
    read_repository(said, ledger)
    if task := text(said.get("pipeline_tag")):
        _task(task, ledger, pointer("pipeline_tag"), HUB)
    metadata = card_data(said)
    _tagged_bases(said, ledger)
    _library(Said(said, pointer, HUB), ledger)
    read_model_metadata(metadata, ledger)
    if not metadata.get("model-index"):
        read_metrics(Said(said, pointer, CARD), ledger)
    _tree(said, ledger)
    read_tagged_license(said, ledger)
    _tagged_datasets(said, ledger)
    read_configuration(Said(table(said, "config"), lambda *path: pointer("config", *path), HUB), ledger)
    _custom_code(said, ledger)
    _weights(said, ledger)


def read_model_metadata(metadata: Said, ledger: Ledger) -> None:
    """What the metadata of a card say of a model."""
    read_licenses(metadata, ledger)
    read_languages(metadata, ledger)
    task = text(metadata.get("pipeline_tag"))
    if task is not None and not ledger.has(PropertyKind.TASK):
        _task(task, ledger, metadata.at("pipeline_tag"), metadata.rule)
    _bases(metadata, ledger)
    _datasets(metadata, ledger)
    _library(metadata, ledger)
    read_metrics(metadata, ledger)
    read_named_metrics(metadata, ledger)
    _emissions(metadata, ledger)


def card_data(said: Table) -> Said:
    """The metadata of the card as the hub has read them; empty where it gives none."""
    return Said(table(said, "cardData"), lambda *path: pointer("cardData", *path), CARD)


def _task(task: str, ledger: Ledger, place: str, rule: str) -> None:
    ledger.fact(PropertyKind.TASK, task, place, rule=rule)
    into, out = modalities(task)
    for kind, names in ((PropertyKind.INPUT_MODALITY, into), (PropertyKind.OUTPUT_MODALITY, out)):
        for name in names:
            ledger.fact(kind, name, place, rule="task", method=Method.INFERRED)


def _tagged_bases(said: Table, ledger: Ledger) -> None:
    """What a model was made from and how, by the tags that the hub makes: under the names that are valid now."""
    for relation in RELATIONS:
        for name, place in tags(said, f"base_model:{relation}"):
            _base(name, ledger, place, HUB, relation)


def _bases(metadata: Said, ledger: Ledger) -> None:
    """What a model was made from, as its card says."""
    stated = text(metadata.get("base_model_relation"))
    if stated is not None and stated not in RELATIONS:
        place = metadata.at("base_model_relation")
        ledger.problem(place, f"base_model_relation: {quoted(stated)} is none that is known")
        stated = None
    for name, place in words(metadata, "base_model", ledger):
        _base(name, ledger, place, CARD, stated)


def _tree(said: Table, ledger: Ledger) -> None:
    """What a model was made from by the hub's tree of models, and by tags that do not say how."""
    tree = table(said, "baseModels")
    stated = text(tree.get("relation"))
    for at, one in enumerate(items(tree, "models")):
        if isinstance(one, dict) and (name := text(one.get("id"))):
            known = stated if stated in RELATIONS else None
            _base(name, ledger, pointer("baseModels", "models", at), HUB, known)
    for name, place in tags(said, "base_model"):
        if name.partition(":")[0] not in RELATIONS:
            _base(name, ledger, place, HUB, None)


def _base(name: str, ledger: Ledger, place: str, rule: str, relation: str | None) -> None:
    found = repository_id(name)
    if found is None or found[1]:
        ledger.problem(place, f"base_model: {quoted(name)} is no id of a model; it is left out")
        return
    base = ids.model(found[0])
    own = ids.purl_parts(ledger.node)
    if found[0].lower() == f"{own.namespace}/{own.name}".lower():
        ledger.problem(place, f"base_model: {quoted(name)} is the model itself; it is left out")
    elif not ledger.has(EdgeKind.DERIVED_FROM, base):
        ledger.link(EdgeKind.DERIVED_FROM, base, place, rule=rule, relation=relation)


def _datasets(metadata: Said, ledger: Ledger) -> None:
    """What a model was trained on, as its card says."""
    for name, place in words(metadata, "datasets", ledger):
        found = dataset_named(name, ledger, place, "datasets")
        if found is not None:
            ledger.link(EdgeKind.TRAINED_ON, found, place, rule=CARD)


def _tagged_datasets(said: Table, ledger: Ledger) -> None:
    for name, place in tags(said, "dataset"):
        known = repository_id(name)
        if known is not None and not ledger.has(EdgeKind.TRAINED_ON, ids.hub_dataset(known[0])):
            ledger.link(EdgeKind.TRAINED_ON, ids.hub_dataset(known[0]), place, rule=HUB)


def _library(said: Said, ledger: Ledger) -> None:
    name = text(said.get("library_name"))
    package = PACKAGES.get(name.lower()) if name is not None else None
    if package is not None and not ledger.has(EdgeKind.RUNS_WITH):
        ledger.link(EdgeKind.RUNS_WITH, ids.package(package), said.at("library_name"), rule=said.rule, library=name)


def _emissions(metadata: Said, ledger: Ledger) -> None:
    """What training emitted; a bare number is in grams (Hugging Face, "Displaying carbon emissions": in grams)."""
    said = metadata.get("co2_eq_emissions")
    if said is None:
        return
    place = metadata.at("co2_eq_emissions")
    stated: Table = said if isinstance(said, dict) else {"emissions": said}
    grams = number(stated.get("emissions"))
    found: dict[str, JsonValue] = {"kg_co2e": grams / 1000 if grams is not None and grams >= 0 else None}
    for key in ("source", "training_type", "geographical_location", "hardware_used"):
        found[key] = text(stated.get(key))
    known: dict[str, JsonValue] = {key: value for key, value in found.items() if value is not None}
    if known:
        ledger.fact(PropertyKind.EMISSIONS, known, place, rule=CARD)
    else:
        ledger.problem(place, f"co2_eq_emissions: {quoted(said)} says no amount; it is left out")


def _custom_code(said: Table, ledger: Ledger) -> None:
    """Whether loading the model runs code of its repository. Nothing says so of those that do not."""
    for place, is_said in (
        (pointer("config", "auto_map"), bool(table(said, "config").get("auto_map"))),
        (pointer("auto_map"), bool(said.get("auto_map"))),
        (pointer("transformersInfo", "custom_class"), bool(table(said, "transformersInfo").get("custom_class"))),
    ):
        if is_said:
            ledger.fact(PropertyKind.CUSTOM_CODE, value=True, place=place)
            return
    for number_, tag in enumerate(items(said, "tags")):
        if tag == "custom_code":
            ledger.fact(PropertyKind.CUSTOM_CODE, value=True, place=pointer("tags", number_))
            return


def _weights(said: Table, ledger: Ledger) -> None:
    """What the hub has read in the headers of the weight files."""
    safetensors, gguf = table(said, "safetensors"), table(said, "gguf")
    by_type = {name: whole(count) for name, count in table(safetensors, "parameters").items()}
    counted = {name: count for name, count in by_type.items() if count is not None}
    for place, count in (
        (pointer("safetensors", "total"), whole(safetensors.get("total"))),
        (pointer("safetensors", "parameters"), sum(counted.values()) if counted else None),
        (pointer("gguf", "total"), whole(gguf.get("total"))),
    ):
        if count is not None:
            ledger.fact(PropertyKind.PARAMETER_COUNT, count, place)
            break
    if counted:
        most = max(sorted(counted), key=lambda name: counted[name])
        ledger.fact(PropertyKind.DTYPE, plain(most), pointer("safetensors", "parameters"))
    if (family := text(gguf.get("architecture"))) and not ledger.has(PropertyKind.ARCHITECTURE_FAMILY):
        ledger.fact(PropertyKind.ARCHITECTURE_FAMILY, family, pointer("gguf", "architecture"))
    if (length := whole(gguf.get("context_length"))) is not None:
        ledger.fact(PropertyKind.CONTEXT_LENGTH, length, pointer("gguf", "context_length"))
    state_chat_template(gguf.get("chat_template"), ledger, pointer("gguf", "chat_template"))
