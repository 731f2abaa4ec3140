"""CycloneDX XML says what its JSON says, and nothing hostile in it is followed."""

from __future__ import annotations

import pytest

from mlgraph.model.errors import FormatError
from tests.ingest.bom.cyclonedx_reading import assertions, edges, facts, problems, values


def xml(body: str, version: str = "1.6", attributes: str = "") -> str:
    return f'<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/{version}" {attributes}>{body}</bom>'


LIBRARY = '<component type="library" bom-ref="a"><name>a</name><version>1</version>{}</component>'


def one(inner: str, version: str = "1.6") -> str:
    return xml(f"<components>{LIBRARY.format(inner)}</components>", version)


def test_component_with_all_its_lists() -> None:
    document = one(
        "<scope>required</scope><hashes><hash alg='MD5'>00000000000000000000000000000000</hash></hashes>"
        "<licenses><license acknowledgement='declared'><id>MIT</id></license></licenses>"
        "<cpe>cpe:2.3:a</cpe><purl>pkg:npm/a@1</purl>"
        "<externalReferences><reference type='website'><url>https://a.example</url></reference></externalReferences>"
        "<properties><property name='x'>y</property></properties>"
        "<evidence><copyright><text>(c) Acme</text></copyright></evidence>"
    )
    assert edges(document, "contains", "licensed_under") == {
        ("P", "contains", "pkg:npm/a@1", '{"ref": "a", "scope": "runtime"}'),
        ("pkg:npm/a@1", "licensed_under", "MIT", '{"acknowledgement": "declared"}'),
    }
    assert {(kind, value) for _, kind, value in facts(document, "hash", "identifier", "homepage", "annotation", "copyright")} == {
        ("hash", "md5:" + "0" * 32), ("identifier", '{"type": "cpe", "value": "cpe:2.3:a"}'), ("copyright", "(c) Acme"),
        ("homepage", '{"label": "website", "url": "https://a.example"}'), ("annotation", '{"name": "x", "value": "y"}'),
    }  # fmt: skip


def test_places_are_those_of_the_same_document_in_json() -> None:
    document = one("<licenses><license><id>MIT</id></license></licenses>")
    assert {a.evidence.locator for a in assertions(document) if a.predicate == "licensed_under"} == {
        "#/components/0/licenses/0/license"
    }


def test_license_expressions() -> None:
    document = one("<licenses><expression acknowledgement='concluded'>MIT OR ISC</expression></licenses>")
    plain = one("<licenses><expression>MIT OR ISC</expression></licenses>")
    detailed = one(
        "<licenses><expression-detailed expression='MIT OR ISC'><details license-identifier='MIT'/></expression-detailed></licenses>",
        "1.7",
    )
    assert {said for *_, said in edges(document, "licensed_under")} == {'{"acknowledgement": "concluded"}'}
    assert {t for _, _, t, _ in edges(plain, "licensed_under")} == {"MIT OR ISC"}
    assert {t for _, _, t, _ in edges(detailed, "licensed_under")} == {"MIT OR ISC"}
    assert values(detailed, "unmapped") == [
        {"field": "licenses/0/expressionDetails", "value": [{"licenseIdentifier": "MIT"}]}
    ]


def test_dependencies_and_provides() -> None:
    document = xml(
        f"<components>{LIBRARY.format('')}<component type='library' bom-ref='b'><name>b</name></component></components>"
        "<dependencies><dependency ref='a'><dependency ref='b'/></dependency><dependency ref='b'/></dependencies>"
    )
    assert {(s, t) for s, _, t, _ in edges(document, "depends_on")} == {("pkg:generic/a@1", "pkg:generic/b")}
    assert values(document, "composition") == []


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_every_version(version) -> None:
    assert ("D", "specification", f"CycloneDX {version}") in facts(one("", version))
    assert problems(one("", version)) == []


def test_attributes_and_elements_of_others_are_kept() -> None:
    document = xml(
        f"<components mark='list'>{LIBRARY.format('<o:more xmlns:o=`urn:o` o:a=`1`>text</o:more>'.replace('`', chr(34)))}</components>",
        attributes='serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="2" foo="bar"',
    )
    assert {v["field"]: v["value"] for v in values(document, "unmapped")} == {
        "version": 2, "foo": "bar", "components/@mark": "list", "{urn:o}more": {"{urn:o}a": "1", "content": "text"},
    }  # fmt: skip


def test_signature_of_xml_is_seen() -> None:
    signed = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>x</SignedInfo></Signature>'
    assert values(xml(signed), "signature") == [{"form": "xmldsig", "state": "not verified"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE bom [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + one("&c;").partition("?>")[2], "document type"),
        ('<!DOCTYPE bom SYSTEM "file:///etc/passwd">' + one("").partition("?>")[2], "document type"),
        (one("")[:-20], "broken or cut off"),
        (one("") + one("").partition("?>")[2], "broken or cut off"),
        (xml("<a>" * 300 + "</a>" * 300), "nested deeper"),
        (xml("").replace("<bom ", "<bill ").replace("</bom>", "</bill>"), "where `bom` belongs"),
        (one("&unknown;"), "broken or cut off"),
    ],
    ids=["laughs", "external", "cut", "two", "deep", "other root", "entity"],
)
def test_hostile_document_is_refused(text, said) -> None:
    with pytest.raises(FormatError, match=r"x\.json") as refused:
        assertions(text)
    assert said in str(refused.value)
