"""Whether every reference of an SPDX 2.x document names exactly one thing, and every license in it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph_queries.validation_identifiers import is_spdx_expression
from mlgraph_queries.validation_references import walk
from mlgraph_queries.validation_violations import Violation, pointer, quoted

_Path = tuple[str | int, ...]
_POINTING = frozenset(
    {"spdxElementId", "relatedSpdxElement", "documentDescribes", "hasFiles", "fileDependencies", "snippetFromFile"}
    | {"reference"}
)
_LICENSED = frozenset(
    {"licenseConcluded", "licenseDeclared", "licenseInfoFromFiles", "licenseInfoInFiles", "licenseInfoInSnippets"}
)
_NOTHING = frozenset({"NONE", "NOASSERTION"})
_LICENSE_REF = re.compile(r"(?:(DocumentRef-[A-Za-z0-9.+-]+):)?(LicenseRef-[A-Za-z0-9.-]+)")


def reference_violations(document: dict[str, object]) -> Iterator[Violation]:
    """Ids given twice, references to nothing, licenses that are none or that nothing defines; a document of nothing."""
    ids: dict[str, _Path] = {}
    licenses: set[str] = set()
    documents: set[str] = set()
    pointing: list[tuple[_Path, str]] = []
    licensed: list[tuple[_Path, str]] = []
    for path, value in walk(document):
        if not path or not isinstance(value, str):
            continue
        field = next(step for step in reversed(path) if isinstance(step, str))
        if field == "SPDXID":
            first = ids.setdefault(value, path)
            if first != path:
                yield Violation(pointer(path), f"SPDXID {quoted(value)} is already given at {pointer(first)}")
        elif field == "licenseId" and path[0] == "hasExtractedLicensingInfos":
            licenses.add(value)
        elif field == "externalDocumentId":
            documents.add(value)
        elif field in _POINTING:
            pointing.append((path, value))
        elif field in _LICENSED:
            licensed.append((path, value))
    yield from _dangling(pointing, ids, documents)
    for path, value in licensed:
        yield from _of_license(path, value, licenses, documents)
    yield from _undescribed(document)


def _dangling(pointing: list[tuple[_Path, str]], ids: dict[str, _Path], documents: set[str]) -> Iterator[Violation]:
    for path, value in pointing:
        place, colon, _ = value.partition(":")
        if value not in ids and value not in _NOTHING and not (colon and place in documents):
            yield Violation(pointer(path), f"{quoted(value)} names nothing in this document")


def _of_license(path: _Path, value: str, licenses: set[str], documents: set[str]) -> Iterator[Violation]:
    """Clauses 7.13 to 7.15, 8.5, 8.6 and annex D; a LicenseRef has to be defined here (clause 10.1)."""
    if value in _NOTHING:
        return
    if not is_spdx_expression(value):
        yield Violation(pointer(path), f"{quoted(value)} is no SPDX license expression")
        return
    for elsewhere, name in _LICENSE_REF.findall(value):
        if name not in licenses if not elsewhere else elsewhere not in documents:
            yield Violation(pointer(path), f"{quoted(elsewhere or name)} is not defined in this document")


def _undescribed(document: dict[str, object]) -> Iterator[Violation]:
    """DESCRIBES "is mandatory if more than one package or set of files is present" (clause 11.1, table 68)."""
    packages = document.get("packages")
    if document.get("documentDescribes") or not isinstance(packages, list) or len(packages) < 2:
        return
    rows = document.get("relationships")
    kinds = {row.get("relationshipType") for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
    if not kinds & {"DESCRIBES", "DESCRIBED_BY"}:
        yield Violation("#", "has several packages, but no relationship DESCRIBES that says what it is about")
