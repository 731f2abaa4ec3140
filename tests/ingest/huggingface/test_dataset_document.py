"""What is read of a dataset: the hub's answer, the metadata of its card in each of their types, its Croissant."""

from __future__ import annotations

from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph_ingest.huggingface.description import Description, describe_croissant, describe_dataset
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.ingest.huggingface.conftest import dataset, links, problems, values

CORPUS = ids.hub_dataset("acme/corpus")


def described(**more: Any) -> Description:
    return describe_dataset(dataset(**more), CORPUS)


def carded(**card: Any) -> Description:
    return described(cardData=card, tags=[])


def test_answer_says_who_what_when_and_in_which_form() -> None:
    tags = ["modality:text", "modality:tabular", "modality:geospatial", "format:parquet", "size_categories:1K<n<10K"]
    found = described(
        description="\n\n  A corpus\n of texts, ask a@b.example  ", citation="@misc{x,\n  title={X}\n}", tags=tags
    )
    assert links(found, EdgeKind.PUBLISHED_BY) == [("https://huggingface.co/acme", {})]
    assert values(found, PropertyKind.DESCRIPTION) == ["A corpus of texts, ask ..."]
    assert values(found, PropertyKind.CITATION) == ["@misc{x,\ntitle={X}\n}"]
    assert values(found, PropertyKind.DATA_TYPE) == ["text", "structured"]
    assert values(found, PropertyKind.FORMAT) == ["parquet"]
    assert values(found, PropertyKind.SIZE_CATEGORY) == ["1K<n<10K"]
    assert values(found, PropertyKind.NAME) == ["Corpus"]


def test_tags_speak_for_metadata_that_did_not_come_along() -> None:
    told = dataset(
        tags=["task_categories:translation", "language:de", "license:mit", "source_datasets:extended|acme/old"]
    )
    del told["cardData"]
    found = describe_dataset(told, CORPUS)
    assert values(found, PropertyKind.TASK) == ["translation"]
    assert values(found, PropertyKind.LANGUAGE) == ["de"]
    assert [name for name, _ in links(found, EdgeKind.LICENSED_UNDER)] == ["MIT"]
    assert links(found, EdgeKind.DERIVED_FROM) == [("https://huggingface.co/datasets/acme/old", {})]


def test_card_says_task_size_sources_and_how_it_was_made() -> None:
    found = carded(
        task_categories=["text-classification"],
        task_ids="sentiment-classification",
        size_categories=["1K<n<10K", "10K<n<100K", "unknown"],
        source_datasets=["original", "extended|imdb", "acme/other-set", "extended|other-web", "two words"],
        annotations_creators=["crowdsourced"],
        language_creators="found",
    )
    assert values(found, PropertyKind.TASK) == ["text-classification", "sentiment-classification"]
    assert values(found, PropertyKind.SIZE_CATEGORY) == ["1K<n<10K, 10K<n<100K"]
    assert [name for name, _ in links(found, EdgeKind.DERIVED_FROM)] == [
        "https://huggingface.co/datasets/imdb",
        "https://huggingface.co/datasets/acme/other-set",
    ]
    assert values(found, PropertyKind.ANNOTATION_PROCESS) == ["annotations_creators: crowdsourced"]
    assert values(found, PropertyKind.COLLECTION_PROCESS) == ["language_creators: found"]
    assert [place for place, _ in problems(found)] == ["#/cardData/source_datasets/4"]


ONE = {
    "features": [{"name": "a", "dtype": "string"}, {"name": "b", "dtype": {"class_label": {"names": {"0": "x"}}}}, {"name": "c", "sequence": [{"name": "d", "dtype": "float32"}]}],
    "splits": [{"name": "train", "num_bytes": 10, "num_examples": 3}, {"name": "test", "num_bytes": "5", "num_examples": "2"}],
    "download_size": 7,
    "dataset_size": 15,
}  # fmt: skip


def test_counts_of_one_subset_are_those_of_the_dataset() -> None:
    found = carded(dataset_info=ONE)
    assert values(found, PropertyKind.STATISTICS) == [
        {"default": {"train": {"rows": 3, "bytes": 10}, "test": {"rows": 2, "bytes": 5}}}
    ]
    assert values(found, PropertyKind.ROW_COUNT) == [5]
    assert values(found, PropertyKind.SIZE_BYTES) == [15]
    types = [one for one in found.assertions if one.predicate == PropertyKind.DATA_TYPE]
    assert {str(one.value) for one in types} == {"text", "categorical", "numeric"}
    assert {one.evidence.method for one in types} == {Method.INFERRED}


def test_counts_of_several_subsets_are_not_added_up() -> None:
    found = carded(dataset_info=[{"config_name": "a", **ONE}, {"config_name": "b", **ONE}, "none"])
    assert set(values(found, PropertyKind.STATISTICS)[0]) == {"a", "b"}
    assert values(found, PropertyKind.ROW_COUNT) == []
    assert [place for place, _ in problems(found)] == ["#/cardData/dataset_info/2"]


@pytest.mark.parametrize("value", [None, 7, -1, True, "", "x", [], ["x", 7, None, [], {}], {}, {"x": [1]}], ids=repr)
def test_no_type_of_any_field_stops_the_reading(value: Any) -> None:
    for key in (*dataset(), "description", "citation", "paperswithcode_id", "unknown"):
        if key not in {"id", "_id"}:
            assert values(described(**{key: value}), PropertyKind.HUB_ID)
    fields = ("license", "language", "task_categories", "size_categories", "source_datasets", "annotations_creators", "pretty_name", "dataset_info", "configs")  # fmt: skip
    for field in fields:
        assert values(carded(**{field: value}), PropertyKind.HUB_ID)
    for inner in ("features", "splits", "dataset_size", "config_name"):
        assert values(carded(dataset_info={inner: value}), PropertyKind.HUB_ID)


def croissant(**more: Any) -> dict[str, Any]:
    return {"@type": "sc:Dataset", "name": "corpus", "url": "https://huggingface.co/datasets/acme/corpus", **more}


def test_croissant_says_license_makers_texts_and_types() -> None:
    found = describe_croissant(
        croissant(
            license="https://creativecommons.org/licenses/by-nc/4.0/",
            creator=[{"@type": "sc:Organization", "name": "Acme", "url": "https://huggingface.co/acme"}, {"@type": "sc:Person", "name": "Jane Doe"}],
            publisher={"@type": "Organization", "name": "Acme Inc"},
            citeAs="@misc{x}",
            version="1.2.0",
            sameAs="https://acme.example/corpus?token=x",
            recordSet=[{"field": [{"dataType": "sc:Text"}, {"dataType": ["sc:ImageObject", "cr:Split"], "subField": {"dataType": "sc:Integer"}}]}],
            distribution=[
                {"@type": "cr:FileObject", "encodingFormat": "git+https", "sha256": "https://github.com/mlcommons/croissant/issues/80"},
                {"@type": "cr:FileSet", "encodingFormat": "application/x-parquet", "containedIn": {"@id": "repo"}},
                {"@type": "cr:FileObject", "encodingFormat": "text/csv", "sha256": "AB" * 32},
            ],
            **{"rai:dataBiases": ["One.", "Two."], "rai:dataCollection": "By hand, ask jane@acme.example."},
            **{"prov:wasDerivedFrom": {"prov:atLocation": "https://huggingface.co/datasets/acme/full"}},
        ),
        CORPUS,
    )  # fmt: skip
    assert [name for name, _ in links(found, EdgeKind.LICENSED_UNDER)] == ["CC-BY-NC-4.0"]
    assert links(found, EdgeKind.PUBLISHED_BY) == [("org:acme-inc", {"role": "publisher"}), ("https://huggingface.co/acme", {"role": "creator"})]  # fmt: skip
    assert "Jane" not in repr(found)
    assert "jane@" not in repr(found)
    assert values(found, PropertyKind.BIAS) == ["One.", "Two."]
    assert values(found, PropertyKind.DATA_TYPE) == ["text", "image", "numeric"]
    assert values(found, PropertyKind.FORMAT) == ["application/x-parquet"]
    assert values(found, PropertyKind.HASH) == [f"sha256:{'ab' * 32}"]
    assert values(found, PropertyKind.HOMEPAGE) == [{"label": "same as", "url": "https://acme.example/corpus"}]
    assert links(found, EdgeKind.DERIVED_FROM) == [("https://huggingface.co/datasets/acme/full", {})]
    assert problems(found) == []


@pytest.mark.parametrize(
    ("said", "licenses", "words"),
    [
        ("https://choosealicense.com/licenses/mit/", ["MIT"], ["https://choosealicense.com/licenses/mit/"]),
        ("https://spdx.org/licenses/Apache-2.0.html", ["Apache-2.0"], ["https://spdx.org/licenses/Apache-2.0.html"]),
        (
            ["apache-2.0", {"@type": "CreativeWork", "url": "https://opensource.org/licenses/MIT"}],
            ["Apache-2.0", "MIT"],
            ["https://opensource.org/licenses/MIT"],
        ),
        ("https://acme.example/terms?sig=x", [], ["https://acme.example/terms"]),
        ("Public Domain", [], ["Public Domain"]),
        (7, [], []),
    ],
)
def test_license_of_croissant_comes_as_address_word_or_object(said: Any, licenses: list[str], words: list[str]) -> None:
    found = describe_croissant(croissant(license=said), CORPUS)
    assert [name for name, _ in links(found, EdgeKind.LICENSED_UNDER)] == licenses
    assert values(found, PropertyKind.LICENSE_TEXT) == words
