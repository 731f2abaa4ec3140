"""Who requires whom, and how complete that is."""

from __future__ import annotations

from tests.ingest.bom.cyclonedx_reading import bom, edges, facts, problems, values

PARTS = [{"type": "library", "name": n, "version": "1", "bom-ref": n, "purl": f"pkg:npm/{n}@1"} for n in "abc"]


def test_requirements_even_in_a_circle() -> None:
    rows = [{"ref": "a", "dependsOn": ["b", "b"]}, {"ref": "b", "dependsOn": ["a", "c"]}]
    assert edges(bom(dependencies=rows, components=PARTS), "depends_on") == {
        ("pkg:npm/a@1", "depends_on", "pkg:npm/b@1", "{}"), ("pkg:npm/b@1", "depends_on", "pkg:npm/a@1", "{}"),
        ("pkg:npm/b@1", "depends_on", "pkg:npm/c@1", "{}"),
    }  # fmt: skip


def test_requiring_nothing_is_told_from_saying_nothing() -> None:
    document = bom(components=PARTS, dependencies=[{"ref": "a", "dependsOn": []}, {"ref": "b"}])
    assert facts(document, "composition") == {
        ("pkg:npm/a@1", "composition", '{"aggregate": "complete", "of": "dependencies"}')
    }


def test_root_requires_by_both_its_names() -> None:
    root = {"type": "application", "name": "shop", "bom-ref": "r", "purl": "pkg:npm/shop@2"}
    document = bom(metadata={"component": root}, components=PARTS, dependencies=[{"ref": "r", "dependsOn": ["a"]}])
    assert {(s, t) for s, _, t, _ in edges(document, "depends_on")} == {
        ("P", "pkg:npm/a@1"), ("pkg:npm/shop@2", "pkg:npm/a@1"),
    }  # fmt: skip


def test_what_is_provided_is_kept() -> None:
    document = bom(components=PARTS, dependencies=[{"ref": "a", "provides": ["b"]}])
    assert values(document, "unmapped") == [{"field": "provides", "value": ["b"]}]


def test_dangling_references_are_listed_and_the_rest_is_read() -> None:
    document = bom(
        components=PARTS, dependencies=[{"ref": "a", "dependsOn": ["gone", "b"]}, {"ref": "x", "dependsOn": []}]
    )
    assert problems(document) == [
        ("#/dependencies/0", "the reference 'gone' names nothing in the document"),
        ("#/dependencies/1", "the reference 'x' names nothing in the document"),
    ]
    assert {t for _, _, t, _ in edges(document, "depends_on")} == {"pkg:npm/b@1"}


def test_compositions() -> None:
    rows = [
        {"aggregate": "incomplete_third_party_only", "assemblies": ["a"], "dependencies": ["b"]},
        {"aggregate": "unknown", "vulnerabilities": ["v"]}, {"aggregate": "whole", "assemblies": ["c"]},
    ]  # fmt: skip
    document = bom(components=PARTS, compositions=rows)
    assert facts(document, "composition") == {
        ("pkg:npm/a@1", "composition", '{"aggregate": "incomplete_third_party_only", "of": "assemblies"}'),
        ("pkg:npm/b@1", "composition", '{"aggregate": "incomplete_third_party_only", "of": "dependencies"}'),
        ("pkg:npm/c@1", "composition", '{"aggregate": "whole", "of": "assemblies"}'),
    }
    assert values(document, "unmapped") == [
        {"field": "compositions/1/aggregate", "value": "unknown"}, {"field": "compositions/1/vulnerabilities", "value": ["v"]},
    ]  # fmt: skip
    assert problems(document) == [("#/compositions/2/aggregate", "'whole' is no aggregate of the standard")]
