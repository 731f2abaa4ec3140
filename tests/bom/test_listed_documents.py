"""A document of another tool, read and written again: what the standards can carry stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlgraph.bom.formats import FORMATS
from mlgraph_queries.validation import validate
from tests.bom.bills import CHAT, SERIAL, inventory_of, put, rewritten, statements

VERSIONS = [(name, version) for name, form in FORMATS.items() for version in form.spec_versions]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="module")
def again(folder):
    return json.loads(rewritten(put(folder, "chat.json", CHAT), form="cyclonedx"))


@pytest.mark.parametrize(("form", "version"), VERSIONS)
def test_every_format_is_valid_and_names_no_path(folder, form, version):
    found = rewritten(put(folder, "chat.json", CHAT), form=form, spec_version=version)
    assert validate(found, name="document") == []
    assert str(folder).encode() not in found
    assert b"chat.json" not in found


@pytest.mark.parametrize(("form", "version"), VERSIONS)
def test_the_same_document_gives_the_same_bytes(folder, form, version):
    path = put(folder, "chat.json", CHAT)
    assert rewritten(path, form=form, spec_version=version) == rewritten(path, form=form, spec_version=version)


def test_components_keep_their_fields(again):
    (web,) = (each for each in again["components"] if each["name"] == "web")
    before = CHAT["components"][0]
    for field in (
        "type",
        "bom-ref",
        "group",
        "version",
        "purl",
        "supplier",
        "scope",
        "cpe",
        "copyright",
        "hashes",
        "evidence",
    ):
        assert web[field] == before[field], field
    assert web["externalReferences"] == sorted(before["externalReferences"], key=lambda row: row["type"])
    assert web["properties"] == before["properties"]
    assert web["components"] == before["components"]
    assert {row["license"]["id"]: row["license"].get("acknowledgement") for row in web["licenses"]} == {
        "MIT": "declared",
        "ISC": None,
    }


def test_no_package_url_is_invented(again):
    assert {each["name"] for each in again["components"] if "purl" in each} == {"web"}


def test_metadata_name_both_tools_and_the_document_that_was_read(again):
    tools = {(tool["name"], tool.get("version")) for tool in again["metadata"]["tools"]["components"]}
    assert ("lister", "2.0") in tools
    assert {name for name, _ in tools} == {"mlgraph", "lister"}
    assert again["metadata"]["lifecycles"] == [{"phase": "build"}]
    assert again["externalReferences"] == [{"type": "bom", "url": SERIAL}]


def test_dependencies_are_known_unknown_and_none(again):
    rows = {row["ref"]: row["dependsOn"] for row in again["dependencies"]}
    assert rows == {"root": ["llm", "web"], "web": ["base"], "base": []}
    assert {"aggregate": "incomplete", "assemblies": ["root"]} in again["compositions"]


def test_model_card_and_services_stay(again):
    (model,) = (each for each in again["components"] if each["type"] == "machine-learning-model")
    assert (model["group"], model["name"]) == ("acme", "tiny")
    assert model["modelCard"] == {"modelParameters": {"task": "text-generation"}}
    assert again["services"][0]["endpoints"] == ["https://a.example/v1"]


@pytest.mark.parametrize("form", ["cyclonedx", "cyclonedx-xml"])
def test_vulnerabilities_and_verdicts_stay(tmp_path, form):
    row = {
        "id": "CVE-2026-1234",
        "references": [{"id": "GHSA-aaaa-bbbb-cccc", "source": {"name": "GHSA"}}],
        "ratings": [{"score": 9.8, "severity": "critical", "method": "CVSSv31", "vector": "CVSS:3.1/AV:N/AC:L"}],
        "cwes": [79],
        "description": "It breaks.",
        "analysis": {"state": "not_affected", "justification": "code_not_reachable", "response": ["update"]},
        "affects": [{"ref": "web"}],
    }
    path = put(tmp_path, "vex.json", {**CHAT, "vulnerabilities": [row]})
    written = rewritten(path, form=form)
    assert validate(written, name="document") == []
    of = {each for each in statements(path) if "CVE-2026-1234" in each[0] + each[2]}
    assert len(of) > 5
    assert {
        each for each in statements(put(tmp_path, "again.bom", written)) if "CVE-2026-1234" in each[0] + each[2]
    } == of


def test_field_that_the_written_version_forbids_is_told_in_a_property(tmp_path):
    component = {"type": "library", "bom-ref": "a", "name": "a", "patentAssertions": [{"assertionType": "ownership"}]}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.7", "components": [component]}
    (found,) = json.loads(rewritten(put(tmp_path, "a.json", document)))["components"]
    assert "patentAssertions" not in found
    assert [p["value"].partition(":")[0] for p in found["properties"]] == ["patentAssertions"]


def test_what_is_written_twice_is_the_same(folder):
    once = rewritten(put(folder, "chat.json", CHAT))
    assert rewritten(put(folder, "once.json", once)) == once


@pytest.mark.parametrize("form", ["spdx", "spdx2"])
def test_spdx_comes_to_rest_once_its_own_words_are_read(folder, form):
    once = put(folder, "once.json", rewritten(put(folder, "chat.json", CHAT), form=form))
    twice = put(folder, "twice.json", rewritten(once, form=form))
    assert rewritten(twice, form=form) == twice.read_bytes()


LOST = {
    "cyclonedx": {"serial_number", "specification", "created_at", "tool"},
    "cyclonedx-xml": {"serial_number", "specification", "created_at", "tool"},
}
"""What of a document is its own, so that no other has it: by format."""
GAINED = {"homepage": "bom", "annotation": "cdx:reproducible", "tool": "mlgraph", "unmapped": "tool:mlgraph"}
"""What the written document says besides: which one it was made from, by what."""

names = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
versions = st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,2}){0,2}", fullmatch=True)
texts = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
licenses = st.lists(
    st.sampled_from(["MIT", "Apache-2.0", "ISC"]).map(lambda name: {"license": {"id": name}}),
    max_size=2,
    unique_by=repr,
) | st.just([{"expression": "MIT OR Apache-2.0"}])


@st.composite
def documents(draw):
    """A document of some components, nested and linked, each with some of the fields."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        name, version = draw(names), draw(versions)
        component = {
            "type": draw(st.sampled_from(["library", "application", "file", "data"])),
            "bom-ref": f"ref-{number}",
        }
        component |= {"name": f"{name}-{number}", "version": version}
        if component["type"] in {"library", "application"} and draw(st.booleans()):
            component["purl"] = f"pkg:npm/{name}-{number}@{version}"
        for field, values in (
            ("group", names),
            ("description", texts),
            ("copyright", texts),
            ("scope", st.sampled_from(["required", "optional"])),
            ("licenses", licenses),
            ("hashes", st.just([{"alg": "SHA-1", "content": f"{number:040x}"}])),
            ("properties", st.just([{"name": "tool:note", "value": f"{number}"}])),
            ("externalReferences", st.just([{"type": "website", "url": f"https://example.org/{number}"}])),
        ):
            if draw(st.booleans()) and (value := draw(values)):
                component[field] = value
        if component["type"] == "data":
            component.pop("group", None)
        found.append(component)
    refs = [component["bom-ref"] for component in found]
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(refs), st.lists(st.sampled_from(refs), unique=True, max_size=3)),
            max_size=4,
            unique_by=lambda row: row[0],
        )
    )
    dependencies = [{"ref": ref, "dependsOn": [t for t in targets if t != ref]} for ref, targets in rows]
    root = {"type": "application", "bom-ref": "root", "name": draw(names), "version": draw(versions)}
    if len(found) > 2 and draw(st.booleans()):
        found[0].setdefault("components", []).append(found.pop())
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": SERIAL, "version": 1,
        "metadata": {"timestamp": "2026-03-01T12:00:00Z", "component": root},
        "components": found, "dependencies": dependencies,
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(LOST))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents())
def test_what_is_written_reads_back_as_what_was_read(tmp_path, form, document):
    first = put(tmp_path, "first.json", document)
    written = rewritten(first, form=form)
    second = put(tmp_path, "second.bom", written)
    before, after = statements(first), statements(second)
    assert {row for row in before - after if row[1] not in LOST[form]} == set()
    extra = {row for row in after - before if row[1] not in {"specification", "created_at"}}
    assert [row for row in extra if GAINED.get(row[1], "nothing is gained") not in row[2]] == []
    assert rewritten(second, form=form) == written


@pytest.mark.slow
@pytest.mark.parametrize("form", ["spdx", "spdx2"])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents())
def test_spdx_reads_back_as_the_same_parts_and_requirements(tmp_path, form, document):
    first = put(tmp_path, "first.json", document)
    before = inventory_of(first)
    after = inventory_of(put(tmp_path, "second.json", rewritten(first, form=form)))
    assert packages(after) == packages(before)
    assert sorted(file.path for file in after.files) == sorted(file.path for file in before.files)


def packages(inventory):
    """Of each package what all standards can say, its requirements as far as packages are required."""
    ids = {entry.id for entry in inventory.packages}
    return {
        (
            entry.id.key,
            entry.name,
            entry.version,
            entry.hashes,
            entry.description,
            tuple(node.key for node in entry.depends_on if node in ids),
        )
        for entry in inventory.packages
    }
