"""What is read of a model: every field in each of the types in which it comes, and what is none."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.ingest.huggingface.conftest import SHA, STABLE, described, links, model, problems, values


def test_identity_dates_access_and_downloads_are_read_each_with_its_place() -> None:
    found = described(model(gated="manual"))
    said = {
        (one.predicate, one.evidence.locator): one.value
        for one in found.assertions
        if one.subject == found.node and one.object is None
    }
    assert {
        (PropertyKind.HUB_ID, "#/_id"): STABLE,
        (PropertyKind.VERSION, "#/sha"): SHA,
        (PropertyKind.CREATED_AT, "#/createdAt"): "2024-03-02T23:29:04+00:00",
        (PropertyKind.MODIFIED_AT, "#/lastModified"): "2024-05-06T07:08:09+00:00",
        (PropertyKind.GATED, "#/gated"): "manual",
        (PropertyKind.DISABLED, "#/disabled"): False,
        (PropertyKind.DOWNLOAD_COUNT, "#/downloads"): {"count": 1234, "days": 30},
        (PropertyKind.TASK, "#/pipeline_tag"): "text-generation",
    }.items() <= said.items()
    assert links(found, EdgeKind.PUBLISHED_BY) == [("https://huggingface.co/acme", {})]
    assert links(found, EdgeKind.RUNS_WITH) == [("pkg:pypi/transformers", {"library": "transformers"})]
    assert problems(found) == []


def test_modalities_follow_from_the_task_and_say_so() -> None:
    found = described(model(pipeline_tag="image-text-to-text"))
    assert values(found, PropertyKind.INPUT_MODALITY) == ["image", "text"]
    assert values(found, PropertyKind.OUTPUT_MODALITY) == ["text"]
    (method,) = {o.evidence.method for o in found.assertions if o.predicate == PropertyKind.INPUT_MODALITY}
    assert method is Method.INFERRED


def test_library_that_is_no_known_package_says_nothing_of_a_package() -> None:
    assert links(described(model(library_name="my-own-thing")), EdgeKind.RUNS_WITH) == []


@pytest.mark.parametrize(
    ("card", "licenses", "words"),
    [
        ({"license": "apache-2.0"}, ["Apache-2.0"], []),
        ({"license": ["mit", "cc-by-4.0"]}, ["MIT", "CC-BY-4.0"], []),
        ({"license": "llama3.1"}, ["LicenseRef-scancode-llama-3.1-license-2024"], ["llama3.1"]),
        ({"license": "openrail++"}, ["LicenseRef-scancode-bigscience-open-rail-m2"], ["openrail++"]),
        ({"license": "openrail"}, [], ["openrail"]),
        ({"license": "unknown"}, [], []),
        ({"license": "see the file LICENSE"}, [], ["see the file LICENSE"]),
        (
            {"license": "other", "license_name": "tiny-1.0", "license_link": "https://acme.example/l?token=x"},
            ["LicenseRef-tiny-1.0"],
            ["other: tiny-1.0 (https://acme.example/l)"],
        ),
        ({"license": "other", "license_link": "LICENSE"}, [], ["other (LICENSE)"]),
        (
            {"license": "other", "license_link": "https://ai.google.dev/gemma/terms"},
            ["LicenseRef-scancode-gemma-tou-2025-03-24"],
            ["other (https://ai.google.dev/gemma/terms)"],
        ),
        ({"license": "other", "license_name": "Tiny License"}, [], ["other: Tiny License"]),
        ({"license": "other"}, [], ["other"]),
    ],
)
def test_license_comes_as_one_or_many_or_under_a_name_of_its_own(
    card: dict[str, Any], licenses: list[str], words: list[str]
) -> None:
    found = described(model(cardData=card, tags=["license:other"]))
    assert [name for name, _ in links(found, EdgeKind.LICENSED_UNDER)] == licenses
    expected = ["other"] if card["license"] == "unknown" else words  # then the tag speaks
    assert values(found, PropertyKind.LICENSE_TEXT) == expected


def test_license_tag_speaks_only_where_the_card_does_not() -> None:
    told = model(tags=["license:mit"])
    assert [name for name, _ in links(described(told), EdgeKind.LICENSED_UNDER)] == ["Apache-2.0"]
    del told["cardData"]
    (one,) = [o for o in described(told).assertions if o.predicate == EdgeKind.LICENSED_UNDER]
    assert (one.object and one.object.key, one.evidence.locator) == ("MIT", "#/tags/0")


@pytest.mark.parametrize(
    ("more", "bases"),
    [
        ({"cardData": {"base_model": "acme/base"}}, {("acme/base", None)}),
        ({"cardData": {"base_model": ["acme/a", "acme/b"], "base_model_relation": "merge"}}, {("acme/a", "merge"), ("acme/b", "merge")}),
        ({"tags": ["base_model:acme/base", "base_model:adapter:acme/base"]}, {("acme/base", "adapter")}),
        (
            {"cardData": {"base_model": "acme/old"}, "tags": ["base_model:finetune:acme/new", "base_model:acme/new"]},
            {("acme/new", "finetune"), ("acme/old", None)},
        ),
        ({"baseModels": {"models": [{"_id": STABLE, "id": "acme/tree"}], "relation": "quantized"}}, {("acme/tree", "quantized")}),
        ({"cardData": {"base_model": "https://huggingface.co/acme/base"}}, {("acme/base", None)}),
    ],
)  # fmt: skip
def test_base_models_come_from_card_tags_and_tree_each_once_with_the_relation(
    more: dict[str, Any], bases: set[tuple[str, str | None]]
) -> None:
    found = described(model(**more))
    made_from = links(found, EdgeKind.DERIVED_FROM)
    assert {(name.removeprefix("pkg:huggingface/"), said.get("relation")) for name, said in made_from} == bases
    assert len(made_from) == len(bases)
    assert set(found.origins) >= {ids.model(name) for name, _ in bases}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a b", "<script>alert(1)</script>", "acme/ti\x00ny", "a/b/c", "./out/checkpoint-500", "", "acme/tiny"],
)  # fmt: skip
def test_what_is_no_id_of_another_model_is_no_base_and_a_problem(name: str) -> None:
    found = described(model(cardData={"base_model": [name]}))
    assert links(found, EdgeKind.DERIVED_FROM) == []
    assert [place for place, _ in problems(found)] == (["#/cardData/base_model/0"] if name else [])


def test_training_data_come_from_the_card_and_the_tags_each_once() -> None:
    pages = ["https://huggingface.co/datasets/acme/page", "https://huggingface.co/acme/model"]
    card = {"datasets": ["acme/corpus", "https://data.example/set.zip", "two words", 7, None, *pages]}
    found = described(model(cardData=card, tags=["dataset:acme/corpus", "dataset:glue"]))
    assert [name for name, _ in links(found, EdgeKind.TRAINED_ON)] == [
        "https://huggingface.co/datasets/acme/corpus",
        "https://data.example/set.zip",
        "https://huggingface.co/datasets/acme/page",
        "https://huggingface.co/datasets/glue",
    ]
    assert [place for place, _ in problems(found)] == [f"#/cardData/datasets/{n}" for n in (2, 3, 6)]


def test_metrics_are_read_with_their_dataset_and_only_what_is_said() -> None:
    result = {
        "task": {"type": "text-classification", "name": "Text"},
        "dataset": {"type": "glue", "name": "GLUE", "config": "sst2", "split": "test", "revision": "abc"},
        "metrics": [
            {"type": "accuracy", "value": 0.91, "verified": True},
            {"type": "f1", "value": "88.5"},
            {"type": "x"},
        ],
    }
    index = [{"name": "tiny", "results": [result, "no result"]}, 7]
    found = described(model(cardData={"model-index": index, "metrics": ["accuracy", "bleu"]}))
    of = {"task": "text-classification", "dataset": "glue", "config": "sst2", "split": "test", "revision": "abc"}
    assert values(found, PropertyKind.METRIC) == [
        {"type": "accuracy", "value": 0.91, "verified": True, **of},
        {"type": "f1", "value": 88.5, **of},
        {"type": "bleu"},
    ]
    assert links(found, EdgeKind.EVALUATED_ON) == [
        ("https://huggingface.co/datasets/glue", {"config": "sst2", "split": "test", "revision": "abc"})
    ]
    base = "#/cardData/model-index"
    assert {place for place, _ in problems(found)} == {
        f"{base}/0/results/0/metrics/2",
        f"{base}/0/results/1",
        f"{base}/1",
    }


@pytest.mark.parametrize(
    ("said", "emitted"),
    [
        (1460, {"kg_co2e": 1.46}),
        ("250", {"kg_co2e": 0.25}),
        ({"emissions": 500.0, "source": "CodeCarbon", "hardware_used": "1 A100"}, {"kg_co2e": 0.5, "source": "CodeCarbon", "hardware_used": "1 A100"}),
        ({"emissions": "a lot"}, None),
        ({"emissions": float("nan")}, None),
        ([1], None),
    ],
)  # fmt: skip
def test_emissions_are_in_grams_and_come_as_number_or_table(said: Any, emitted: dict[str, Any] | None) -> None:
    found = described(model(cardData={"co2_eq_emissions": said}))
    assert values(found, PropertyKind.EMISSIONS) == ([emitted] if emitted else [])
    assert [place for place, _ in problems(found)] == ([] if emitted else ["#/cardData/co2_eq_emissions"])


def test_configuration_says_architecture_quantization_template_and_code() -> None:
    template = "{{ messages }}"
    config = {
        "architectures": ["TinyForCausalLM"],
        "model_type": "tiny",
        "quantization_config": {"quant_method": "gptq", "bits": 4},
        "auto_map": {"AutoModel": "modeling_tiny.TinyModel"},
        "tokenizer_config": {
            "chat_template": [{"name": "tools", "template": "x"}, {"name": "default", "template": template}]
        },
    }
    found = described(model(config=config))
    assert values(found, PropertyKind.ARCHITECTURE) == ["TinyForCausalLM"]
    assert values(found, PropertyKind.ARCHITECTURE_FAMILY) == ["tiny"]
    assert values(found, PropertyKind.QUANTIZATION) == [{"method": "gptq", "bits": 4}]
    assert values(found, PropertyKind.CUSTOM_CODE) == [True]
    digest = hashlib.sha256(template.encode()).hexdigest()
    assert values(found, PropertyKind.CHAT_TEMPLATE_HASH) == [f"sha256:{digest}"]


def test_that_nothing_speaks_of_own_code_says_nothing_about_it() -> None:
    assert values(described(), PropertyKind.CUSTOM_CODE) == []
    assert values(described(model(tags=["custom_code"])), PropertyKind.CUSTOM_CODE) == [True]


def test_weights_are_counted_by_the_headers_that_the_hub_has_read() -> None:
    found = described(model(safetensors={"parameters": {"BF16": 90, "F32": 10}, "total": 100}))
    assert (values(found, PropertyKind.PARAMETER_COUNT), values(found, PropertyKind.DTYPE)) == ([100], ["BF16"])
    found = described(model(safetensors={"parameters": {"F32": 7}}))
    assert values(found, PropertyKind.PARAMETER_COUNT) == [7]
    gguf = {"total": 5, "architecture": "llama", "context_length": 4096, "chat_template": "{{x}}"}
    found = described(model(gguf=gguf))
    assert values(found, PropertyKind.PARAMETER_COUNT) == [5]
    assert values(found, PropertyKind.CONTEXT_LENGTH) == [4096]
    assert values(found, PropertyKind.ARCHITECTURE_FAMILY) == ["llama"]
    assert len(values(found, PropertyKind.CHAT_TEMPLATE_HASH)) == 1


def test_files_are_those_of_the_commit_with_size_and_hash() -> None:
    sha256 = "ab" * 32
    files = [
        {"rfilename": "model.safetensors", "size": 9, "lfs": {"sha256": sha256, "size": 9, "pointerSize": 1}},
        {"rfilename": "onnx/../<b>.txt"},
        {"rfilename": 7},
        "no file",
    ]
    found = described(model(siblings=files))
    said = {(one.subject.key.rpartition("/resolve/")[2], one.predicate): one.value for one in found.assertions}
    at = f"{SHA}/model.safetensors"
    assert (said[at, PropertyKind.SIZE_BYTES], said[at, PropertyKind.HASH]) == (9, f"sha256:{sha256}")
    assert said[f"{SHA}/onnx/../%3Cb%3E.txt", PropertyKind.NAME] == "onnx/../<b>.txt"
    assert [place for place, _ in problems(found)] == ["#/siblings/2", "#/siblings/3"]


def test_parts_of_one_set_of_weights_are_told_by_their_names() -> None:
    names = ["model-00002-of-00003.safetensors", "model-00004-of-00003.safetensors", "a/model-00001-of-00001.bin"]
    found = described(model(siblings=[{"rfilename": name} for name in names]))
    shards = [
        (o.subject.key.rpartition("/")[2], o.value) for o in found.assertions if o.predicate == PropertyKind.SHARD
    ]
    assert shards == [
        ("model-00002-of-00003.safetensors", {"index": 2, "count": 3, "of": "model.safetensors"}),
        ("model-00001-of-00001.bin", {"index": 1, "count": 1, "of": "a/model.bin"}),
    ]


def test_papers_and_dois_are_read_of_the_tags() -> None:
    found = described(model(tags=["arxiv:2109.07958", "doi:10.57967/hf/0039", "arxiv:<b>"]))
    assert values(found, PropertyKind.PAPER) == ["https://arxiv.org/abs/2109.07958"]
    assert values(found, PropertyKind.DOI) == ["10.57967/hf/0039"]
    assert [place for place, _ in problems(found)] == ["#/tags/2"]


WRONG: list[Any] = [
    None,
    7,
    -1,
    1.5,
    True,
    "",
    "x",
    [],
    ["x", 7, None, [], {}],
    {},
    {"x": [1]},
    {"": None},
    "\ud83d\ude00" * 9,
]


@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_no_type_of_any_field_stops_the_reading(value: Any) -> None:
    whole = model()
    for key in (
        *whole,
        "config",
        "safetensors",
        "gguf",
        "transformersInfo",
        "baseModels",
        "model-index",
        "auto_map",
        "unknown",
    ):
        if key != "id":
            found = described(model(**{key: value}))
            assert values(found, PropertyKind.HUB_ID if key != "_id" else PropertyKind.VERSION)
    fields = ("license", "license_name", "base_model", "base_model_relation", "datasets", "language", "metrics", "model-index", "co2_eq_emissions", "pipeline_tag", "library_name")  # fmt: skip
    for field in fields:
        assert values(described(model(cardData={field: value})), PropertyKind.VERSION) == [SHA]
    for inner in ("architectures", "model_type", "quantization_config", "tokenizer_config", "diffusers"):
        assert values(described(model(config={inner: value})), PropertyKind.VERSION) == [SHA]


def test_control_characters_leave_and_html_stays_as_data() -> None:
    found = described(model(cardData={"language": ["<b>en</b>\x1b[31m\x00"]}))
    assert values(found, PropertyKind.LANGUAGE) == ["<b>en</b>[31m"]


@pytest.mark.parametrize("value", ["9" * 30, 10**25, "1e999", float("inf"), "nan", "-0.5", "12 %"])
def test_numbers_of_any_size_are_kept_as_numbers_or_words_and_stop_nothing(value: Any) -> None:
    index = [{"results": [{"metrics": [{"type": "f1", "value": value}]}]}]
    found = described(model(cardData={"model-index": index, "co2_eq_emissions": value}, downloads=value))
    assert values(found, PropertyKind.VERSION) == [SHA]
    kept = [one["value"] for one in values(found, PropertyKind.METRIC)]
    assert kept == [] or isinstance(kept[0], str | float)
