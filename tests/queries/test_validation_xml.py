"""The checks of a document in XML: its schema, and the same rules as for JSON, with place and line."""

from __future__ import annotations

import time

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation import validate
from mlgraph_queries.validation_schema import VERSIONS

WITH_TEST_DOCUMENTS = ("1.4", "1.5", "1.6", "1.7")


def written(body="", version="1.6", before=""):
    head = f'<?xml version="1.0"?>\n{before}<bom xmlns="http://cyclonedx.org/schema/bom/{version}" version="1">\n'
    return f"{head}{body}\n</bom>".encode()


def component(inner="", ref="a"):
    return f'<component type="library" bom-ref="{ref}"><name>n</name><version>1</version>{inner}</component>'


def violations(body, version="1.6"):
    return validate(written(body, version), name="bom.xml")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_checked_against_its_own_schema(version):
    good = f"<components>{component()}</components>"
    assert violations(good, version) == []
    (violation,) = violations(good.replace("library", "novelty"), version)
    assert violation.place == "/bom/components/component (line 3)"
    assert "novelty" in violation.text


def test_field_that_a_version_does_not_know_is_a_violation():
    body = "<citations><citation><pointers><pointer>/x</pointer></pointers><timestamp>2026-01-01T00:00:00Z</timestamp>"
    body = f"<components>{component()}</components>{body}<attributedTo>a</attributedTo></citation></citations>"
    assert violations(body, "1.7") == []
    assert any("citations" in violation.text for violation in violations(body, "1.6"))


@pytest.mark.parametrize(
    ("inner", "field", "text"),
    [
        ("<purl>pkg:</purl>", "purl", "no package URL"),
        ("<licenses><expression>MIT OR</expression></licenses>", "licenses/expression", "no SPDX license expression"),
        ("<purl>pkg:pypi/a@%3E=1</purl>", "purl", "range"),
    ],
)
def test_identifiers_are_checked_as_in_json(inner, field, text):
    (violation,) = violations(f"<components>{component()}\n{component(inner, 'b')}</components>")
    assert violation.place == f"/bom/components/component[2]/{field} (line 4)"
    assert text in violation.text


def test_range_as_a_version_is_found():
    body = component().replace("<version>1<", "<version>&gt;=1<")
    (violation,) = violations(f"<components>{body}</components>")
    assert violation.place == "/bom/components/component/version (line 3)"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ('<dependencies><dependency ref="x"/></dependencies>', "/bom/dependencies/dependency"),
        (
            '<dependencies><dependency ref="a"><dependency ref="x"/></dependency></dependencies>',
            "/bom/dependencies/dependency/dependency",
        ),
        (
            '<dependencies><dependency ref="a"><provides ref="x"/></dependency></dependencies>',
            "/bom/dependencies/dependency/provides",
        ),
        (
            (
                "<compositions><composition><aggregate>complete</aggregate><assemblies>"
                '<assembly ref="x"/></assemblies></composition></compositions>'
            ),
            "/bom/compositions/composition/assemblies/assembly",
        ),
        (
            (
                "<vulnerabilities><vulnerability><affects><target><ref>x</ref></target></affects>"
                "</vulnerability></vulnerabilities>"
            ),
            "/bom/vulnerabilities/vulnerability/affects/target/ref",
        ),
    ],
)
def test_reference_to_nothing_is_found(body, place):
    (violation,) = violations(f"<components>{component()}</components>{body}")
    assert violation.place == f"{place} (line 3)"
    assert violation.text == "'x' names nothing in this document"


def test_thing_with_two_entries_is_found():
    entries = '<dependencies><dependency ref="a"/>\n<dependency ref="a"/></dependencies>'
    (violation,) = violations(f"<components>{component()}</components>{entries}")
    assert violation.place == "/bom/dependencies/dependency[2] (line 4)"
    assert "/bom/dependencies/dependency[1] (line 3)" in violation.text


def test_reference_given_twice_is_found():
    found = violations(f"<components>{component()}\n{component()}</components>")
    assert any(violation.text.startswith("bom-ref 'a' is already given at") for violation in found)
    assert {violation.place for violation in found} == {"/bom/components/component[2] (line 4)"}


def test_elements_of_other_namespaces_are_nobodys_business_here():
    inner = '<x:own xmlns:x="urn:own" bom-ref="a"><x:purl>pkg:</x:purl></x:own>'
    assert violations(f"<components>{component(inner)}</components>") == []


def test_more_errors_than_a_person_reads_are_counted():
    body = "".join(component(ref=str(number)).replace("library", "x") for number in range(250))
    found = violations(f"<components>{body}</components>")
    assert len(found) == 101
    assert any("150 more violations" in violation.text for violation in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_byte_order_mark_and_encoding_are_no_fault(encoding):
    text = written(f"<components>{component('<purl>pkg:</purl>')}</components>").decode()
    document = text.partition("?>")[2].lstrip().encode(encoding)
    assert [violation.place for violation in validate(document, name="x")] == [
        "/bom/components/component/purl (line 2)"
    ]


LAUGHS = "<!DOCTYPE bom [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "doctype",
    ["<!DOCTYPE bom>", '<!DOCTYPE bom SYSTEM "file:///etc/hostname">', LAUGHS + "]>",
     "<!DOCTYPE bom [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>", "<!-- a --><!DOCTYPE bom>"],
)  # fmt: skip
def test_document_type_is_refused_before_anything_of_it_is_read(doctype, encoding):
    body = "<components><component type='library'><name>&x;&m;</name></component></components>"
    document = written(body, before=doctype).decode().partition("?>")[2].lstrip().encode(encoding)
    with pytest.raises(FormatError, match=r"^bom\.xml: it has a document type \(DOCTYPE\)"):
        validate(document, name="bom.xml")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"<", "no XML at line 1"),
        (b"<bom>\n<a></bom>", "no XML at line 2"),
        (b"<bom/>", "no `bom` of CycloneDX"),
        (b"<html xmlns='http://cyclonedx.org/schema/bom/1.6'/>", "no `bom` of CycloneDX"),
        (b"<bom xmlns='http://cyclonedx.org/schema/bom/2.0'/>", "'2.0' is not one of 1.2"),
        (b"<bom xmlns='http://cyclonedx.org/schema/bom/1.1'/>", "'1.1' is not one of 1.2"),
        (b"<bom>&x;</bom>", "no XML at line 1"),
        (b"<" + b"a" * 100_000, "no XML at line 1"),
    ],
)
def test_what_is_no_known_document_is_refused_in_one_line(document, said):
    with pytest.raises(FormatError) as caught:
        validate(document, name="bom.xml")
    message = str(caught.value)
    assert message.startswith("bom.xml: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize("depth", [199, 200, 250, 100_000])
def test_deep_nesting_is_refused(depth):
    inner = "<x:a xmlns:x='urn:x'>" * (depth - 3) + "</x:a>" * (depth - 3)
    document = written(f"<components>{component(inner)}</components>")
    if depth <= 200:
        assert validate(document, name="x") == []
        return
    with pytest.raises(FormatError, match=r"nested deeper|no XML"):
        validate(document, name="x")


def test_hostile_document_is_refused_in_linear_time():
    begun = time.perf_counter()
    for document in (b"<a" * 500_000, b"<a>" * 1_000_000, b"<!--" + b"-" * 4_000_000, b"<a b='" + b"x" * 4_000_000):
        with pytest.raises(FormatError):
            validate(document, name="x")
    assert time.perf_counter() - begun < 10


def documents(shared_data, version, prefix):
    found = sorted((shared_data / "cyclonedx" / version).glob(f"{prefix}-*.xml"))
    assert len(found) > 4, "the specification's test documents are not where they were"
    return found


@pytest.mark.shared_data
@pytest.mark.parametrize("version", WITH_TEST_DOCUMENTS)
def test_valid_documents_of_the_specification_have_the_faults_of_their_json_and_no_others(shared_data, version):
    for path in documents(shared_data, version, "valid"):
        found = {violation.text for violation in validate(path.read_bytes(), name=path.name)}
        as_json = path.with_suffix(".json")
        known = validate(as_json.read_bytes(), name=as_json.name) if as_json.exists() else []
        assert found <= {violation.text for violation in known}, path.name


@pytest.mark.shared_data
@pytest.mark.parametrize("version", WITH_TEST_DOCUMENTS)
def test_invalid_documents_of_the_specification_fail(shared_data, version):
    accepted = [path.name for path in documents(shared_data, version, "invalid") if not _faults(path)]
    assert accepted == []


def _faults(path):
    try:
        return validate(path.read_bytes(), name=path.name)
    except FormatError as error:
        return [error]


def test_encoding_that_nobody_knows_is_refused_in_one_line() -> None:
    document = b'<?xml version="1.0" encoding="UT-8"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>'
    with pytest.raises(FormatError, match=r"^x\.xml: it says that it is in an encoding that is not read"):
        validate(document, name="x.xml")
