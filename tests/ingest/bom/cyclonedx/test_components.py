"""Components of a CycloneDX document: identity, nesting, scope, hashes, identifiers, what has no kind."""

from __future__ import annotations

import pytest

from tests.ingest.bom.cyclonedx_reading import bom, component, edges, facts, problems, values


def test_root_is_the_project_and_by_its_purl_itself() -> None:
    document = bom(metadata={"component": {
        "type": "application", "name": "shop", "version": "2", "bom-ref": "r", "purl": "pkg:npm/shop@2",
        "components": [{"type": "library", "name": "in", "version": "1"}],
    }})  # fmt: skip
    assert edges(document, "contains") == {
        ("P", "contains", "pkg:npm/shop@2", '{"ref": "r", "role": "root"}'),
        ("P", "contains", "pkg:generic/in@1", '{"purl": false}'),
        ("pkg:npm/shop@2", "contains", "pkg:generic/in@1", "{}"),
    }
    assert ("P", "name", "shop") in facts(document)


def test_model_that_a_document_is_about_is_a_model() -> None:
    document = bom(metadata={"component": {
        "type": "machine-learning-model", "name": "chat", "bom-ref": "m",
        "modelCard": {"modelParameters": {"task": "text-generation"}},
    }})  # fmt: skip
    assert facts(document, "task") == {("D#m", "task", "text-generation")}


def test_components_nest() -> None:
    inner = {"type": "file", "name": "a.txt", "bom-ref": "f"}
    assert edges(component(components=[inner]), "contains") == {
        ("P", "contains", "pkg:generic/lib@1.0", '{"purl": false, "ref": "lib"}'),
        ("P", "contains", "D#f", '{"ref": "f"}'),
        ("pkg:generic/lib@1.0", "contains", "D#f", "{}"),
    }


@pytest.mark.parametrize("text", [">=1.0", "^2", "~1.2", "1.*", "*", "1.0 || 2.0", ">=1,<2", "[1.0,2.0)", "1.x"])
def test_range_in_the_place_of_a_version_stays_a_range(text) -> None:
    found = edges(component(version=text), "contains")
    assert {(target, "specifier" in said) for _, _, target, said in found} == {("pkg:generic/lib", True)}


@pytest.mark.parametrize("text", ["1.0", "2:1.2~rc1-3", "v1.0.0-20200101-abcdef", "2024.x-beta", "1.0+cu118"])
def test_version_is_no_range(text) -> None:
    assert not any("specifier" in said for *_, said in edges(component(version=text), "contains"))


def test_version_range_of_an_external_component() -> None:
    document = component(version=None, versionRange="vers:pypi/>=1|<2", isExternal=True, purl="pkg:pypi/lib")
    assert edges(document, "contains") == {
        ("P", "contains", "pkg:pypi/lib", '{"ref": "lib", "specifier": "vers:pypi/>=1|<2"}')
    }
    assert problems(document) == []


@pytest.mark.parametrize(("scope", "kept"), [("required", "runtime"), ("optional", "optional")])
def test_scope(scope, kept) -> None:
    ((*_, said),) = edges(component(scope=scope), "contains")
    assert f'"scope": "{kept}"' in said


def test_excluded_says_not_what_for() -> None:
    document = component(scope="excluded")
    ((*_, said),) = edges(document, "contains")
    assert "scope" not in said
    assert values(document, "unmapped") == [{"field": "scope", "value": "excluded"}]


def test_hashes_are_named_as_in_hashlib() -> None:
    document = component(hashes=[
        {"alg": "SHA-256", "content": "AB" * 32}, {"alg": "BLAKE2b-512", "content": "0" * 128},
        {"alg": "MD5", "content": "zz"}, {"alg": "CRC", "content": "00"},
    ])  # fmt: skip
    assert values(document, "hash") == ["sha256:" + "ab" * 32, "blake2b:" + "0" * 128]
    assert [place for place, _ in problems(document)] == [
        "#/components/0/hashes/2/content",
        "#/components/0/hashes/3/alg",
    ]
    assert {"field": "hashes/2/content", "value": "zz"} in values(document, "unmapped")


def test_identifiers() -> None:
    document = component(
        cpe="cpe:2.3:a:x:lib:1.0:*:*:*:*:*:*:*", omniborId=["gitoid:blob:sha1:" + "0" * 40], swhid=["swh:1:cnt:x"],
        swid={"tagId": "tag", "name": "Lib"},
    )  # fmt: skip
    assert [(v["type"], v["value"][:6]) for v in values(document, "identifier")] == [
        ("cpe", "cpe:2."), ("gitoid", "gitoid"), ("swhid", "swh:1:"), ("swid", "tag"),
    ]  # fmt: skip
    assert {"field": "swid/name", "value": "Lib"} in values(document, "unmapped")


def test_organizations_are_named_and_people_counted() -> None:
    document = component(
        purl="pkg:pypi/lib@1.0", supplier={"name": "Acme", "contact": [{"name": "Jo", "email": "jo@acme.example"}]},
        manufacturer={"name": "Maker"}, publisher="House", author="Jane Doe", authors=[{"name": "A"}, {"name": "B"}],
    )  # fmt: skip
    assert {(target, said) for _, _, target, said in edges(document, "published_by")} == {
        ("org:acme", '{"role": "supplier"}'), ("org:maker", '{"role": "manufacturer"}'),
        ("org:house", '{"role": "publisher"}'),
    }  # fmt: skip
    assert {v["field"]: v["value"] for v in values(document, "unmapped")} == {
        "supplier/contact": "1 person, whose names are not kept",
        "author": "1 person, whose names are not kept",
        "authors": "2 people, whose names are not kept",
    }
    said = str(facts(document))
    assert not [name for name in ("Jo", "jo@acme", "Jane") if name in said]


def test_external_references() -> None:
    document = component(purl="pkg:pypi/lib@1.0", externalReferences=[
        {"type": "vcs", "url": "git+https://user:pw@github.com/acme/lib.git"},
        {"type": "website", "url": "https://lib.example"}, {"type": "other", "url": "urn:x", "comment": "why"},
    ])  # fmt: skip
    assert values(document, "homepage") == [
        {"label": "vcs", "url": "git+https://github.com/acme/lib.git"},
        {"label": "website", "url": "https://lib.example"},
        {"label": "other", "url": "urn:x", "comment": "why"},
    ]
    assert edges(document, "developed_in") == {
        ("pkg:pypi/lib@1.0", "developed_in", "https://github.com/acme/lib", "{}")
    }


def test_pedigree() -> None:
    document = component(purl="pkg:pypi/lib@1.0", pedigree={
        "ancestors": [{"type": "library", "name": "old", "version": "0.9", "purl": "pkg:pypi/old@0.9"}],
        "descendants": [{"type": "library", "name": "new", "purl": "pkg:pypi/new@2"}],
        "variants": [{"type": "library", "name": "kin"}], "notes": "a fork",
        "commits": [{"uid": "1", "author": {"name": "Jo"}}],
    })  # fmt: skip
    assert edges(document, "derived_from") == {
        ("pkg:pypi/lib@1.0", "derived_from", "pkg:pypi/old@0.9", "{}"),
        ("pkg:pypi/new@2", "derived_from", "pkg:pypi/lib@1.0", "{}"),
    }
    assert {target for _, _, target, _ in edges(document, "contains")} == {"pkg:pypi/lib@1.0"}
    assert {v["field"]: v["value"] for v in values(document, "unmapped")} == {
        "pedigree/variants": [{"type": "library", "name": "kin"}],
        "pedigree/notes": "a fork",
        "pedigree/commits": [{"uid": "1", "author": "(1 named, not kept)"}],
    }


def test_evidence() -> None:
    document = component(purl="pkg:pypi/lib@1.0", evidence={
        "licenses": [{"license": {"id": "MIT"}}], "copyright": [{"text": "(c) Acme"}],
        "occurrences": [{"location": "a.py", "line": 3}],
    })  # fmt: skip
    assert edges(document, "licensed_under") == {
        ("pkg:pypi/lib@1.0", "licensed_under", "MIT", '{"acknowledgement": "concluded"}')
    }
    assert values(document, "copyright") == ["(c) Acme"]
    assert values(document, "unmapped") == [
        {"field": "evidence/occurrences", "value": [{"location": "a.py", "line": 3}]}
    ]


def test_properties_of_other_tools_are_annotations() -> None:
    document = component(properties=[{"name": "syft:x", "value": "1"}, {"name": "mlgraph:task", "value": "t"}])
    assert values(document, "annotation") == [
        {"name": "syft:x", "value": "1"}, {"name": "mlgraph:task", "value": "t"},
    ]  # fmt: skip


def test_what_has_no_kind_is_kept() -> None:
    document = component(cryptoProperties={"assetType": "algorithm"}, tags=["a"], futureField={"x": [1]})
    assert {v["field"]: v["value"] for v in values(document, "unmapped")} == {
        "cryptoProperties": {"assetType": "algorithm"}, "tags": ["a"], "futureField": {"x": [1]},
    }  # fmt: skip


def test_huge_field_is_cut_with_its_size() -> None:
    (kept,) = values(component(futureField=["x" * 50] * 1000), "unmapped")
    assert kept["is_cut"] is True
    assert kept["value"].endswith("(53,001 bytes of JSON)")
