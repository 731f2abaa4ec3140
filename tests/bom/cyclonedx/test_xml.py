"""The XML of a document: valid, and the same as its JSON."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mlgraph.bom.cyclonedx import SPEC_VERSIONS, write
from mlgraph.bom.cyclonedx.xml import xml_text
from mlgraph.model.errors import FormatError, UsageError
from mlgraph_queries.entries import Finding, Problem
from mlgraph_queries.validation import validate
from mlgraph_queries.validation_xml_parsing import parse_xml
from mlgraph_queries.validation_xml_shape import Reading

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
FINDING = Finding("unpinned", "warning", "pkg:huggingface/gpt2", "gpt2 is used at no fixed commit.", ("app.py:7",))


def both(inventory, spec_version, **options):
    """The JSON of an inventory, and its XML."""
    said = {"spec_version": spec_version, "reproducible": True, **options}
    return json.loads(write(inventory, **said)), write(inventory, form="xml", **said)


def read_back(document, spec_version):
    return Reading(parse_xml(document, name="bom"), spec_version).document


def as_texts(value):
    """JSON as XML can say it: values are texts, and what is empty is not there."""
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items() if item != [] and key != "$schema"}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
@pytest.mark.parametrize("reproducible", [True, False])
def test_document_of_everything_is_valid(everything, spec_version, reproducible):
    said = {"spec_version": spec_version, "reproducible": reproducible, "findings": [FINDING], "now": NOW}
    document = write(everything, form="xml", **said)
    assert validate(document, name="bom") == []
    validator = make_schemabased_validator(OutputFormat.XML, SchemaVersion.from_version(spec_version))
    assert validator.validate_str(document.decode()) is None


@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
def test_document_of_nothing_is_valid(make, spec_version):
    document = write(make.inventory(documents=()), form="xml", spec_version=spec_version, now=NOW)
    assert validate(document, name="bom") == []


@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
def test_xml_says_everything_that_the_json_says(everything, spec_version):
    said, document = both(everything, spec_version, findings=[FINDING])
    assert read_back(document, spec_version) == as_texts(said)


def occurrences(bom):
    """Where each component was seen; taken off, as the library reads the number of a line in XML as a text."""
    found = set()
    for component in bom.components:
        seen = component.evidence.occurrences if component.evidence else ()
        found |= {(str(component.bom_ref), o.location, str(o.line), o.additional_context) for o in seen}
        component.evidence = None
    return found


@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
def test_library_reads_the_same_from_both(everything, spec_version):
    said, document = both(everything, spec_version)
    from_xml = Bom.from_xml(ElementTree.fromstring(document.decode()))
    from_json = Bom.from_json(said)
    assert occurrences(from_xml) == occurrences(from_json)
    assert set(from_xml.components) == set(from_json.components)
    assert set(from_xml.services) == set(from_json.services)
    assert from_xml.metadata.component == from_json.metadata.component
    assert set(from_xml.properties) == set(from_json.properties)


def test_what_the_library_has_no_model_for_is_there(everything):
    root = etree.parse(io.BytesIO(both(everything, "1.7", reproducible=False, now=NOW)[1])).getroot()
    names = {"b": "http://cyclonedx.org/schema/bom/1.7"}
    said = lambda path: root.xpath(path, namespaces=names)  # noqa: E731 - a name for what follows
    assert said("string(//b:component[@type='data']/b:data/b:contents/b:url)").endswith("/datasets/org/corpus")
    assert said("string(//b:pedigree/b:ancestors/b:component/b:purl)") == "pkg:huggingface/org/chat"
    assert said("count(//b:component[@isExternal='true']/b:versionRange)") == 1
    assert said("count(//b:citation[b:attributedTo='tool:mlgraph'])") > 0
    assert said("count(//b:composition[b:aggregate='incomplete']/b:dependencies/b:dependency)") > 0


def test_citation_points_in_xml_as_it_does_in_json(everything):
    said, document = both(everything, "1.7", reproducible=False, now=NOW)
    root = etree.parse(io.BytesIO(document)).getroot()
    names = {"b": "http://cyclonedx.org/schema/bom/1.7"}
    pointers = root.xpath("//b:citation/b:pointers/b:pointer/text()", namespaces=names)
    assert pointers == [pointer for citation in said["citations"] for pointer in citation["pointers"]]
    assert len(pointers) > 5


def test_reproducible_documents_are_equal_whatever_the_order_of_the_inventory(everything):
    turned = replace(everything, packages=everything.packages[::-1], models=everything.models[::-1])
    assert both(everything, "1.7")[1] == both(turned, "1.7")[1]
    assert b"serialNumber" not in both(everything, "1.7")[1]


def test_path_of_the_machine_is_nowhere(everything):
    document = both(everything, "1.7")[1]
    assert b"secret-place" not in document
    assert b"somebody" not in document


def test_control_characters_are_escaped_and_the_text_stays(make):
    file = replace(make.weight_file("a"), path="a\x00\x1b[31mb\uffff.bin")
    document = write(make.inventory(files=(file,)), form="xml", now=NOW)
    assert validate(document, name="bom") == []
    assert rb"<name>a\u0000\u001b[31mb\uffff.bin</name>" in document


def test_field_that_xml_has_no_place_for_is_refused_and_not_dropped():
    with pytest.raises(FormatError, match="'novelty' has no place in the element 'component'"):
        xml_text({"specVersion": "1.6", "components": [{"type": "library", "name": "a", "novelty": "x"}]})


def test_format_that_is_not_written_is_refused(full):
    with pytest.raises(UsageError, match="'yaml' is not written"):
        write(full, form="yaml")


TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["https://[", "%zz", "#a#b", "http://h:99999", "https://a_b/^", "]]>", "<!--", "&amp;", "\udc80", "\r\n"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, other=TEXT, spec_version=st.sampled_from(SPEC_VERSIONS))
def test_hostile_text_anywhere_gives_a_valid_document(make, text, other, spec_version):
    package = make.package(
        "a",
        "1.0",
        description=text,
        homepages=((text, f"https://example.org/{other}"), (other, text)),
        licenses=(make.license(text=text), make.license(text=other, where=text)),
        declared=(make.sighting(where=text, rule=other, specifier=text, marker=other, url=text),),
        installed=(make.sighting(where=text, version="1.0", url=other, vcs=text, revision=text, subdirectory=other),),
    )
    inventory = make.inventory(
        name=text or "a",
        packages=(
            package,
            make.package("b", declared=(make.sighting(specifier=text, url=f"https://h.example/{text}"),)),
        ),
        files=(replace(make.weight_file("a"), path=text or "a", header={text: other}),),
        services=(replace(make.service("openai", "x"), name=text, endpoint=other or None),),
        problems=(Problem(text, other),),
    )
    for form in ("xml", "json"):
        document = write(inventory, form=form, spec_version=spec_version, now=NOW)
        assert validate(document, name="bom") == []
