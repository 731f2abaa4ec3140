"""The one license that stands as declared or concluded, as an SPDX expression that a document can define."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cyclonedx.model.license import License, LicenseExpression

from mlgraph.bom.cyclonedx.licensing import licensing
from mlgraph.bom.spdx.text import said
from mlgraph_ontology.kinds import Method
from mlgraph_queries.stated import LicenseStatement
from mlgraph_queries.validation_identifiers import is_spdx_expression

_ANALYSED = frozenset({Method.CURATED, Method.INFERRED})
"""Somebody's conclusion; all others are what the author declared."""
_OWN = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_ELSEWHERE = re.compile(r"\b(?:DocumentRef|AdditionRef)-", re.IGNORECASE)
"""Names that another document would have to define, so that they mean nothing here."""
_MAX_SLUG = 40
_NO_TEXTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class SpdxLicense:
    """A license of a thing, and what of it a document has to define."""

    expression: str
    texts: tuple[tuple[str, str], ...]
    """(LicenseRef, text) of the licenses in it that are not on the SPDX list."""
    where: str
    """In which places it was read, and by which methods."""


@dataclass(frozen=True, slots=True)
class SpdxLicensing:
    """What is known of a thing's license. None: unknown, which SPDX calls NOASSERTION."""

    declared: SpdxLicense | None
    concluded: SpdxLicense | None
    remarks: tuple[tuple[str, str], ...]
    """(name, value) of what neither of them says."""


NOTHING = SpdxLicensing(None, None, ())


def spdx_licensing(statements: Sequence[LicenseStatement], texts: Mapping[str, str] = _NO_TEXTS) -> SpdxLicensing:
    """What goes into the two fields: the best statement of its author, and the best conclusion of anybody else.

    Licenses that stand side by side in classifiers make no expression, as how they combine is not said. `texts` are
    those of licenses that are not on the SPDX list, by name.
    """
    declared, by_author = _best([s for s in statements if not _is_concluded(s)], texts)
    concluded, by_others = _best([s for s in statements if _is_concluded(s)], texts)
    return SpdxLicensing(declared, concluded, tuple(dict.fromkeys([*by_author, *by_others])))


def _is_concluded(statement: LicenseStatement) -> bool:
    return statement.method in _ANALYSED or statement.acknowledgement == "concluded"


def _best(
    statements: Sequence[LicenseStatement], known: Mapping[str, str]
) -> tuple[SpdxLicense | None, list[tuple[str, str]]]:
    shown, notes = licensing(statements)
    remarks = [(note.name.removeprefix("mlgraph:"), note.value or "") for note in notes]
    if len(shown) == 1:
        return _license(shown[0], statements, known), remarks
    return None, [*(("license-not-combined", _named(each)) for each in shown), *remarks]


def _license(shown: License, statements: Sequence[LicenseStatement], known: Mapping[str, str]) -> SpdxLicense:
    expression = shown.value if isinstance(shown, LicenseExpression) else shown.id
    where = _where(statements, expression)
    if expression and is_spdx_expression(expression) and not _ELSEWHERE.search(expression):
        texts = (
            (ref, said(known[ref]) if ref in known else _untold(ref, where))
            for ref in sorted(set(_OWN.findall(expression)))
        )
        return SpdxLicense(expression, tuple(texts), where)
    text = said(_text(shown))
    ref = _reference(said(_named(shown)), text)
    return SpdxLicense(ref, ((ref, text),), where)


def _where(statements: Sequence[LicenseStatement], expression: str | None) -> str:
    said_so = [s for s in statements if s.expression == expression and (s.expression or s.text) and s.where]
    return said("; ".join(sorted({f"{s.where} ({s.method})" for s in said_so})))


def _text(shown: License) -> str:
    if isinstance(shown, LicenseExpression):
        return shown.value
    return (shown.text and shown.text.content) or _named(shown)


def _named(shown: License) -> str:
    if isinstance(shown, LicenseExpression):
        return shown.value
    return shown.id or shown.name or ""


def _untold(ref: str, where: str) -> str:
    return (
        f"The text of this license is not known; {ref} is how it is named in: {where or 'the document that was read'}"
    )


def _reference(name: str, text: str) -> str:
    """A LicenseRef for words, the same for the same words (SPDX 2.3 clause 10.1: letters, digits, `.` and `-`)."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", name[:_MAX_SLUG]).strip("-")
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return "-".join(filter(None, ("LicenseRef", slug, digest)))
