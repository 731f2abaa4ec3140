"""Whatever JSON and whatever text: all readers come to an end, and what they say can be stored."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph_ingest.huggingface.card import read_card
from mlgraph_ingest.huggingface.description import (
    Description,
    describe_account,
    describe_card,
    describe_config,
    describe_croissant,
    describe_dataset,
    describe_model,
)
from tests.ingest.huggingface.conftest import CARD_URL, TINY, dataset, model

KEYS = sorted(
    {*model(), *dataset(), "config", "safetensors", "gguf", "baseModels", "models", "relation", "transformersInfo"}
    | {"model-index", "results", "metrics", "type", "value", "license", "license_name", "license_link", "base_model"}
    | {"datasets", "language", "co2_eq_emissions", "emissions", "architectures", "model_type", "quantization_config"}
    | {"tokenizer_config", "chat_template", "parameters", "total", "rfilename", "lfs", "sha256", "size", "dataset_info"}
    | {"features", "splits", "num_examples", "name", "dtype", "list", "source_datasets", "distribution", "recordSet"}
    | {"field", "dataType", "creator", "@type", "url", "citeAs", "rai:dataBiases", "prov:wasDerivedFrom", "text_config"}
)
WORDS = [
    "acme/tiny",
    "acme/base",
    "apache-2.0",
    "other",
    "base_model:finetune:acme/base",
    "dataset:glue",
    "sc:Organization",
]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)
TABLES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=12)
MARKDOWN = st.lists(
    st.sampled_from(
        ["# Limitations", "## Uses", "===", "---", "```", "- a: b", "license: mit", "<!--", "-->", "- x: 1 kg"]
    )
    | st.text(max_size=20),
    max_size=30,
).map("\n".join)
CORPUS = ids.hub_dataset("acme/corpus")
RELAXED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)


def check(found: Description) -> None:
    """What is said has a place, and values that any store takes: no control characters, no broken text, finite numbers."""
    for one in found.assertions:
        written = orjson.dumps({"value": one.value, "qualifiers": dict(one.qualifiers), "place": one.evidence.locator})
        assert b"\\u0000" not in written
        assert len(written) < 100_000


@RELAXED
@given(TABLES)
def test_any_json_is_read(said: dict[str, Any]) -> None:
    check(describe_model({**said, "sha": said.get("sha")}, TINY))
    check(describe_dataset(said, CORPUS))
    check(describe_account(said, ids.hub_account("acme")))
    check(describe_config(said, TINY))
    check(describe_croissant(said, CORPUS))


@RELAXED
@given(TABLES)
def test_any_metadata_are_read(card: dict[str, Any]) -> None:
    check(describe_model(model(cardData=card), TINY))
    check(describe_dataset(dataset(cardData=card), CORPUS))


@RELAXED
@given(MARKDOWN)
def test_any_text_is_read_as_a_card(text: str) -> None:
    card = read_card(text.encode("utf-8", "surrogatepass"), CARD_URL)
    check(describe_card(card, TINY, has_metadata=False))
    check(describe_card(card, CORPUS, has_metadata=False))
