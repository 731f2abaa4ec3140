"""One document in all the forms that SPDX 2 can be written in says the same in each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

import pytest
import yaml

from tests.ingest.bom.cyclonedx_reading import assertions, plain, short

TEXT = "Do what you like.\n\nBut <not> that & this."
DOCUMENT: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "dataLicense": "CC0-1.0",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "chat",
    "documentNamespace": "https://example.org/chat-1",
    "comment": "several\nlines",
    "creationInfo": {
        "created": "2026-01-02T03:04:05Z",
        "creators": ["Tool: maker-1", "Organization: Acme ()", "Person: A. Nonymous (a@example.org)"],
        "licenseListVersion": "3.25",
    },
    "externalDocumentRefs": [
        {
            "externalDocumentId": "DocumentRef-other",
            "spdxDocument": "https://example.org/other",
            "checksum": {"algorithm": "SHA1", "checksumValue": "a" * 40},
        }
    ],
    "hasExtractedLicensingInfos": [
        {
            "licenseId": "LicenseRef-own",
            "name": "Own",
            "extractedText": TEXT,
            "seeAlsos": ["https://example.org/own"],
        }
    ],
    "packages": [
        {
            "SPDXID": "SPDXRef-root",
            "name": "chat",
            "versionInfo": "1.0",
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "primaryPackagePurpose": "APPLICATION",
        },
        {
            "SPDXID": "SPDXRef-numpy",
            "name": "numpy",
            "versionInfo": "2.0.1",
            "supplier": "Organization: NumFOCUS (mail@example.org)",
            "originator": "Person: A. Nonymous (a@example.org)",
            "downloadLocation": "https://example.org/numpy.tar.gz",
            "filesAnalyzed": True,
            "packageVerificationCode": {
                "packageVerificationCodeValue": "c" * 40,
                "packageVerificationCodeExcludedFiles": ["./x"],
            },
            "checksums": [{"algorithm": "SHA256", "checksumValue": "AB" * 32}],
            "homepage": "https://numpy.example/",
            "licenseConcluded": "BSD-3-Clause AND LicenseRef-own",
            "licenseDeclared": "NONE",
            "licenseInfoFromFiles": ["MIT"],
            "copyrightText": "(c) NumPy\ndevelopers",
            "releaseDate": "2024-07-21T12:00:00Z",
            "primaryPackagePurpose": "SOURCE",
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": "pkg:pypi/numpy@2.0.1",
                },
                {
                    "referenceCategory": "SECURITY",
                    "referenceType": "cpe23Type",
                    "referenceLocator": "cpe:2.3:a:numpy:numpy:2.0.1:*:*:*:*:*:*:*",
                },
                {
                    "referenceCategory": "OTHER",
                    "referenceType": "vcs",
                    "referenceLocator": "https://github.com/numpy/numpy",
                    "comment": "its source",
                },
            ],
            "annotations": [
                {
                    "annotator": "Tool: looker-2",
                    "annotationDate": "2026-01-03T00:00:00Z",
                    "annotationType": "REVIEW",
                    "comment": "looks good",
                }
            ],
        },
    ],
    "files": [
        {
            "SPDXID": "SPDXRef-file",
            "fileName": "./a.py",
            "fileTypes": ["SOURCE"],
            "checksums": [{"algorithm": "SHA1", "checksumValue": "b" * 40}],
            "licenseConcluded": "MIT",
            "licenseInfoInFiles": ["MIT"],
            "copyrightText": "NOASSERTION",
        }
    ],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-root",
        },
        {
            "spdxElementId": "SPDXRef-root",
            "relationshipType": "DEPENDS_ON",
            "relatedSpdxElement": "SPDXRef-numpy",
        },
        {
            "spdxElementId": "SPDXRef-numpy",
            "relationshipType": "CONTAINS",
            "relatedSpdxElement": "SPDXRef-file",
        },
        {
            "spdxElementId": "SPDXRef-numpy",
            "relationshipType": "DEPENDS_ON",
            "relatedSpdxElement": "NONE",
        },
        {
            "spdxElementId": "SPDXRef-numpy",
            "relationshipType": "VARIANT_OF",
            "relatedSpdxElement": "DocumentRef-other:SPDXRef-x",
        },
    ],
}
TAGS = f"""\
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: chat
DocumentNamespace: https://example.org/chat-1
DocumentComment: <text>several
lines</text>
ExternalDocumentRef: DocumentRef-other https://example.org/other SHA1: {"a" * 40}
Creator: Tool: maker-1
Creator: Organization: Acme ()
Creator: Person: A. Nonymous (a@example.org)
Created: 2026-01-02T03:04:05Z
LicenseListVersion: 3.25
# the parts

PackageName: chat
SPDXID: SPDXRef-root
PackageVersion: 1.0
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PrimaryPackagePurpose: APPLICATION

PackageName: numpy
SPDXID: SPDXRef-numpy
PackageVersion: 2.0.1
PackageSupplier: Organization: NumFOCUS (mail@example.org)
PackageOriginator: Person: A. Nonymous (a@example.org)
PackageDownloadLocation: https://example.org/numpy.tar.gz
FilesAnalyzed: true
PackageVerificationCode: {"c" * 40} (excludes: ./x)
PackageChecksum: SHA256: {"AB" * 32}
PackageHomePage: https://numpy.example/
PackageLicenseConcluded: BSD-3-Clause AND LicenseRef-own
PackageLicenseDeclared: NONE
PackageLicenseInfoFromFiles: MIT
PackageCopyrightText: <text>(c) NumPy
developers</text>
ReleaseDate: 2024-07-21T12:00:00Z
PrimaryPackagePurpose: SOURCE
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/numpy@2.0.1
ExternalRef: SECURITY cpe23Type cpe:2.3:a:numpy:numpy:2.0.1:*:*:*:*:*:*:*
ExternalRef: OTHER vcs https://github.com/numpy/numpy
ExternalRefComment: its source

FileName: ./a.py
SPDXID: SPDXRef-file
FileType: SOURCE
FileChecksum: SHA1: {"b" * 40}
LicenseConcluded: MIT
LicenseInfoInFile: MIT
FileCopyrightText: NOASSERTION

LicenseID: LicenseRef-own
LicenseName: Own
ExtractedText: <text>{TEXT}</text>
LicenseCrossReference: https://example.org/own

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-root
Relationship: SPDXRef-root DEPENDS_ON SPDXRef-numpy
Relationship: SPDXRef-numpy CONTAINS SPDXRef-file
Relationship: SPDXRef-numpy DEPENDS_ON NONE
Relationship: SPDXRef-numpy VARIANT_OF DocumentRef-other:SPDXRef-x

Annotator: Tool: looker-2
AnnotationDate: 2026-01-03T00:00:00Z
AnnotationType: REVIEW
SPDXREF: SPDXRef-numpy
AnnotationComment: looks good
"""
RDF = f"""\
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:doap="http://usefulinc.com/ns/doap#"
    xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns="http://spdx.org/rdf/terms#">
 <SpdxDocument rdf:about="https://example.org/chat-1#SPDXRef-DOCUMENT">
  <specVersion>SPDX-2.3</specVersion>
  <dataLicense rdf:resource="http://spdx.org/licenses/CC0-1.0"/>
  <name>chat</name>
  <rdfs:comment>several
lines</rdfs:comment>
  <creationInfo><CreationInfo>
   <created>2026-01-02T03:04:05Z</created><licenseListVersion>3.25</licenseListVersion>
   <creator>Tool: maker-1</creator><creator>Organization: Acme ()</creator>
   <creator>Person: A. Nonymous (a@example.org)</creator>
  </CreationInfo></creationInfo>
  <externalDocumentRef><ExternalDocumentRef>
   <externalDocumentId>DocumentRef-other</externalDocumentId>
   <spdxDocument rdf:resource="https://example.org/other"/>
   <checksum><Checksum>
    <algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha1"/>
    <checksumValue>{"a" * 40}</checksumValue>
   </Checksum></checksum>
  </ExternalDocumentRef></externalDocumentRef>
  <hasExtractedLicensingInfo>
   <ExtractedLicensingInfo rdf:about="https://example.org/chat-1#LicenseRef-own">
    <licenseId>LicenseRef-own</licenseId><name>Own</name>
    <extractedText>{escape(TEXT)}</extractedText>
    <rdfs:seeAlso>https://example.org/own</rdfs:seeAlso>
   </ExtractedLicensingInfo>
  </hasExtractedLicensingInfo>
  <relationship><Relationship>
   <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>
   <relatedSpdxElement rdf:resource="https://example.org/chat-1#SPDXRef-root"/>
  </Relationship></relationship>
 </SpdxDocument>
 <Package rdf:about="https://example.org/chat-1#SPDXRef-root">
  <name>chat</name><versionInfo>1.0</versionInfo><filesAnalyzed>false</filesAnalyzed>
  <downloadLocation rdf:resource="http://spdx.org/rdf/terms#noassertion"/>
  <primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_application"/>
  <relationship><Relationship>
   <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
   <relatedSpdxElement>
    <Package rdf:about="https://example.org/chat-1#SPDXRef-numpy">
     <name>numpy</name><versionInfo>2.0.1</versionInfo>
     <supplier>Organization: NumFOCUS (mail@example.org)</supplier>
     <originator>Person: A. Nonymous (a@example.org)</originator>
     <downloadLocation>https://example.org/numpy.tar.gz</downloadLocation>
     <filesAnalyzed>true</filesAnalyzed>
     <packageVerificationCode><PackageVerificationCode>
      <packageVerificationCodeValue>{"c" * 40}</packageVerificationCodeValue>
      <packageVerificationCodeExcludedFile>./x</packageVerificationCodeExcludedFile>
     </PackageVerificationCode></packageVerificationCode>
     <checksum><Checksum>
      <algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha256"/>
      <checksumValue>{"AB" * 32}</checksumValue>
     </Checksum></checksum>
     <doap:homepage>https://numpy.example/</doap:homepage>
     <licenseConcluded><ConjunctiveLicenseSet>
      <member rdf:resource="http://spdx.org/licenses/BSD-3-Clause"/>
      <member rdf:resource="https://example.org/chat-1#LicenseRef-own"/>
     </ConjunctiveLicenseSet></licenseConcluded>
     <licenseDeclared rdf:resource="http://spdx.org/rdf/terms#none"/>
     <licenseInfoFromFiles rdf:resource="http://spdx.org/licenses/MIT"/>
     <copyrightText>(c) NumPy
developers</copyrightText>
     <releaseDate>2024-07-21T12:00:00Z</releaseDate>
     <primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_source"/>
     <externalRef><ExternalRef>
      <referenceCategory rdf:resource="http://spdx.org/rdf/terms#referenceCategory_packageManager"/>
      <referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
      <referenceLocator>pkg:pypi/numpy@2.0.1</referenceLocator>
     </ExternalRef></externalRef>
     <externalRef><ExternalRef>
      <referenceCategory rdf:resource="http://spdx.org/rdf/terms#referenceCategory_security"/>
      <referenceType rdf:resource="http://spdx.org/rdf/references/cpe23Type"/>
      <referenceLocator>cpe:2.3:a:numpy:numpy:2.0.1:*:*:*:*:*:*:*</referenceLocator>
     </ExternalRef></externalRef>
     <externalRef><ExternalRef>
      <referenceCategory rdf:resource="http://spdx.org/rdf/terms#referenceCategory_other"/>
      <referenceType>vcs</referenceType>
      <referenceLocator>https://github.com/numpy/numpy</referenceLocator>
      <rdfs:comment>its source</rdfs:comment>
     </ExternalRef></externalRef>
     <annotation><Annotation>
      <annotator>Tool: looker-2</annotator><annotationDate>2026-01-03T00:00:00Z</annotationDate>
      <annotationType rdf:resource="http://spdx.org/rdf/terms#annotationType_review"/>
      <rdfs:comment>looks good</rdfs:comment>
     </Annotation></annotation>
     <relationship><Relationship>
      <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_contains"/>
      <relatedSpdxElement><File rdf:about="https://example.org/chat-1#SPDXRef-file">
       <fileName>./a.py</fileName>
       <fileType rdf:resource="http://spdx.org/rdf/terms#fileType_source"/>
       <checksum><Checksum>
        <algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha1"/>
        <checksumValue>{"b" * 40}</checksumValue>
       </Checksum></checksum>
       <licenseConcluded rdf:resource="http://spdx.org/licenses/MIT"/>
       <licenseInfoInFile rdf:resource="http://spdx.org/licenses/MIT"/>
       <copyrightText rdf:resource="http://spdx.org/rdf/terms#noassertion"/>
      </File></relatedSpdxElement>
     </Relationship></relationship>
     <relationship><Relationship>
      <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
      <relatedSpdxElement rdf:resource="http://spdx.org/rdf/terms#none"/>
     </Relationship></relationship>
     <relationship><Relationship>
      <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_variantOf"/>
      <relatedSpdxElement rdf:resource="https://example.org/other#SPDXRef-x"/>
     </Relationship></relationship>
    </Package>
   </relatedSpdxElement>
  </Relationship></relationship>
 </Package>
</rdf:RDF>
"""


def as_xml(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from as_xml(each, name)
    elif isinstance(value, Mapping):
        inner = "".join(part for key, each in value.items() for part in as_xml(each, key))
        yield f"<{name}>{inner}</{name}>"
    else:
        yield f"<{name}>{escape(json.dumps(value) if isinstance(value, bool) else str(value))}</{name}>"


FORMS = {
    "tag-value": TAGS,
    "yaml": yaml.safe_dump(DOCUMENT, sort_keys=False),
    "rdf": RDF,
    "xml": "".join(as_xml(DOCUMENT, "Document")),
}


def said(document: Any) -> set[tuple[Any, ...]]:
    return {
        (
            short(a.subject.key),
            str(a.predicate),
            a.object and short(a.object.key),
            plain(a.value),
            plain(dict(a.qualifiers)),
        )
        for a in assertions(document)
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_json_says(form) -> None:
    assert said(FORMS[form]) == said(DOCUMENT)


def test_github_puts_a_document_into_another_object() -> None:
    assert said({"sbom": DOCUMENT}) == said(DOCUMENT)
    places = {a.evidence.locator for a in assertions({"sbom": DOCUMENT}) if a.predicate == "hash"}
    assert places == {"#/sbom/packages/1/checksums/0", "#/sbom/files/0/checksums/0"}


@pytest.mark.parametrize(
    ("form", "place"), [("tag-value", "23"), ("yaml", "#/packages/1"), ("rdf", "44"), ("xml", "4")]
)
def test_place_is_a_line_or_a_pointer(form, place) -> None:
    assert {a.evidence.locator for a in assertions(FORMS[form]) if a.predicate == "copyright"} == {place}


def test_nobody_is_named() -> None:
    for document in (DOCUMENT, *FORMS.values()):
        assert "Nonymous" not in repr(assertions(document))
        assert "a@example.org" not in repr(assertions(document))


def test_the_document_itself() -> None:
    of_document = {
        (kind, value) for subject, kind, _, value, _ in said(DOCUMENT) if subject == "D" and value is not None
    }
    assert {
        ("specification", "SPDX 2.3"),
        ("name", "chat"),
        ("serial_number", "https://example.org/chat-1"),
        ("created_at", "2026-01-02T03:04:05+00:00"),
        ("tool", "maker-1"),
    } <= of_document
    assert ("D", "published_by", "org:acme", None, '{"role": "creator"}') in said(DOCUMENT)
