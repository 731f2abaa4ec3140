"""Reads the configuration of a model: its own file, and what the hub repeats of it. Pure, and of any shape."""

from __future__ import annotations

import hashlib

from mlgraph_ingest.answers.json_values import Table, pointer, table
from mlgraph_ingest.huggingface.ledger import HUB, Ledger
from mlgraph_ingest.huggingface.values import Said, entries, number, text, whole
from mlgraph_ontology.kinds import PropertyKind

CONFIG = "config"
"""Rule of what the configuration file itself says."""
_LENGTHS = ("max_position_embeddings", "n_positions", "max_sequence_length", "max_seq_len")
"""How configurations call the longest input (transformers, configurations of BERT, GPT-2, XLM and MPT)."""


def read_config(said: Table, ledger: Ledger) -> None:
    """What the file `config.json` of a model says."""
    read_configuration(Said(said, pointer, CONFIG), ledger)
    for path, inner in (((), said), (("text_config",), table(said, "text_config"))):
        for key in _LENGTHS:
            length = whole(inner.get(key))
            if length is not None and not ledger.has(PropertyKind.CONTEXT_LENGTH):
                ledger.fact(PropertyKind.CONTEXT_LENGTH, length, pointer(*path, key), rule=CONFIG)
    if said.get("auto_map"):
        ledger.fact(PropertyKind.CUSTOM_CODE, value=True, place=pointer("auto_map"), rule=CONFIG)


def read_configuration(config: Said, ledger: Ledger) -> None:
    """Architecture, quantization and chat template."""
    for path, one in entries(config.get("architectures")):
        if name := text(one):
            ledger.fact(PropertyKind.ARCHITECTURE, name, config.at("architectures", *path), rule=config.rule)
    for library, key in (("diffusers", "_class_name"), ("speechbrain", "speechbrain_interface")):
        if name := text(table(config.table, library).get(key)):
            ledger.fact(PropertyKind.ARCHITECTURE, name, config.at(library, key), rule=config.rule)
    if family := text(config.get("model_type")):
        ledger.fact(PropertyKind.ARCHITECTURE_FAMILY, family, config.at("model_type"), rule=config.rule)
    method, bits = _quantization(table(config.table, "quantization_config"))
    if method is not None:
        said = {"method": method, "bits": bits}
        ledger.fact(PropertyKind.QUANTIZATION, {**said}, config.at("quantization_config"), rule=config.rule)
    at = config.at("tokenizer_config", "chat_template")
    state_chat_template(table(config.table, "tokenizer_config").get("chat_template"), ledger, at)
    state_chat_template(config.get("chat_template_jinja"), ledger, config.at("chat_template_jinja"))


def state_chat_template(template: object, ledger: Ledger, place: str) -> None:
    """The hash of a chat template, of several of the one that is called default."""
    if isinstance(template, list):
        named = {text(one.get("name")): one.get("template") for one in template if isinstance(one, dict)}
        template = named.get("default")
    if isinstance(template, str) and template and not ledger.has(PropertyKind.CHAT_TEMPLATE_HASH):
        digest = hashlib.sha256(template.encode("utf-8", "surrogatepass")).hexdigest()
        ledger.fact(PropertyKind.CHAT_TEMPLATE_HASH, f"sha256:{digest}", place, rule=HUB)


def _quantization(said: Table) -> tuple[str | None, int | float | None]:
    """Method and bits; `load_in_4bit` and its like are words of bitsandbytes (transformers, "Quantization")."""
    method, bits = text(said.get("quant_method")), number(said.get("bits"))
    for key, known in (("load_in_4bit", 4), ("load_in_8bit", 8)):
        if bits is None and (said.get(key) is True or said.get(f"_{key}") is True):
            method, bits = method or "bitsandbytes", known
    return method, bits
