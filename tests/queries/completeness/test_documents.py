"""What documents of any tool state themselves, in each format, with the place of each value."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph_queries.completeness import State, Witness, document_witness, judge
from mlgraph_queries.completeness.subjects import SubjectKind
from tests.queries.completeness.builders import cell, every_list, judged, states, total

MODEL_CARD = {
    "modelParameters": {
        "task": "text-generation",
        "modelArchitecture": "LlamaForCausalLM",
        "datasets": [{"ref": "data"}],
        "inputs": [{"format": "text"}],
        "outputs": [{"format": "text"}],
    },
    "quantitativeAnalysis": {"performanceMetrics": [{"type": "accuracy", "value": "0.9"}]},
    "considerations": {
        "useCases": ["chat"],
        "technicalLimitations": ["English only"],
        "ethicalConsiderations": [{"name": "may repeat slurs"}],
    },
}
CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "version": 1,
    "metadata": {
        "timestamp": "2026-01-01T00:00:00Z",
        "lifecycles": [{"phase": "build"}],
        "authors": [{"name": "Ann"}],
        "tools": {"components": [{"type": "application", "name": "a-tool", "version": "2.1"}]},
        "component": {"type": "application", "bom-ref": "shop", "name": "shop", "version": "1.0"},
    },
    "components": [
        {
            "type": "machine-learning-model",
            "bom-ref": "chat",
            "name": "chat",
            "version": "1",
            "purl": "pkg:huggingface/org/chat@1",
            "supplier": {"name": "Org"},
            "description": "A chat model",
            "hashes": [{"alg": "SHA-256", "content": "ab" * 32}],
            "licenses": [{"license": {"id": "MIT"}}],
            "externalReferences": [{"type": "website", "url": "https://chat.example"}],
            "modelCard": MODEL_CARD,
            "properties": [{"name": "genai:aibom:modelcard:contextLength", "value": "4096"}],
        },
        {
            "type": "data",
            "bom-ref": "data",
            "name": "corpus",
            "data": [{"type": "dataset", "contents": {"url": "https://corpus.example"}, "sensitiveData": ["names"]}],
        },
        {"type": "library", "bom-ref": "torch", "name": "torch", "version": "2.4.0", "purl": "pkg:pypi/torch@2.4.0"},
    ],
    "dependencies": [{"ref": "shop", "dependsOn": ["chat", "torch"]}, {"ref": "torch", "dependsOn": []}],
}
SPDX2: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "shop",
    "documentNamespace": "https://spdx.example/shop",
    "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: syft-1.4.0", "Organization: Shop Ltd"]},
    "packages": [
        {"SPDXID": "SPDXRef-shop", "name": "shop", "versionInfo": "1.0", "downloadLocation": "NOASSERTION"},
        {
            "SPDXID": "SPDXRef-torch",
            "name": "torch",
            "versionInfo": "2.4.0",
            "supplier": "Organization: PyTorch",
            "downloadLocation": "NOASSERTION",
            "licenseDeclared": "BSD-3-Clause",
            "checksums": [{"algorithm": "SHA256", "checksumValue": "ab" * 32}],
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:pypi/torch@2.4.0"}],
        },
        {
            "SPDXID": "SPDXRef-chat",
            "name": "chat",
            "downloadLocation": "NONE",
            "licenseDeclared": "NOASSERTION",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:huggingface/org/chat"}],
        },
    ],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-shop",
        },
        {"spdxElementId": "SPDXRef-shop", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-torch"},
    ],
}
INFO = {
    "type": "CreationInfo",
    "@id": "_:info",
    "specVersion": "3.0.1",
    "created": "2026-01-01T00:00:00Z",
    "createdBy": ["urn:ann"],
    "createdUsing": ["urn:tool"],
}


def spdx3(*more: dict[str, Any]) -> dict[str, Any]:
    elements = [
        INFO,
        {"type": "Person", "spdxId": "urn:ann", "name": "Ann", "creationInfo": "_:info"},
        {"type": "Tool", "spdxId": "urn:tool", "name": "a-tool 2.1.0", "creationInfo": "_:info"},
        {"type": "SpdxDocument", "spdxId": "urn:doc", "creationInfo": "_:info", "rootElement": ["urn:bom"]},
        {"type": "software_Sbom", "spdxId": "urn:bom", "software_sbomType": ["build"], "rootElement": ["urn:shop"]},
        {"type": "software_Package", "spdxId": "urn:shop", "name": "shop"},
        {
            "type": "ai_AIPackage",
            "spdxId": "urn:chat",
            "name": "chat",
            "suppliedBy": "urn:ann",
            "ai_typeOfModel": ["LlamaForCausalLM"],
            "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "ab" * 32}],
        },
        {
            "type": "dataset_DatasetPackage",
            "spdxId": "urn:data",
            "name": "corpus",
            "dataset_datasetType": ["noAssertion"],
        },
        relation("urn:chat", "trainedOn", "urn:data"),
        relation("urn:shop", "dependsOn", "urn:chat"),
    ]
    return {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [*elements, *more]}


def relation(source: str, kind: str, *targets: str) -> dict[str, Any]:
    return {"type": "Relationship", "from": source, "relationshipType": kind, "to": list(targets)}


def witness(document: object, name: str = "a.json") -> Witness:
    return document_witness(json.dumps(document).encode(), name=name)


def test_cyclonedx_states_elements_at_places_of_the_document() -> None:
    found = judged(witness(CYCLONEDX), "g7", "owasp", "ntia")

    assert cell(found, "g7-model-producer").where == "#/components/0/supplier/name"
    assert cell(found, "g7-sbom-author").value == "Ann"
    assert cell(found, "g7-generation-context").value == "build"
    assert cell(found, "owasp-context_length").where == "#/components/0/properties/0/value"
    assert cell(found, "g7-dataset-dependencies").where == "#/components/0/modelCard/modelParameters/datasets/0/ref"
    assert cell(found, "ntia-dependency", "torch").where == "#/dependencies/0/dependsOn/1"
    assert cell(found, "ntia-dependency", "data").state is State.UNKNOWN


def test_signature_and_vulnerabilities_count_where_they_are() -> None:
    more = CYCLONEDX | {
        "signature": {"algorithm": "ES256", "value": "abc"},
        "vulnerabilities": [{"id": "CVE-2026-1", "affects": [{"ref": "torch"}]}],
    }

    assert cell(judged(witness(CYCLONEDX), "g7"), "g7-signature").state is State.UNKNOWN
    assert cell(judged(witness(more), "g7"), "g7-signature").state is State.STATED
    assert cell(judged(witness(more), "cra"), "cra-known-vulnerabilities", "torch").state is State.STATED


def test_files_of_a_model_are_its_own_and_loose_weights_are_models() -> None:
    weights = {"type": "file", "name": "a.safetensors", "hashes": [{"alg": "SHA-256", "content": "cd" * 32}]}
    inside = {"type": "machine-learning-model", "name": "m", "components": [weights]}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [inside, weights | {"name": "b.gguf"}]}
    models = [s for s in witness(document).subjects if s.kind is SubjectKind.MODEL]

    assert [s.name for s in models] == ["m", "b.gguf"]
    assert cell(judged(witness(document), "g7"), "g7-model-hash", "m").where == (
        "#/components/0/components/0/hashes/0/content"
    )


def test_document_about_a_model_is_about_no_system() -> None:
    about = {"type": "machine-learning-model", "name": "m", "bom-ref": "m"}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": about}}
    found = judged(witness(document), "g7")

    assert cell(found, "g7-system-name").state is State.NOT_APPLICABLE
    assert cell(found, "g7-model-name").where == "#/metadata/component/name"


@pytest.mark.parametrize("placeholder", ["NOASSERTION", "unknown", "", "n/a", None])
def test_placeholders_of_a_document_count_nothing(placeholder: str | None) -> None:
    document = copy.deepcopy(CYCLONEDX)
    document["components"][0] |= {"version": placeholder, "supplier": {"name": placeholder}, "description": placeholder}
    document["components"][0]["licenses"] = [{"license": {"name": placeholder}}]
    found = judged(witness(document), "g7")

    assert {cell(found, f"g7-model-{name}").state for name in ("version", "producer", "description", "license")} == {
        State.UNKNOWN
    }


def test_xml_says_the_same_as_json() -> None:
    text = """<?xml version="1.0"?>
    <bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"
         serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79">
      <metadata><timestamp>2026-01-01T00:00:00Z</timestamp></metadata>
      <components>
        <component type="machine-learning-model" bom-ref="chat">
          <supplier><name>Org</name></supplier><name>chat</name><version>1</version>
          <hashes><hash alg="SHA-256">abababababababababababababababababababababababababababababababab</hash></hashes>
          <licenses><license><id>MIT</id></license></licenses>
          <externalReferences><reference type="website"><url>https://chat.example</url></reference></externalReferences>
        </component>
      </components>
    </bom>"""
    found = judged(document_witness(text.encode(), name="a.xml"), "g7")

    assert cell(found, "g7-model-producer").where.startswith("/bom/components/component/supplier/name (line ")
    stated = {e for (e, subject), state in states(found).items() if subject == "chat" and state == "stated"}
    assert stated == {
        f"g7-model-{name}"
        for name in ("name", "version", "producer", "hash", "hash-algorithm", "license", "references")
    }


def test_spdx_2_states_elements_and_a_tool_is_no_author() -> None:
    found = judged(witness(SPDX2), "g7", "ntia", "cisa")
    lonely = copy.deepcopy(SPDX2)
    lonely["creationInfo"]["creators"] = ["Tool: syft-1.4.0"]

    assert cell(found, "g7-sbom-author").value == "Shop Ltd"
    assert (cell(found, "g7-tool-name").value, cell(found, "g7-tool-version").value) == ("syft", "1.4.0")
    assert cell(found, "cisa-producer", "SPDXRef-torch").value == "PyTorch"
    assert cell(found, "ntia-dependency", "SPDXRef-torch").where == "#/relationships/1"
    assert cell(found, "g7-model-license").state is State.UNKNOWN
    assert cell(judged(witness(lonely), "g7"), "g7-sbom-author").state is State.UNKNOWN


def test_spdx_3_states_elements_by_properties_and_relationships() -> None:
    found = judged(witness(spdx3()), "g7", "ntia")

    assert cell(found, "g7-sbom-author").value == "Ann"
    assert cell(found, "g7-tool-version").value == "2.1.0"
    assert cell(found, "g7-model-producer").where == "#/@graph/6/suppliedBy"
    assert cell(found, "g7-model-training").value == "corpus"
    assert cell(found, "g7-dataset-dependencies").value == "chat"
    assert cell(found, "g7-dataset-content").state is State.UNKNOWN
    assert cell(found, "g7-system-name").value == "shop"


def test_license_that_nobody_asserts_is_unknown_and_one_that_is_counts() -> None:
    unknown = relation("urn:chat", "hasDeclaredLicense", "https://spdx.org/rdf/3.0.1/terms/Licensing/NoAssertion")
    said = {
        "type": "simplelicensing_LicenseExpression",
        "spdxId": "urn:mit",
        "simplelicensing_licenseExpression": "MIT",
    }

    assert cell(judged(witness(spdx3(unknown)), "g7"), "g7-model-license").state is State.UNKNOWN
    known = spdx3(said, relation("urn:chat", "hasDeclaredLicense", "urn:mit"))
    assert cell(judged(witness(known), "g7"), "g7-model-license").value == "MIT"


def test_element_that_a_format_has_no_place_for_says_so() -> None:
    found = judged(witness(spdx3()), "owasp")

    assert cell(found, "owasp-vocab_size").reason == "SPDX 3.0.1 has no place for it"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"{", "no JSON at line 1"),
        (b"[]", "no JSON object"),
        (b"{}", "not 'CycloneDX', and no SPDX document either"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "9.9"}', "'9.9' is not one of 1.2"),
        (b'{"bomFormat": "CycloneDX", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested deeper than the limit of 200"),
        (b"<bom", "no XML at line 1"),
        (b"<!DOCTYPE x><bom/>", "document type"),
        (b"<html/>", "no `bom` of CycloneDX"),
    ],
)
def test_broken_document_is_one_line_that_names_it(document: bytes, words: str) -> None:
    with pytest.raises(FormatError) as caught:
        document_witness(document, name="a.json")

    assert str(caught.value).startswith("a.json")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("base", [CYCLONEDX, SPDX2, spdx3()], ids=["cyclonedx", "spdx2", "spdx3"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_values_of_any_shape_are_read_without_a_crash_and_never_raise_a_count_as_placeholders(
    base: dict[str, Any], data: st.DataObject
) -> None:
    document = copy.deepcopy(base)
    holder, key = data.draw(st.sampled_from(list(_leaves(document))))
    before = total(judge(every_list(), witness(document)))
    holder[key] = data.draw(st.sampled_from(["", "NOASSERTION", "unknown", None, [], {}]))
    assert total(judge(every_list(), witness(document))) <= before
    holder[key] = data.draw(st.sampled_from([1, True, [1], {"a": 1}, [[]], "x" * 5000]))
    witness(document)


def _leaves(value: Any) -> list[tuple[Any, Any]]:
    """(holder, key) of every value that is no structure: kinds, references and formats tell what a thing is."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, inner in items:
        if isinstance(inner, dict | list):
            found += _leaves(inner)
        elif key not in _STRUCTURE:
            found.append((value, key))
    return found


_STRUCTURE = {
    "type",
    "bom-ref",
    "ref",
    "bomFormat",
    "specVersion",
    "spdxVersion",
    "SPDXID",
    "spdxId",
    "@context",
    "@id",
}
_STRUCTURE |= {"relationshipType", "from", "creationInfo", "spdxElementId", "relatedSpdxElement", "referenceType", 0}


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "folder", ["ai-bom-examples/examples", "cyclonedx/1.4", "cyclonedx/1.5", "cyclonedx/1.6", "cyclonedx/1.7"]
)
def test_documents_from_the_wild_are_judged_by_their_own_words(shared_data: Path, folder: str) -> None:
    seen = 0
    for path in sorted((shared_data / folder).glob("*.*")):
        try:
            found = document_witness(path.read_bytes(), name=path.name)
        except FormatError:
            continue
        rows = [row for each in judge(every_list(), found) for row in each.judgements]
        assert all(row.where for row in rows if row.state is State.STATED)
        seen += 1
    assert seen


@pytest.mark.shared_data
def test_ai_bom_without_hashes_and_purl_lacks_those_elements(shared_data: Path) -> None:
    path = shared_data / "ai-bom-examples" / "examples" / "Qwen2.5-7B-Instruct.json"
    found = judged(document_witness(path.read_bytes(), name=path.name), "g7")
    unknown = {e for (e, subject), state in states(found).items() if subject.startswith("qwen") and state != "stated"}

    assert unknown == {f"g7-model-{name}" for name in ("identifier", "description", "hash", "hash-algorithm")}


@pytest.mark.shared_data
def test_example_of_the_ai_profile_states_its_author_and_its_models(shared_data: Path) -> None:
    (path,) = (shared_data / "spdx" / "ai" / "example01" / "spdx3.0").glob("*.json")
    found = document_witness(path.read_bytes(), name=path.name)

    assert [s.name for s in found.subjects if s.kind is SubjectKind.MODEL]
    assert cell(judged(found, "g7"), "g7-sbom-author").value == "Gopi Krishnan Rajbahadur"
