"""Packages, files, models and datasets of SPDX 3."""

from __future__ import annotations

import pytest

from tests.ingest.bom.cyclonedx_reading import edges, facts, problems, values
from tests.ingest.bom.spdx_documents import element, linked, spdx3

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def lib(**members):
    """A document with one package, `lib 1.0` unless its members say otherwise."""
    return spdx3(element("software_Package", "lib", **{"software_packageVersion": "1.0", **members}))


def test_the_document_itself() -> None:
    document = spdx3(
        element("SpdxDocument", "doc", rootElement=["urn:bom"], profileConformance=["core"]),
        element("software_Sbom", "bom", rootElement=["urn:a"], software_sbomType=["source", "analyzed"]),
        element("software_Package", "a"),
    )
    assert {f for f in facts(document) if f[0] == "D"} == {
        ("D", "specification", "SPDX 3.0.1"),
        ("D", "created_at", "2026-01-02T03:04:05+00:00"),
        ("D", "tool", "maker 1"),
        ("D", "serial_number", "urn:doc"),
        ("D", "name", "doc"),
        ("D", "lifecycle", "pre-build"),
        ("D", "unmapped", '{"field": "SpdxDocument/profileConformance", "value": ["core"]}'),
        ("D", "unmapped", '{"field": "software_sbomType", "value": "analyzed"}'),
        ("D", "unmapped", '{"field": "software_Sbom/name", "value": "bom"}'),
    }
    assert edges(document, "published_by") == {("D", "published_by", "org:acme", '{"role": "creator"}')}
    assert ("P", "name", "a") in facts(document)
    assert problems(document) == []


def test_package_with_its_names_addresses_and_digests() -> None:
    document = lib(
        software_packageUrl="pkg:pypi/lib@1.0",
        software_primaryPurpose="library",
        description="It does.",
        software_homePage="https://lib.example",
        software_downloadLocation="https://lib.example/lib.tar.gz",
        software_copyrightText="(c) Acme",
        releaseTime="2024-05-01T00:00:00Z",
        suppliedBy="urn:acme",
        verifiedUsing=[{"type": "Hash", "algorithm": "sha3_256", "hashValue": "AB" * 32}],
        externalIdentifier=[
            {"type": "ExternalIdentifier", "externalIdentifierType": "cpe23", "identifier": "cpe:2.3:a:x:lib:1.0"},
            {"type": "ExternalIdentifier", "externalIdentifierType": "packageUrl", "identifier": "pkg:conda/lib@1.0"},
            {"type": "ExternalIdentifier", "externalIdentifierType": "email", "identifier": "a@example.org"},
        ],
        externalRef=[{"type": "ExternalRef", "externalRefType": "vcs", "locator": ["https://github.com/acme/lib"]}],
    )
    subject = "pkg:pypi/lib@1.0"
    assert {f for f in facts(document) if f[0] == subject} == {
        (subject, "name", "lib"),
        (subject, "component_type", "library"),
        (subject, "description", "It does."),
        (subject, "homepage", '{"label": "homepage", "url": "https://lib.example"}'),
        (subject, "homepage", '{"label": "download", "url": "https://lib.example/lib.tar.gz"}'),
        (subject, "homepage", '{"label": "vcs", "url": "https://github.com/acme/lib"}'),
        (subject, "copyright", "(c) Acme"),
        (subject, "released_at", "2024-05-01T00:00:00+00:00"),
        (subject, "hash", "sha3_256:" + "ab" * 32),
        (subject, "identifier", '{"type": "cpe", "value": "cpe:2.3:a:x:lib:1.0"}'),
        (subject, "identifier", '{"type": "purl", "value": "pkg:conda/lib@1.0"}'),
    }
    assert edges(document, "published_by", "developed_in") >= {
        (subject, "published_by", "org:acme", '{"role": "supplier"}'),
        (subject, "developed_in", "https://github.com/acme/lib", "{}"),
    }
    assert problems(document) == []


def test_purl_may_stand_among_the_other_identifiers() -> None:
    row = {"type": "ExternalIdentifier", "externalIdentifierType": "packageUrl", "identifier": "pkg:pypi/lib@1.0"}
    assert {target for _, _, target, _ in edges(lib(externalIdentifier=[row]), "contains")} == {"pkg:pypi/lib@1.0"}


def test_people_are_only_counted() -> None:
    person = {"type": "Person", "spdxId": "urn:p", "creationInfo": "_:info", "name": "A. Nonymous"}
    document = spdx3(person, element("software_Package", "lib", suppliedBy="urn:p", originatedBy=["urn:p"]))
    assert edges(document, "published_by") == {("D", "published_by", "org:acme", '{"role": "creator"}')}
    assert "Nonymous" not in repr(facts(document))


def test_model_by_its_profile() -> None:
    document = spdx3(
        element(
            "ai_AIPackage",
            "acme/chat",
            software_packageUrl=f"pkg:huggingface/acme/chat@{COMMIT}",
            software_primaryPurpose="model",
            ai_typeOfModel=["llama", "LlamaForCausalLM"],
            ai_domain=["text-generation"],
            ai_hyperparameter=[{"type": "DictionaryEntry", "key": "lr", "value": "0.1"}],
            ai_metric=[{"type": "DictionaryEntry", "key": "accuracy", "value": "0.9"}],
            ai_limitation="Short texts.",
            ai_informationAboutTraining="On a laptop.",
            ai_informationAboutApplication="To chat.",
            ai_safetyRiskAssessment="low",
            ai_energyConsumption={
                "type": "ai_EnergyConsumption",
                "ai_trainingEnergyConsumption": [
                    {"type": "ai_EnergyConsumptionDescription", "ai_energyQuantity": "36", "ai_energyUnit": "megajoule"}
                ],
            },
        )
    )
    subject = f"pkg:huggingface/acme/chat@{COMMIT}"
    assert {f for f in facts(document) if f[0] == subject} == {
        (subject, "name", "acme/chat"),
        (subject, "component_type", "machine-learning-model"),
        (subject, "architecture_family", "llama"),
        (subject, "architecture", "LlamaForCausalLM"),
        (subject, "task", "text-generation"),
        (subject, "hyperparameter", '{"name": "lr", "value": 0.1}'),
        (subject, "metric", '{"type": "accuracy", "value": 0.9}'),
        (subject, "limitation", "Short texts."),
        (subject, "training_procedure", "On a laptop."),
        (subject, "intended_use", "To chat."),
        (subject, "emissions", '{"kwh": 10.0, "training_type": "training"}'),
        (subject, "unmapped", '{"field": "ai_safetyRiskAssessment", "value": "low"}'),
    }


def test_dataset_by_its_profile() -> None:
    document = spdx3(
        element(
            "dataset_DatasetPackage",
            "corpus",
            dataset_datasetType=["text", "noAssertion"],
            dataset_datasetSize=1000,
            dataset_dataCollectionProcess="Asked.",
            dataset_dataPreprocessing=["Cut."],
            dataset_knownBias=["English."],
            dataset_intendedUse="Training.",
            dataset_datasetAvailability="directDownload",
            dataset_confidentialityLevel="clear",
            builtTime="2024-05-01T00:00:00Z",
        )
    )
    subject = "D#urn%3Acorpus"
    assert {f for f in facts(document) if f[0] == subject} == {
        (subject, "name", "corpus"),
        (subject, "component_type", "data"),
        (subject, "data_type", "text"),
        (subject, "size_bytes", 1000),
        (subject, "collection_process", "Asked."),
        (subject, "preprocessing", "Cut."),
        (subject, "bias", "English."),
        (subject, "intended_use", "Training."),
        (subject, "gated", "false"),
        (subject, "created_at", "2024-05-01T00:00:00+00:00"),
        (subject, "unmapped", '{"field": "dataset_confidentialityLevel", "value": "clear"}'),
    }


def test_range_never_becomes_a_version() -> None:
    ((_, _, target, qualifiers),) = edges(lib(software_packageVersion=">=1,<2"), "contains")
    assert target == "pkg:generic/lib"
    assert '"specifier": ">=1,<2"' in qualifiers


def test_extension_of_cyclonedx_properties_is_an_annotation() -> None:
    entries = [{"type": "extension_CdxPropertyEntry", "extension_cdxPropName": "a", "extension_cdxPropValue": "b"}]
    document = lib(extension=[{"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": entries}])
    assert values(document, "annotation") == [{"name": "a", "value": "b"}]


def test_annotation_and_snippet_stay_with_what_they_are_about() -> None:
    document = spdx3(
        element("software_File", "f"),
        element("Annotation", "n", subject="urn:f", annotationType="review", statement="fine"),
        element("software_Snippet", "s", software_snippetFromFile="urn:f"),
    )
    assert ("D#urn%3Af", "annotation", '{"name": "review", "value": "fine"}') in facts(document)
    assert [v["field"] for v in values(document, "unmapped")] == ["software_Snippet"]


def test_element_that_stands_in_place_is_read() -> None:
    document = spdx3(
        element(
            "software_Package",
            "lib",
            suppliedBy={"type": "Organization", "spdxId": "urn:inner", "name": "Inner"},
            creationInfo={**spdx3()["@graph"][0], "created": "2026-01-02T03:04:05Z"},
        )
    )
    assert ("pkg:generic/lib", "published_by", "org:inner", '{"role": "supplier"}') in edges(document, "published_by")


def test_names_may_be_those_of_the_vocabulary_and_ids_blank() -> None:
    terms = "https://spdx.org/rdf/3.0.1/terms"
    document = {
        "@context": "https://hostile.example/context.jsonld",
        "@graph": [
            {"@type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"},
            {"@type": [f"{terms}/Software/Package"], "@id": "_:a", f"{terms}/Core/name": [{"@value": "a"}],
             f"{terms}/Software/packageVersion": "1"},
            {"@type": f"{terms}/Software/Package", "spdxId": "_:b", "name": "b"},
            {"@type": f"{terms}/Core/Relationship", "@id": "_:r", f"{terms}/Core/from": {"@id": "_:a"},
             f"{terms}/Core/to": [{"@id": "_:b"}],
             f"{terms}/Core/relationshipType": [{"@id": f"{terms}/Core/RelationshipType/dependsOn"}]},
        ],
    }  # fmt: skip
    assert edges(document, "depends_on") == {("pkg:generic/a@1", "depends_on", "pkg:generic/b", "{}")}


@pytest.mark.parametrize("type_", ["describes", "rootElement"])
def test_what_the_document_is_about(type_) -> None:
    roots = {"rootElement": ["urn:a"]} if type_ == "rootElement" else {}
    rows = [linked("doc", "describes", "a")] if type_ == "describes" else []
    document = spdx3(element("SpdxDocument", "doc", **roots), element("software_Package", "a"), *rows)
    assert ("P", "name", "a") in facts(document)


def test_part_that_stands_in_place_and_has_no_id_is_linked_all_the_same() -> None:
    inner = {"type": "software_Package", "name": "inner"}
    row = {**linked("a", "dependsOn", "b"), "to": [inner]}
    assert edges(spdx3(element("software_Package", "a"), row), "depends_on") == {
        ("pkg:generic/a", "depends_on", "pkg:generic/inner", "{}")
    }
