from __future__ import annotations

import json
import time

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation import Violation, validate


def written(**fields):
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", **fields}).encode()


def library(ref, **fields):
    return {"type": "library", "name": "a", "bom-ref": ref, **fields}


def violations(**fields):
    return validate(written(**fields), name="bom.json")


def test_valid_document_has_no_violation():
    dependencies = [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b"}]
    assert violations(components=[library("a"), library("b")], dependencies=dependencies) == []


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_every_version_is_checked_against_its_own_schema(version):
    assert validate(written(specVersion=version, version=1, components=[]), name="x") == []
    (violation,) = validate(written(specVersion=version, version="one", components=[]), name="x")
    assert violation.place == "#/version"


def test_field_that_a_version_does_not_know_is_a_violation():
    assert violations(citations=[], specVersion="1.7") == []
    (violation,) = violations(citations=[], specVersion="1.6")
    assert "citations" in violation.text


def test_formats_of_the_schema_are_checked():
    (violation,) = violations(metadata={"timestamp": "yesterday"})
    assert violation.place == "#/metadata/timestamp"


def test_more_errors_than_a_person_reads_are_counted():
    found = violations(components=[{"type": "x", "name": str(number)} for number in range(250)])
    assert len(found) == 101
    assert Violation("#", "150 more violations of the schema are not listed") in found


def test_message_does_not_repeat_a_long_value():
    found = violations(components=[library("a", scope="x" * 100_000)])
    assert [violation.place for violation in found] == ["#/components/0/scope"]
    assert len(found[0].text) < 400


def test_place_is_a_json_pointer():
    (violation,) = violations(components=[library("a", components=[library("b", purl="pkg:")])])
    assert violation.place == "#/components/0/components/0/purl"


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (b"", "no JSON at line 1, column 1"),
        (b'{"a":\n  nope}', "no JSON at line 2, column 3"),
        (b"[]", "bom.json#"),
        (b"<bom/>", "no `bom` of CycloneDX"),
        (b"\xff\xfe{}", "no JSON"),
        (written(bomFormat="SPDX"), "bom.json#/bomFormat"),
        (written(specVersion="2.0"), "bom.json#/specVersion"),
        (written(specVersion=1.6), "bom.json#/specVersion"),
        (b"{}", "bom.json#/bomFormat"),
    ],
)
def test_what_is_no_known_document_is_refused_with_name_and_place(document, place):
    with pytest.raises(FormatError) as caught:
        validate(document, name="bom.json")
    assert place in str(caught.value)
    assert str(caught.value).startswith("bom.json")


def test_byte_order_mark_is_no_fault():
    assert validate(b"\xef\xbb\xbf" + written(), name="x") == []


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_is_refused_before_it_is_parsed(opening):
    closing = "]" if opening == "[" else "}"
    deep = (opening * 100_000 + "1" + closing * 100_000).encode()
    with pytest.raises(FormatError, match="nested deeper than the limit of 200"):
        validate(deep, name="x")


def test_hostile_document_is_refused_in_linear_time():
    begun = time.perf_counter()
    for document in (b'"\\' * 2_000_000, b'"' * 2_000_001, b"[" * 4_000_000, b'["' + b"a" * 4_000_000):
        with pytest.raises(FormatError):
            validate(document, name="x")
    assert time.perf_counter() - begun < 10
