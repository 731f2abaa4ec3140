"""The tags of the tag-value form, and the members of the JSON form that they are (SPDX 2.3, clauses 6 to 12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mlgraph_ingest.bom.spdx2.parts import Chapter

_PAIR = re.compile(r"\s*([A-Za-z0-9_-]+)\s*:\s*(.*)", re.DOTALL)
_CODE = re.compile(r"(\S+?)\s*\(\s*(?:excludes:)?\s*(.*?)\s*\)\s*", re.DOTALL)

STARTS: Mapping[str, Chapter] = {
    "PackageName": Chapter.PACKAGE,
    "FileName": Chapter.FILE,
    "SnippetSPDXID": Chapter.SNIPPET,
    "LicenseID": Chapter.LICENSE,
    "Relationship": Chapter.RELATIONSHIP,
    "Annotator": Chapter.ANNOTATION,
    "Reviewer": Chapter.ANNOTATION,
}
"""Tags that begin a part; all others belong to the part that was begun last, or to the document."""
TEXTS: Mapping[str, str] = {
    "SPDXID": "SPDXID",
    "SPDXVersion": "spdxVersion",
    "DataLicense": "dataLicense",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
    "DocumentComment": "comment",
    "LicenseListVersion": "licenseListVersion",
    "Created": "created",
    "CreatorComment": "comment",
    "PackageName": "name",
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "PackageHomePage": "homepage",
    "PackageSourceInfo": "sourceInfo",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseComments": "licenseComments",
    "PackageCopyrightText": "copyrightText",
    "PackageSummary": "summary",
    "PackageDescription": "description",
    "PackageComment": "comment",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "ReleaseDate": "releaseDate",
    "BuiltDate": "builtDate",
    "ValidUntilDate": "validUntilDate",
    "FileName": "fileName",
    "LicenseConcluded": "licenseConcluded",
    "LicenseComments": "licenseComments",
    "FileCopyrightText": "copyrightText",
    "FileComment": "comment",
    "FileNotice": "noticeText",
    "SnippetSPDXID": "SPDXID",
    "SnippetFromFileSPDXID": "snippetFromFile",
    "SnippetLicenseConcluded": "licenseConcluded",
    "SnippetLicenseComments": "licenseComments",
    "SnippetCopyrightText": "copyrightText",
    "SnippetComment": "comment",
    "SnippetName": "name",
    "LicenseID": "licenseId",
    "LicenseName": "name",
    "ExtractedText": "extractedText",
    "LicenseComment": "comment",
    "Annotator": "annotator",
    "AnnotationDate": "annotationDate",
    "AnnotationType": "annotationType",
    "AnnotationComment": "comment",
    "SPDXREF": "SPDXREF",
    "Reviewer": "annotator",
    "ReviewDate": "annotationDate",
    "ReviewComment": "comment",
    "RelationshipComment": "comment",
}
LISTS: Mapping[str, str] = {
    "Creator": "creators",
    "PackageLicenseInfoFromFiles": "licenseInfoFromFiles",
    "PackageAttributionText": "attributionTexts",
    "FileType": "fileTypes",
    "LicenseInfoInFile": "licenseInfoInFiles",
    "FileContributor": "fileContributors",
    "FileDependency": "fileDependencies",
    "FileAttributionText": "attributionTexts",
    "LicenseInfoInSnippet": "licenseInfoInSnippets",
    "SnippetAttributionText": "attributionTexts",
    "ArtifactOfProjectName": "artifactOfProjectName",
    "ArtifactOfProjectHomePage": "artifactOfProjectHomePage",
    "ArtifactOfProjectURI": "artifactOfProjectURI",
}
OF_CREATION = frozenset({"Creator", "Created", "CreatorComment", "LicenseListVersion"})
"""Tags of the document whose members stand in `creationInfo`."""
OF_DOCUMENT = OF_CREATION | {"SPDXVersion", "DataLicense", "DocumentName", "DocumentNamespace", "DocumentComment"} | {
    "ExternalDocumentRef"
}  # fmt: skip
"""Tags that belong to the document wherever they stand."""


def checksum(value: str) -> dict[str, object] | None:
    """`SHA1: 85ed...`."""
    match = _PAIR.fullmatch(value)
    return {"algorithm": match[1], "checksumValue": match[2].strip()} if match else None


def external_ref(value: str) -> dict[str, object] | None:
    """`SECURITY cpe23Type cpe:2.3:...`."""
    words = value.split(None, 2)
    names = ("referenceCategory", "referenceType", "referenceLocator")
    return dict(zip(names, words, strict=True)) if len(words) == len(names) else None


def external_document(value: str) -> dict[str, object] | None:
    """`DocumentRef-tool https://example.org/tool SHA1: d6a7...`."""
    words = value.split(None, 2)
    digest = checksum(words[2]) if len(words) == 3 else None
    return {"externalDocumentId": words[0], "spdxDocument": words[1], "checksum": digest} if digest else None


def verification_code(value: str) -> dict[str, object]:
    """`d6a7... (excludes: ./package.spdx)`."""
    match = _CODE.fullmatch(value)
    if match is None:
        return {"packageVerificationCodeValue": value.strip()}
    files = [name.strip() for name in match[2].split(",")]
    return {"packageVerificationCodeValue": match[1], "packageVerificationCodeExcludedFiles": files}


def relationship(value: str) -> dict[str, object] | None:
    """`SPDXRef-Package CONTAINS SPDXRef-File`."""
    words = value.split()
    names = ("spdxElementId", "relationshipType", "relatedSpdxElement")
    return dict(zip(names, words, strict=True)) if len(words) == len(names) else None


def byte_range(value: str) -> dict[str, object] | None:
    """`310:420`, in bytes."""
    return _range(value, "offset")


def line_range(value: str) -> dict[str, object] | None:
    """`5:23`, in lines."""
    return _range(value, "lineNumber")


def _range(value: str, unit: str) -> dict[str, object] | None:
    start, colon, end = (part.strip() for part in value.partition(":"))
    if not (colon and start.isdigit() and end.isdigit() and len(start + end) < 40):
        return None
    return {"startPointer": {unit: int(start)}, "endPointer": {unit: int(end)}}


TABLES: Mapping[str, tuple[str, Callable[[str], dict[str, object] | None]]] = {
    "PackageChecksum": ("checksums", checksum),
    "FileChecksum": ("checksums", checksum),
    "ExternalRef": ("externalRefs", external_ref),
    "ExternalDocumentRef": ("externalDocumentRefs", external_document),
    "SnippetByteRange": ("ranges", byte_range),
    "SnippetLineRange": ("ranges", line_range),
}
"""Tags of which each adds an object to a list."""
