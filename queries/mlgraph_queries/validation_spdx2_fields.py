"""The fields of an SPDX 2.x document in JSON, by version: which there are, which are mandatory, what they hold."""

from __future__ import annotations

from functools import cache

from mlgraph_queries import validation_spdx2_vocabulary as vocabulary
from mlgraph_queries.validation_spdx2_rules import Exactly, Many, OneOf, Record, Rule, Text

_TEXT = Text()
_TEXTS = Many(_TEXT)
_FLAG = Exactly(bool, "true or false")
_NUMBER = Exactly(int, "a whole number")
_TIME = Text(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-6]\dZ",
    "a time like 2026-03-01T12:30:00Z",
)
"""Clause 6.9."""
_ID = Text(r"SPDXRef-[A-Za-z0-9.-]+", "an id like SPDXRef-a.b-1")
"""Clauses 3.2, 7.2 and 8.2."""
_POINTER = Text(r"(?:DocumentRef-[A-Za-z0-9.+-]+:)?SPDXRef-[A-Za-z0-9.-]+", "an id like SPDXRef-a.b-1")
_POINTER_OR_NOTHING = Text(f"NONE|NOASSERTION|{_POINTER.pattern}", "an id like SPDXRef-a.b-1, NONE or NOASSERTION")
_CREATOR = Text(r"(?:Person|Organization|Tool): ?\S.*", "`Person: `, `Organization: ` or `Tool: ` and a name")
"""Clauses 6.8 and 12.1."""
_AGENT = Text(
    r"NOASSERTION|(?:Person|Organization): ?\S.*", "`Person: ` or `Organization: ` and a name, or NOASSERTION"
)
"""Clauses 7.5 and 7.6."""
_URI = Text(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+", "an absolute URI without #")
"""Clause 6.5."""
_LOCATION = Text(r"NONE|NOASSERTION|[A-Za-z][A-Za-z0-9+.-]*:\S+", "a URI, a location in a VCS, NONE or NOASSERTION")
"""Clause 7.7."""
_ANNOTATION = Record(
    {
        "annotationDate": _TIME,
        "annotationType": OneOf(frozenset({"REVIEW", "OTHER"})),
        "annotator": _CREATOR,
        "comment": _TEXT,
    },
    ("annotationDate", "annotationType", "annotator", "comment"),
)
"""Clause 12."""
_ELEMENT: dict[str, Rule] = {
    "SPDXID": _ID,
    "annotations": Many(_ANNOTATION),
    "attributionTexts": _TEXTS,
    "comment": _TEXT,
    "copyrightText": _TEXT,
    "licenseComments": _TEXT,
    "licenseConcluded": _TEXT,
}


@cache
def document_rule(version: str) -> Record:
    """What a whole document of a version has to obey."""
    is_old = version == "SPDX-2.2"
    relationship = OneOf(vocabulary.RELATIONSHIPS_2_2 if is_old else vocabulary.RELATIONSHIPS)
    checksum = Record(
        {
            "algorithm": OneOf(vocabulary.ALGORITHMS_2_2 if is_old else vocabulary.ALGORITHMS),
            "checksumValue": Text(r"[0-9a-f]+", "a text of lowercase hexadecimal digits"),
        },
        ("algorithm", "checksumValue"),
    )
    return Record(
        {
            "SPDXID": Text("SPDXRef-DOCUMENT", "SPDXRef-DOCUMENT"),
            "spdxVersion": _TEXT,
            "name": _TEXT,
            "dataLicense": Text(r"CC0-1\.0", "CC0-1.0, the license of the data in every SPDX document (clause 6.2)"),
            "documentNamespace": _URI,
            "comment": _TEXT,
            "creationInfo": _CREATION,
            "annotations": Many(_ANNOTATION),
            "externalDocumentRefs": Many(_external_document(checksum)),
            "hasExtractedLicensingInfos": Many(_EXTRACTED),
            "documentDescribes": Many(_POINTER),
            "packages": Many(_package(checksum, is_old=is_old)),
            "files": Many(_file(checksum, is_old=is_old)),
            "snippets": Many(_snippet(is_old=is_old)),
            "relationships": Many(
                Record(
                    {
                        "spdxElementId": _POINTER,
                        "relationshipType": relationship,
                        "relatedSpdxElement": _POINTER_OR_NOTHING,
                        "comment": _TEXT,
                    },
                    ("spdxElementId", "relationshipType", "relatedSpdxElement"),
                )
            ),
            "revieweds": Many(Record({"comment": _TEXT, "reviewDate": _TIME, "reviewer": _TEXT}, ("reviewDate",))),
        },
        ("SPDXID", "spdxVersion", "name", "dataLicense", "documentNamespace", "creationInfo"),
    )


_CREATION = Record(
    {"comment": _TEXT, "created": _TIME, "creators": Many(_CREATOR, 1), "licenseListVersion": _TEXT},
    ("created", "creators"),
)
"""Clauses 6.7 to 6.10."""
_CROSS_REFERENCE = Record(
    {
        "url": _TEXT,
        "match": _TEXT,
        "timestamp": _TEXT,
        "order": _NUMBER,
        "isLive": _FLAG,
        "isValid": _FLAG,
        "isWayBackLink": _FLAG,
    },
    ("url",),
)
_EXTRACTED = Record(
    {
        "licenseId": Text(r"LicenseRef-[A-Za-z0-9.-]+", "an id like LicenseRef-a.b-1"),
        "extractedText": _TEXT,
        "name": _TEXT,
        "comment": _TEXT,
        "seeAlsos": _TEXTS,
        "crossRefs": Many(_CROSS_REFERENCE),
    },
    ("licenseId", "extractedText"),
)
"""Clause 10."""


def _external_document(checksum: Record) -> Record:
    """Clause 6.6."""
    id_ = Text(r"DocumentRef-[A-Za-z0-9.+-]+", "an id like DocumentRef-a.b-1")
    fields: dict[str, Rule] = {"externalDocumentId": id_, "spdxDocument": _URI, "checksum": checksum}
    return Record(fields, tuple(fields))


def _package(checksum: Record, *, is_old: bool) -> Record:
    """Clause 7."""
    category = OneOf(vocabulary.CATEGORIES_2_2 if is_old else vocabulary.CATEGORIES)
    reference = Record(
        {"comment": _TEXT, "referenceCategory": category, "referenceLocator": _TEXT, "referenceType": _TEXT},
        ("referenceCategory", "referenceType", "referenceLocator"),
    )
    code = Record(
        {
            "packageVerificationCodeValue": Text(r"[0-9a-f]{40}", "a text of 40 lowercase hexadecimal digits"),
            "packageVerificationCodeExcludedFiles": _TEXTS,
        },
        ("packageVerificationCodeValue",),
    )
    new: dict[str, Rule] = {
        "primaryPackagePurpose": OneOf(vocabulary.PURPOSES),
        "releaseDate": _TIME,
        "builtDate": _TIME,
        "validUntilDate": _TIME,
    }
    fields: dict[str, Rule] = {
        **_ELEMENT,
        "name": Text(r".+", "a name"),
        "versionInfo": _TEXT,
        "packageFileName": _TEXT,
        "supplier": _AGENT,
        "originator": _AGENT,
        "downloadLocation": _LOCATION,
        "filesAnalyzed": _FLAG,
        "hasFiles": Many(_ID),
        "packageVerificationCode": code,
        "checksums": Many(checksum),
        "homepage": _TEXT,
        "sourceInfo": _TEXT,
        "licenseDeclared": _TEXT,
        "licenseInfoFromFiles": _TEXTS,
        "summary": _TEXT,
        "description": _TEXT,
        "externalRefs": Many(reference),
    }
    mandatory = ("SPDXID", "name", "downloadLocation")
    if is_old:
        return Record(fields, (*mandatory, "licenseConcluded", "licenseDeclared", "copyrightText"))
    return Record({**fields, **new}, mandatory)


def _file(checksum: Record, *, is_old: bool) -> Record:
    """Clause 8."""
    fields: dict[str, Rule] = {
        **_ELEMENT,
        "fileName": _TEXT,
        "fileTypes": Many(OneOf(vocabulary.FILE_TYPES)),
        "checksums": Many(checksum, 1),
        "licenseInfoInFiles": _TEXTS,
        "noticeText": _TEXT,
        "fileContributors": _TEXTS,
        "fileDependencies": Many(_POINTER),
        "artifactOfs": Many(Exactly(dict, "an object")),
    }
    mandatory = ("SPDXID", "fileName", "checksums")
    return Record(
        fields, (*mandatory, "licenseConcluded", "licenseInfoInFiles", "copyrightText") if is_old else mandatory
    )


def _snippet(*, is_old: bool) -> Record:
    """Clause 9."""
    end = Record({"reference": _POINTER, "offset": _NUMBER, "lineNumber": _NUMBER}, ("reference",))
    range_ = Record({"startPointer": end, "endPointer": end}, ("startPointer", "endPointer"))
    fields: dict[str, Rule] = {
        **_ELEMENT,
        "name": _TEXT,
        "ranges": Many(range_, 1),
        "snippetFromFile": _POINTER,
        "licenseInfoInSnippets": _TEXTS,
    }
    mandatory = ("SPDXID", "ranges", "snippetFromFile")
    return Record(fields, (*mandatory, "licenseConcluded", "copyrightText") if is_old else mandatory)
