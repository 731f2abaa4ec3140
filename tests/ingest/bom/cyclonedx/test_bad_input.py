"""What is wrong with a document is one line each, and the rest of it is read; nothing else than FormatError comes out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from tests.ingest.bom.cyclonedx_reading import assertions, bom, component, edges, facts, problems

WRONG = ["a text", 7, 1.5, True, None, [], {}, ["x"], {"x": 1}, [[]], [{"ref": 1}]]
CHAPTERS = [
    "metadata", "components", "services", "dependencies", "compositions", "vulnerabilities", "externalReferences",
    "properties", "annotations", "formulation", "signature", "serialNumber", "bomFormat", "specVersion", "version",
]  # fmt: skip
MEMBERS = [
    "type", "bom-ref", "supplier", "manufacturer", "authors", "publisher", "group", "name", "version", "versionRange",
    "isExternal", "description", "scope", "hashes", "licenses", "copyright", "cpe", "purl", "omniborId", "swhid", "swid",
    "pedigree", "externalReferences", "components", "evidence", "releaseNotes", "modelCard", "data", "properties", "tags",
]  # fmt: skip


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_of_any_type_stops_nothing(chapter) -> None:
    for value in WRONG:
        document = component()
        document[chapter] = value
        assert chapter == "components" or ("pkg:generic/lib@1.0", "name", "lib") in facts(document)


@pytest.mark.parametrize("member", MEMBERS)
def test_member_of_any_type_stops_nothing(member) -> None:
    other = {"type": "library", "name": "other", "version": "1"}
    for value in WRONG:
        document = component(**{member: value})
        document["components"].append(other)
        assert ("pkg:generic/other@1", "name", "other") in facts(document)


@pytest.mark.parametrize(
    ("member", "inner"),
    [
        ("modelCard", "modelParameters"), ("modelCard", "quantitativeAnalysis"), ("modelCard", "considerations"),
        ("pedigree", "ancestors"), ("pedigree", "patches"), ("evidence", "licenses"), ("evidence", "copyright"),
    ],
)  # fmt: skip
def test_inner_member_of_any_type_stops_nothing(member, inner) -> None:
    for value in [*WRONG, {"datasets": "x", "inputs": [1], "energyConsumptions": 3}]:
        document = component(**{member: {inner: value}})
        assert ("pkg:generic/lib@1.0", "name", "lib") in facts(document)


def test_wrong_type_is_one_problem_and_the_value_is_kept() -> None:
    document = component(hashes="md5:0", description=["x"])
    assert set(problems(document)) == {
        ("#/components/0/hashes", "a text where a list belongs"),
        ("#/components/0/description", "a list where a text belongs"),
    }
    assert {value for _, kind, value in facts(document) if kind == "unmapped"} == {
        '{"field": "hashes", "value": "md5:0"}', '{"field": "description", "value": ["x"]}',
    }  # fmt: skip


def test_duplicate_reference_is_listed_and_both_are_read() -> None:
    parts = [{"type": "library", "name": n, "version": "1", "bom-ref": "same"} for n in "ab"]
    document = bom(components=parts)
    assert problems(document) == [("#/components/1", "the reference 'same' names two things")]
    assert {target for _, _, target, _ in edges(document, "contains")} == {"pkg:generic/a@1", "pkg:generic/b@1"}


@pytest.mark.parametrize("purl", ["lib@1.0", "pkg:", "pkg:npm", "https://x.example", "pkg:pypi/>=1"])
def test_purl_that_is_none_is_a_problem_and_the_name_stands_in(purl) -> None:
    document = component(purl=purl)
    assert len(problems(document)) == 1
    assert {target for _, _, target, _ in edges(document, "contains")} == {"pkg:generic/lib@1.0"}


def test_deep_document_is_refused() -> None:
    deep: object = "x"
    for _ in range(300):
        deep = [deep]
    with pytest.raises(FormatError, match="nested deeper"):
        assertions(bom(formulation=[deep]))


@pytest.mark.parametrize("cut", [30, 60, 120])
def test_cut_document_is_refused_with_its_place(cut) -> None:
    text = json.dumps(component())[:cut]
    with pytest.raises(FormatError, match=r"x\.json:1:\d+: its JSON is broken or cut off"):
        assertions(text)


def test_two_documents_in_one_are_refused() -> None:
    text = json.dumps(component())
    with pytest.raises(FormatError, match="broken or cut off"):
        assertions(text + text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_read(encoding) -> None:
    assert facts(json.dumps(component(name="löb")).encode(encoding)) == facts(component(name="löb"))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*CHAPTERS, *MEMBERS, "ref", "license", "id", "url", "state"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(CHAPTERS), values), st.dictionaries(st.sampled_from(MEMBERS), values))
def test_no_document_raises_anything_else(chapters, members) -> None:
    document = {**bom(), **chapters, "components": [members]}
    try:
        assertions(document)
    except FormatError:
        return
