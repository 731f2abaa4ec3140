"""Relationships of SPDX 2 as edges, in the direction and the scope that each type says."""

from __future__ import annotations

import pytest

from tests.ingest.bom.cyclonedx_reading import edges, facts, problems, values
from tests.ingest.bom.spdx_documents import related

A, B, F = "pkg:generic/a@1", "pkg:generic/b@1", "D#SPDXRef-f"


def linked(*rows: tuple[str, str, str]) -> set[tuple[str, str, str, str]]:
    """Edges between parts."""
    found = edges(related(*rows), "depends_on", "contains", "derived_from")
    return {row for row in found if row[0] != "P"}


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("DEPENDS_ON", (A, "depends_on", B, "{}")),
        ("DEPENDENCY_OF", (B, "depends_on", A, "{}")),
        ("RUNTIME_DEPENDENCY_OF", (B, "depends_on", A, '{"scope": "runtime"}')),
        ("DEV_DEPENDENCY_OF", (B, "depends_on", A, '{"scope": "development"}')),
        ("BUILD_DEPENDENCY_OF", (B, "depends_on", A, '{"scope": "build"}')),
        ("TEST_DEPENDENCY_OF", (B, "depends_on", A, '{"scope": "test"}')),
        ("OPTIONAL_DEPENDENCY_OF", (B, "depends_on", A, '{"scope": "optional"}')),
        ("PROVIDED_DEPENDENCY_OF", (B, "depends_on", A, "{}")),
        ("BUILD_TOOL_OF", (B, "depends_on", A, '{"scope": "build"}')),
        ("DEV_TOOL_OF", (B, "depends_on", A, '{"scope": "development"}')),
        ("TEST_TOOL_OF", (B, "depends_on", A, '{"scope": "test"}')),
        ("HAS_PREREQUISITE", (A, "depends_on", B, "{}")),
        ("PREREQUISITE_FOR", (B, "depends_on", A, "{}")),
        ("STATIC_LINK", (A, "depends_on", B, "{}")),
        ("DYNAMIC_LINK", (A, "depends_on", B, "{}")),
        ("CONTAINS", (A, "contains", B, "{}")),
        ("CONTAINED_BY", (B, "contains", A, "{}")),
        ("PACKAGE_OF", (B, "contains", A, "{}")),
        ("EXPANDED_FROM_ARCHIVE", (B, "contains", A, "{}")),
        ("OPTIONAL_COMPONENT_OF", (B, "contains", A, '{"scope": "optional"}')),
        ("GENERATED_FROM", (A, "derived_from", B, "{}")),
        ("GENERATES", (B, "derived_from", A, "{}")),
        ("ANCESTOR_OF", (B, "derived_from", A, "{}")),
        ("DESCENDANT_OF", (A, "derived_from", B, "{}")),
        ("VARIANT_OF", (A, "derived_from", B, "{}")),
        ("COPY_OF", (A, "derived_from", B, "{}")),
        ("PATCH_FOR", (A, "derived_from", B, "{}")),
        ("depends_on", (A, "depends_on", B, "{}")),
    ],
)
def test_type_is_an_edge(type_, expected) -> None:
    assert linked(("SPDXRef-a", type_, "SPDXRef-b")) == {expected}


@pytest.mark.parametrize("type_", ["OTHER", "TEST_CASE_OF", "AMENDS", "SPECIFICATION_FOR", "NEW_IN_2.4"])
def test_type_that_is_none_stays_as_it_is(type_) -> None:
    document = related(("SPDXRef-a", type_, "SPDXRef-b"))
    value = {"source": "SPDXRef-a", "type": type_, "target": "SPDXRef-b"}
    assert values(document, "unmapped") == [{"field": "relationships", "value": value}]
    assert problems(document) == []


def test_none_says_that_nothing_is_required() -> None:
    document = related(("SPDXRef-a", "DEPENDS_ON", "NONE"))
    assert (A, "composition", '{"aggregate": "complete", "of": "dependencies"}') in facts(document)
    assert problems(document) == []


def test_noassertion_says_that_it_is_not_known_what_is_required() -> None:
    document = related(("SPDXRef-a", "DEPENDS_ON", "NOASSERTION"))
    assert values(document, "composition") == [{"aggregate": "unknown", "of": "dependencies"}]


def test_element_of_another_document_stays_as_it_is() -> None:
    document = related(("SPDXRef-a", "DEPENDS_ON", "DocumentRef-x:SPDXRef-y"))
    assert [row["value"]["target"] for row in values(document, "unmapped")] == ["DocumentRef-x:SPDXRef-y"]
    assert problems(document) == []


def test_reference_to_nothing_is_told_once() -> None:
    document = related(("SPDXRef-a", "DEPENDS_ON", "SPDXRef-gone"), ("SPDXRef-b", "DEPENDS_ON", "SPDXRef-gone"))
    assert problems(document) == [("#/relationships/0", "the reference 'SPDXRef-gone' names nothing in the document")]


def test_document_about_nothing_that_it_lists_is_told() -> None:
    document = {**related(), "documentDescribes": ["SPDXRef-gone"]}
    assert [text for _, text in problems(document)] == [
        "the document is said to be about 'SPDXRef-gone', which it does not list"
    ]


def test_cycle_is_read() -> None:
    assert linked(("SPDXRef-a", "DEPENDS_ON", "SPDXRef-b"), ("SPDXRef-b", "DEPENDS_ON", "SPDXRef-a")) == {
        (A, "depends_on", B, "{}"),
        (B, "depends_on", A, "{}"),
    }


def test_what_a_project_was_generated_from_stays_as_it_is() -> None:
    document = {**related(("SPDXRef-a", "GENERATED_FROM", "SPDXRef-f")), "documentDescribes": ["SPDXRef-a"]}
    assert linked() == set()
    assert ("P", "unmapped", '{"field": "derived_from", "value": ["SPDXRef-a", "SPDXRef-f"]}') in facts(document)


def test_root_depends_as_the_project() -> None:
    document = {**related(("SPDXRef-a", "DEPENDS_ON", "SPDXRef-b")), "documentDescribes": ["SPDXRef-a"]}
    assert edges(document, "depends_on") == {("P", "depends_on", B, "{}")}


def test_comment_of_another_tool_is_kept() -> None:
    document = related(("SPDXRef-a", "DEPENDS_ON", "SPDXRef-b"))
    document["relationships"][0]["comment"] = "by its manifest"
    assert [row["value"]["comment"] for row in values(document, "unmapped")] == ["by its manifest"]
    assert edges(document, "depends_on") == {(A, "depends_on", B, "{}")}
