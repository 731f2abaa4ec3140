from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mlgraph.bom.spdx3 import write
from mlgraph_ontology.kinds import Method
from mlgraph_queries.entries import RepositoryLink
from mlgraph_queries.validation import validate

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def elements(document, type_):
    return [element for element in json.loads(document)["@graph"] if element["type"] == type_]


def short(value):
    """An id without the document's own name."""
    return value.rpartition("#")[2] if "spdxdocs" in value else value


def related(document):
    return {
        (short(e["from"]), e["relationshipType"], tuple(map(short, e["to"])), e.get("completeness"), e.get("scope"))
        for type_ in ("Relationship", "LifecycleScopedRelationship")
        for e in elements(document, type_)
    }


@pytest.fixture
def document(full):
    return write(full, now=NOW)


def test_document_of_everything_is_valid(document):
    assert validate(document, name="x") == []


def test_document_of_nothing_is_valid(make):
    assert validate(write(make.inventory(documents=()), now=NOW), name="x") == []


def test_creation_is_by_the_tool_at_that_time(document):
    (info,) = elements(document, "CreationInfo")
    assert (info["specVersion"], info["created"]) == ("3.0.1", "2026-03-01T12:30:00Z")
    assert (list(map(short, info["createdBy"])), list(map(short, info["createdUsing"]))) == (
        ["mlgraph!agent"],
        ["mlgraph!tool"],
    )


def test_document_leads_to_the_bom_and_that_to_the_project(document):
    (whole,), (sbom,) = elements(document, "SpdxDocument"), elements(document, "software_Sbom")
    assert whole["rootElement"] == [sbom["spdxId"]]
    assert list(map(short, sbom["rootElement"])) == ["project:shop"]
    assert sbom["software_sbomType"] == ["deployed", "source"]
    others = {e["spdxId"] for e in json.loads(document)["@graph"] if "spdxId" in e} - {whole["spdxId"], sbom["spdxId"]}
    assert set(sbom["element"]) == others


def test_things_have_their_classes_and_purposes(document):
    found = {
        (e["type"], e["name"], e["software_primaryPurpose"])
        for e in json.loads(document)["@graph"]
        if "software_primaryPurpose" in e
    }
    assert found == {
        ("software_Package", "shop", "application"),
        ("software_Package", "numpy", "library"),
        ("software_Package", "torch", "library"),
        ("software_Package", "pandas", "library"),
        ("software_Package", "gpt-4o-mini", "other"),
        ("ai_AIPackage", "org/chat", "model"),
        ("ai_AIPackage", "org/embed", "model"),
        ("ai_AIPackage", "gpt2", "model"),
        ("dataset_DatasetPackage", "org/corpus", "data"),
        ("software_File", "weights/a.safetensors", "model"),
    }


def test_range_is_in_no_version(document):
    (pandas,) = (e for e in elements(document, "software_Package") if e["name"] == "pandas")
    assert "software_packageVersion" not in pandas
    assert b'">=2.20"' not in document


def test_relationships_say_scope_and_completeness(document):
    assert {
        ("project:shop", "dependsOn", ("https://huggingface.co/datasets/org/corpus",), "incomplete", "other"),
        ("project:shop", "dependsOn", ("service:openai/gpt-4o-mini",), "incomplete", None),
        ("pkg:pypi/torch@2.4.0%252Bcu121", "dependsOn", ("pkg:pypi/numpy@2.1.0",), "complete", None),
        ("pkg:pypi/numpy@2.1.0", "dependsOn", ("NoneElement",), "complete", None),
        ("pkg:pypi/pandas", "dependsOn", ("NoAssertionElement",), "noAssertion", None),
        ("project:shop", "contains", ("file:weights/a.safetensors",), "incomplete", None),
        ("file:weights/a.safetensors", "descendantOf", ("pkg:huggingface/org/chat",), "noAssertion", None),
    } <= related(document)


def test_optional_dependency_is_one(make):
    from mlgraph_ontology.kinds import Scope

    extra = make.package("a", "1.0", scope=Scope.OPTIONAL)
    found = related(write(make.inventory(packages=(extra,), direct=(extra.id,))))
    assert ("project:shop", "hasOptionalDependency", ("pkg:pypi/a@1.0",), "complete", None) in found


def test_unknown_license_is_said_to_be_unknown(document):
    unknown = ("expandedlicensing_NoAssertionLicense",)
    assert {
        ("pkg:pypi/torch@2.4.0%252Bcu121", "hasDeclaredLicense", unknown, "noAssertion", None),
        ("pkg:huggingface/gpt2", "hasDeclaredLicense", unknown, "noAssertion", None),
        ("pkg:huggingface/gpt2", "hasConcludedLicense", unknown, "noAssertion", None),
        ("pkg:pypi/numpy@2.1.0", "hasDeclaredLicense", ("BSD-3-Clause!license",), None, None),
    } <= related(document)


def test_concluded_license_is_somebody_elses(make):
    package = make.package("a", "1.0", licenses=(make.license("MIT", method=Method.CURATED),))
    kinds = {(kind, to) for _, kind, to, *_ in related(write(make.inventory(packages=(package,)))) if "License" in kind}
    assert ("hasConcludedLicense", ("MIT!license",)) in kinds
    assert ("hasDeclaredLicense", ("MIT!license",)) not in kinds


def test_license_that_is_not_on_the_list_brings_its_text(make):
    package = make.package("a", "1.0", licenses=(make.license(text="Corp License"),))
    document = write(make.inventory(packages=(package,)))
    (text,) = elements(document, "simplelicensing_SimpleLicensingText")
    (expression,) = elements(document, "simplelicensing_LicenseExpression")
    assert text["simplelicensing_licenseText"] == "Corp License"
    (entry,) = expression["simplelicensing_customIdToUri"]
    assert (entry["key"], entry["value"]) == (expression["simplelicensing_licenseExpression"], text["spdxId"])


def test_evidence_and_gaps_are_annotations(document):
    lines = {
        (short(e["subject"]), line) for e in elements(document, "Annotation") for line in e["statement"].splitlines()
    }
    assert {
        ("pkg:huggingface/gpt2", "found: app.py:7 (observed, transformers)"),
        ("project:shop", "unresolved: Model pipeline(cfg.name) at app.py:12"),
        ("project:shop", "problem: broken.lock: no TOML at line 3"),
        ("project:shop", "excluded: .gitignore: 4"),
        ("project:shop", "parts: incomplete"),
        ("pkg:pypi/pandas", "version-range: >=2.20"),
    } <= lines


def test_repository_is_told_where_it_is_the_home_page_too(make):
    url = "https://github.com/acme/lib"
    links = (RepositoryLink(url, Method.INFERRED, "index", "home-page"),)
    lib = make.package("lib", "1.0", homepages=(("homepage", url),), repositories=links)
    (found,) = [
        e for e in elements(write(make.inventory(packages=(lib,)), now=NOW), "software_Package") if e["name"] == "lib"
    ]
    assert found["software_homePage"] == url
    assert [(ref["externalRefType"], ref["locator"]) for ref in found["externalRef"]] == [("vcs", [url])]
