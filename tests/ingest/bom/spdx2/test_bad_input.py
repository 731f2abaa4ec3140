"""Damaged and hostile documents of SPDX 2: refused with a place, or read with what is wrong told."""

from __future__ import annotations

import gzip
import json

import pytest

from mlgraph.model.errors import FormatError
from tests.ingest.bom.cyclonedx_reading import assertions, edges, facts, problems, values
from tests.ingest.bom.spdx_documents import package, spdx2

TAGS = "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: x\n"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://spdx.org/rdf/terms#"'
    ' xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">{}</rdf:RDF>'
)


def refused(document: object) -> str:
    """Why a document is refused."""
    with pytest.raises(FormatError) as caught:
        assertions(document)
    return str(caught.value)


@pytest.mark.parametrize("version", ["SPDX-1.2", "SPDX-3.0", "2.3", "SPDX-2"])
def test_other_versions_are_refused(version) -> None:
    assert refused(spdx2(spdxVersion=version)) == f"SPDX of the version {version!r} is not read; 2.1 to 2.3 are"


def test_document_without_a_version_is_read_and_that_is_told() -> None:
    document = spdx2()
    del document["spdxVersion"]
    assert problems(document) == [("#/spdxVersion", "the document does not say of which version of SPDX it is")]


@pytest.mark.parametrize("encode", [
    lambda text: b"\xef\xbb\xbf" + text.encode(), lambda text: text.encode("utf-16"), lambda text: text.encode("utf-16-le"),
    lambda text: gzip.compress(text.encode()),
])  # fmt: skip
@pytest.mark.parametrize(
    "text", [json.dumps(spdx2()), TAGS, 'spdxVersion: "SPDX-2.3"\nSPDXID: SPDXRef-DOCUMENT\nname: x\n']
)
def test_marks_encodings_and_gzip_are_taken_off(encode, text) -> None:
    assert ("D", "specification", "SPDX 2.3") in facts(encode(text))


def test_wrong_types_everywhere_are_told_and_the_rest_is_read() -> None:
    document = spdx2(
        name=7,
        creationInfo=["x"],
        packages=[3, {"SPDXID": ["a"], "name": {"b": 1}, "checksums": "c", "externalRefs": [5], "versionInfo": 1.0}],
        files={},
        relationships=[None, {"spdxElementId": 1}],
        documentDescribes="SPDXRef-a",
        annotations={"a": "b"},
    )
    document["files"] = []
    told = {place for place, _ in problems(document)}
    assert {"#/name", "#/creationInfo", "#/packages/0", "#/packages/1", "#/relationships/0"} <= told
    assert ("D", "specification", "SPDX 2.3") in facts(document)


def test_list_that_is_none_is_refused_with_its_place() -> None:
    assert refused(spdx2(packages={})) == "x.json#/packages: no list, where the standard has one"


def test_two_things_of_one_id_are_two_parts() -> None:
    files = [{"SPDXID": "SPDXRef-f", "fileName": name} for name in ("./a", "./b")]
    document = spdx2(files=files)
    assert {target for _, _, target, _ in edges(document, "contains")} == {"D#SPDXRef-f", "D#/files/1"}
    assert problems(document) == [("#/files/1", "the reference 'SPDXRef-f' names two things")]


def test_part_without_an_id_is_a_part() -> None:
    document = spdx2(packages=[{"name": "a"}])
    assert {target for _, _, target, _ in edges(document, "contains")} == {"pkg:generic/a"}
    assert [place for place, _ in problems(document)] == ["#/packages/0"]


def test_part_without_a_name_is_a_part() -> None:
    assert len(edges(package(name=""), "contains")) == 1
    assert ("#/packages/0", "it has no name") in problems(package(name=""))


def test_two_documents_in_one_are_refused() -> None:
    text = json.dumps(spdx2())
    assert "its JSON is broken" in refused(text + text)
    assert "a second document in it" in refused('SPDXID: "a"\nspdxVersion: "SPDX-2.3"\n---\nSPDXID: "b"\n')


def test_cut_off_documents_are_refused_with_the_place() -> None:
    assert refused(json.dumps(spdx2())[:-20]).startswith("x.json:1:")
    assert refused(TAGS + "PackageName: a\nPackageComment: <text>never\nends") == (
        "x.json:5: a text is opened here and never closed; the document is cut off"
    )
    assert refused(RDF.format("<SpdxDocument>")[:-9]).startswith("x.json:1:")


def test_nested_beyond_the_limit_is_refused() -> None:
    deep: object = 1
    for _ in range(300):
        deep = [deep]
    assert "nested deeper than the limit" in refused(package(new=deep))
    assert "nested deeper than the limit" in refused(RDF.format("<a>" * 220 + "</a>" * 220))
    assert "lists and tables within each other" in refused("SPDXID: x\nname: " + "[" * 300 + "]" * 300)


@pytest.mark.parametrize(
    "declared", ['<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">', '<!ENTITY a SYSTEM "file:///etc/passwd">']
)
def test_entities_are_refused(declared) -> None:
    text = f'<?xml version="1.0"?><!DOCTYPE r [{declared}]>' + RDF.format("<SpdxDocument/>")
    assert "document type" in refused(text)


def test_yaml_bomb_and_objects_are_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    assert "values" in refused('spdxVersion: "SPDX-2.3"\n' + bomb)
    assert refused('spdxVersion: "SPDX-2.3"\nname: !!python/object/apply:os.system ["true"]\n')


def test_rdf_without_a_document_is_refused() -> None:
    assert refused(RDF.format("<Package/>")) == "x.json: RDF without an SpdxDocument"


def test_license_set_that_holds_itself_says_nothing() -> None:
    license_ = '<DisjunctiveLicenseSet rdf:nodeID="a"><member rdf:nodeID="a"/></DisjunctiveLicenseSet>'
    document = RDF.format(
        '<SpdxDocument rdf:about="https://x.example#SPDXRef-DOCUMENT"><specVersion>SPDX-2.3</specVersion></SpdxDocument>'
        f'<Package rdf:about="https://x.example#SPDXRef-a"><name>a</name><licenseDeclared>{license_}</licenseDeclared></Package>'
    )
    assert edges(document, "licensed_under") == set()
    assert {target for _, _, target, _ in edges(document, "contains")} == {"pkg:generic/a"}


def test_unknown_tags_and_stray_lines_are_told_with_their_line() -> None:
    text = (
        TAGS
        + "Nonsense: 1\n\nPackageName: a\nSPDXID: SPDXRef-a\nSPDXID: SPDXRef-b\nno tag at all\nPackageChecksum: x\n"
    )
    assert problems(text) == [
        ("4", "Nonsense is no tag of the standard; it was not read"),
        ("8", "SPDXID stands twice in one part; the first counts"),
        ("9", "no tag and value: 'no tag at all'; it was not read"),
        ("10", "PackageChecksum is not of the form that the standard gives it"),
    ]


def test_lines_may_end_as_they_do_anywhere() -> None:
    for end in ("\r\n", "\r", "\n"):
        text = (TAGS + "PackageName: a\nSPDXID: SPDXRef-a\n").replace("\n", end)
        assert {target for _, _, target, _ in edges(text, "contains")} == {"pkg:generic/a"}


def test_file_belongs_to_the_package_before_it_unless_a_relationship_says_otherwise() -> None:
    text = TAGS + (
        "PackageName: a\nSPDXID: SPDXRef-a\nPackageName: b\nSPDXID: SPDXRef-b\nFileName: ./f\nSPDXID: SPDXRef-f\n"
        "FileName: ./g\nSPDXID: SPDXRef-g\nRelationship: SPDXRef-a CONTAINS SPDXRef-g\n"
    )
    assert {(s, o) for s, _, o, _ in edges(text, "contains") if s != "P"} == {
        ("pkg:generic/b", "D#SPDXRef-f"),
        ("pkg:generic/a", "D#SPDXRef-g"),
    }


def test_text_that_is_no_utf8_is_read_as_far_as_it_goes() -> None:
    text = TAGS.encode() + b"PackageName: caf\xe9\nSPDXID: SPDXRef-a\n"
    assert values(text, "name") == ["x", "caf\ufffd"]
