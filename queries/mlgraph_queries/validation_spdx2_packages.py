"""What the fields of an SPDX 2.x package have to say together: checksums, files, purls, versions."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_queries.validation_identifiers import is_range, purl_fault
from mlgraph_queries.validation_spdx2_vocabulary import HEX_DIGITS
from mlgraph_queries.validation_violations import Violation, quoted

_OF_FILES = ("packageVerificationCode", "licenseInfoFromFiles", "hasFiles")


def package_violations(document: dict[str, object]) -> Iterator[Violation]:
    """Checksums of a wrong length, statements on files that were not analyzed, illegal purls, ranges as versions."""
    for name in ("packages", "files"):
        for index, element in enumerate(_records(document.get(name))):
            place = f"#/{name}/{index}"
            yield from _of_checksums(element, place)
            if name == "packages":
                yield from _of_package(element, place)
            elif not any(row.get("algorithm") == "SHA1" for row in _records(element.get("checksums"))):
                yield Violation(place, "lacks a checksum by SHA1, which is mandatory for a file (clause 8.4)")


def _of_checksums(element: dict[str, object], place: str) -> Iterator[Violation]:
    for index, row in enumerate(_records(element.get("checksums"))):
        digits = HEX_DIGITS.get(str(row.get("algorithm")))
        value = row.get("checksumValue")
        if digits is not None and isinstance(value, str) and len(value) != digits:
            text = f"{quoted(value)} has {len(value)} digits; {row['algorithm']} has {digits}"
            yield Violation(f"{place}/checksums/{index}/checksumValue", text)


def _of_package(element: dict[str, object], place: str) -> Iterator[Violation]:
    if element.get("filesAnalyzed") is False:
        for field in _OF_FILES:
            if element.get(field):
                text = "must be omitted where filesAnalyzed is false (clauses 7.8, 7.9 and 7.14)"
                yield Violation(f"{place}/{field}", text)
    version = element.get("versionInfo")
    if isinstance(version, str) and is_range(version):
        yield Violation(f"{place}/versionInfo", f"{quoted(version)} looks like a range, not like a version")
    for index, row in enumerate(_records(element.get("externalRefs"))):
        locator = row.get("referenceLocator")
        fault = purl_fault(locator) if row.get("referenceType") == "purl" and isinstance(locator, str) else None
        if fault:
            yield Violation(f"{place}/externalRefs/{index}/referenceLocator", fault)


def _records(value: object) -> list[dict[str, object]]:
    """The objects of a list, in their places; what is none was reported with the fields."""
    if not isinstance(value, list):
        return []
    return [each if isinstance(each, dict) else {} for each in value]
