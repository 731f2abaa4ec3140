"""What a document says of itself."""

from __future__ import annotations

import pytest

from tests.ingest.bom.cyclonedx_reading import bom, edges, facts, problems, values


def test_document() -> None:
    document = bom(
        serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", version=3,
        metadata={
            "timestamp": "2024-05-01T10:00:00+02:00", "lifecycles": [{"phase": "build"}, {"name": "own"}],
            "authors": [{"name": "Jo"}], "manufacturer": {"name": "Acme"}, "licenses": [{"license": {"id": "CC0-1.0"}}],
            "tools": [{"vendor": "anchore", "name": "syft", "version": "0.9"}],
        },
        annotations=[{"text": "x"}], signature={"algorithm": "RS256", "value": "..."},
    )  # fmt: skip
    assert facts(document) == {
        ("D", "specification", "CycloneDX 1.6"), ("D", "created_at", "2024-05-01T08:00:00+00:00"),
        ("D", "serial_number", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"), ("D", "lifecycle", "build"),
        ("D", "lifecycle", "own"), ("D", "tool", "anchore syft 0.9"), ("org:acme", "name", "Acme"),
        ("D", "unmapped", '{"field": "version", "value": 3}'),
        ("D", "unmapped", '{"field": "metadata/licenses", "value": ["CC0-1.0"]}'),
        ("D", "unmapped", '{"field": "annotations/0", "value": {"text": "x"}}'),
        ("D", "unmapped", '{"field": "metadata/authors", "is_cut": true, "value": "1 person, whose names are not kept"}'),
        ("D", "signature", '{"algorithm": "RS256", "form": "jsf", "state": "not verified"}'),
    }  # fmt: skip
    assert edges(document, "published_by") == {("D", "published_by", "org:acme", '{"role": "manufacturer"}')}


def test_tools_as_components() -> None:
    tools = {"components": [{"type": "application", "name": "syft", "version": "1"}], "services": [{"name": "scan"}]}
    assert values(bom(metadata={"tools": tools}), "tool") == ["syft 1", "scan"]


def test_who_supplied_stands_with_what_was_supplied() -> None:
    root = {"type": "application", "name": "shop"}
    document = bom(metadata={"supplier": {"name": "Acme"}, "component": root})
    assert edges(document, "published_by") == {("P", "published_by", "org:acme", '{"role": "supplier"}')}


@pytest.mark.parametrize("time", ["0000-01-01T00:00:00Z", "30000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "soon"])
def test_time_that_cannot_be_is_left_out(time) -> None:
    document = bom(metadata={"timestamp": time})
    assert values(document, "created_at") == []
    assert problems(document) == [("#/metadata/timestamp", f"{time!r} is no time that can be; it was left out")]


@pytest.mark.parametrize("version", ["9.9", "", None, 1.6])
def test_unknown_version_is_read_with_a_problem(version) -> None:
    document = {"bomFormat": "CycloneDX", "specVersion": version, "components": [{"type": "library", "name": "a"}]}
    assert [place for place, _ in problems(document)] == ["#/specVersion"]
    assert ("pkg:generic/a", "name", "a") in facts(document)
