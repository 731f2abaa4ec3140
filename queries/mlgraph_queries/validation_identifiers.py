"""Whether package URLs, license expressions and versions of a CycloneDX document are legal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph_queries.validation_references import walk
from mlgraph_queries.validation_violations import Place, Violation, pointer, quoted

_RANGE = re.compile(r"\s*(?:[<>=~^!]|vers:)|.*(?:\|\||,\s*[<>=!~]|\.\*|\d\.[xX]$|\s-\s\d)|[\[(].*,.*[\])]$", re.DOTALL)
"""A requirement's operator, a wildcard, a hyphen range (npm), an interval (Maven) or a vers URI."""
_LISTS_OF_COMPONENTS = frozenset({"components", "ancestors", "descendants", "variants"})
_DOCUMENT_REF = re.compile(r"\bDocumentRef-[A-Za-z0-9.-]+:(?=LicenseRef-)", re.IGNORECASE)
_ADDITION_REF = re.compile(r"(?<=\bWITH )\s*(?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+", re.IGNORECASE)


def identifier_violations(document: dict[str, object], place: Place = pointer) -> Iterator[Violation]:
    """Illegal purls and SPDX expressions, and ranges where one version belongs; `place` names a place by its path."""
    for path, value in walk(document):
        if not path or not isinstance(value, str):
            continue
        text = None
        if path[-1] == "purl":
            text = purl_fault(value)
        elif path[-1] == "expression" and "licenses" in path:
            text = None if is_spdx_expression(value) else f"{quoted(value)} is no SPDX license expression"
        elif path[-1] == "version" and _is_of_component(path):
            text = f"{quoted(value)} looks like a range, not like a version" if is_range(value) else None
        if text:
            yield Violation(place(path), text)


def is_range(version: str) -> bool:
    """Whether what stands as a version admits several.

    >>> [is_range(text) for text in (">=2.20", "1.*", "2.4.0+cu121", "1!2.0")]
    [True, True, False, False]
    """
    return bool(_RANGE.match(version))


def is_spdx_expression(text: str) -> bool:
    """Whether a text is an SPDX license expression (SPDX 3.0.1 annex B) over the ids that `packaging` knows."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    plain = _ADDITION_REF.sub("Classpath-exception-2.0", _DOCUMENT_REF.sub("", text))
    try:
        canonicalize_license_expression(plain)
    except InvalidLicenseExpression:
        return False
    return True


def purl_fault(purl: str) -> str | None:
    """What is wrong with a package URL; None: nothing."""
    from packageurl import PackageURL

    try:
        parts = PackageURL.from_string(purl)
    except ValueError as error:
        return f"{quoted(purl)} is no package URL: {str(error)[:120]}"
    if parts.version and is_range(parts.version):
        return f"{quoted(purl)} has a range where its version belongs"
    return None


def _is_of_component(path: tuple[str | int, ...]) -> bool:
    return path[:-1] == ("metadata", "component") or (
        len(path) > 2 and isinstance(path[-2], int) and path[-3] in _LISTS_OF_COMPONENTS
    )
