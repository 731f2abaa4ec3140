"""Several bills of materials of one thing, brought together."""

from __future__ import annotations

import copy
import json

from mlgraph.bom.formats import write
from mlgraph_queries.listed_aggregates import aggregates
from tests.bom.bills import CHAT, inventory_of, put


def changed(**web):
    """The document with another serial number and time, and another account of one component."""
    found = copy.deepcopy(dict(CHAT))
    found["serialNumber"] = "urn:uuid:99999999-2222-4333-8444-555555555555"
    found["metadata"]["timestamp"] = "2026-03-02T12:00:00Z"
    found["components"][0].update(web)
    return found


def components(inventory, **options):
    document = json.loads(write(inventory, reproducible=True, **options))
    return {each["name"]: each for each in document["components"]}, document


def test_near_identical_documents_double_nothing(tmp_path):
    one, two = put(tmp_path, "a.json", CHAT), put(tmp_path, "b.json", changed())
    alone, both = inventory_of(one), inventory_of(one, two)
    for rows in ("packages", "models", "services", "files", "direct"):
        assert len(getattr(both, rows)) == len(getattr(alone, rows))
    assert [len(e.listed) for e in both.packages] == [2, 2, 2]
    found, document = components(both)
    assert [row["url"] for row in document["externalReferences"]] == [CHAT["serialNumber"], changed()["serialNumber"]]
    assert found["web"]["licenses"] == components(alone)[0]["web"]["licenses"]


def test_each_component_says_which_documents_list_it(tmp_path):
    other = changed()
    del other["components"][2]
    found, _ = components(inventory_of(put(tmp_path, "a.json", CHAT), put(tmp_path, "b.json", other)))
    told = {
        name: [p["value"] for p in each["properties"] if p["name"] == "mlgraph:listed"] for name, each in found.items()
    }
    assert told["web"] == ["a.json#/components/0", "b.json#/components/0"]
    assert told["unlinked"] == ["a.json#/components/2"]


def test_citations_say_it_from_1_7_on(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772366400")
    _, document = components(
        inventory_of(put(tmp_path, "a.json", CHAT), put(tmp_path, "b.json", changed())), spec_version="1.7"
    )
    places = {row["pointers"][0]: row["note"] for row in document["citations"]}
    index = next(i for i, each in enumerate(document["components"]) if each["name"] == "web")
    assert places[f"/components/{index}"] == "a.json#/components/0; b.json#/components/0"


def test_what_documents_disagree_on_is_kept(tmp_path):
    other = changed(licenses=[{"license": {"id": "Apache-2.0"}}], type="library")
    found, _ = components(inventory_of(put(tmp_path, "a.json", CHAT), put(tmp_path, "b.json", other)))
    web = found["web"]
    assert [row["license"]["id"] for row in web["licenses"]] == ["Apache-2.0"]  # the later statement
    assert "mlgraph:published-by" not in {p["name"] for p in web["properties"]}
    said = {(p["name"], p["value"]) for p in web["properties"]}
    assert ("mlgraph:license-statement", "MIT at a.json#/components/0/licenses/0/license (declared, cyclonedx)") in said
    assert ("mlgraph:stated-otherwise", "component_type: framework at a.json") in said


def test_files_are_one_by_their_looks_unless_a_hash_tells_them_apart(tmp_path):
    def of(digest):
        file = {"type": "file", "name": "model.bin", "hashes": [{"alg": "SHA-256", "content": digest * 32}]}
        return {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [file]}

    same = inventory_of(put(tmp_path, "a.json", of("ab")), put(tmp_path, "b.json", of("ab")))
    assert len(same.files) == 1
    assert len(inventory_of(put(tmp_path, "a.json", of("ab")), put(tmp_path, "b.json", of("cd"))).files) == 2


def test_two_files_of_one_document_stay_two(tmp_path):
    files = [{"type": "file", "bom-ref": ref, "name": "LICENSE"} for ref in ("a", "b")]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": files}
    both = inventory_of(put(tmp_path, "a.json", document), put(tmp_path, "b.json", document))
    assert len(both.files) == 2


def test_complete_is_what_all_that_list_it_say(tmp_path):
    whole = copy.deepcopy(dict(CHAT)) | {"compositions": [{"aggregate": "complete", "dependencies": ["web"]}]}
    same = inventory_of(
        put(tmp_path, "a.json", whole), put(tmp_path, "b.json", changed() | {"compositions": whole["compositions"]})
    )
    web = next(e.id for e in same.packages if e.name == "web")
    assert aggregates(same.listing, web) == {"dependencies": "complete"}
    other = inventory_of(put(tmp_path, "a.json", whole), put(tmp_path, "b.json", changed() | {"compositions": []}))
    assert aggregates(other.listing, web) == {"dependencies": "unknown"}


def test_requirements_are_united(tmp_path):
    other = changed()
    other["dependencies"][1]["dependsOn"] = ["lost"]
    both = inventory_of(put(tmp_path, "a.json", CHAT), put(tmp_path, "b.json", other))
    web = next(e for e in both.packages if e.name == "web")
    assert [node.key for node in web.depends_on] == ["pkg:generic/in-house@7", "pkg:generic/unlinked@1"]
