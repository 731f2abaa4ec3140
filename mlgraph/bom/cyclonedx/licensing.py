"""Licenses of a component: the one statement that stands in its field, and the others beside it."""

from __future__ import annotations

from collections.abc import Sequence

from cyclonedx.model import AttachedText, Property
from cyclonedx.model.license import DisjunctiveLicense, License, LicenseAcknowledgement, LicenseExpression

from mlgraph.bom.cyclonedx.draft import note
from mlgraph_ontology.kinds import Method
from mlgraph_queries.stated import LicenseStatement
from mlgraph_queries.validation_schema import spdx_license_ids

_STRENGTH = {method: rank for rank, method in enumerate(Method)}
_CLASSIFIER = "classifier"
_OF_PACKAGES = frozenset({"", "expression", "license", _CLASSIFIER})
"""Rules by which the metadata of packages are read."""
_MAX_NAME = 100
"""Characters of a license's own words that still read as its name."""
_ANALYSED = frozenset({Method.CURATED, Method.INFERRED})
"""Not the author's statement but somebody's conclusion (schema 1.6, licenseAcknowledgementEnumeration)."""


def licensing(statements: Sequence[LicenseStatement]) -> tuple[list[License], list[Property]]:
    """What goes into `licenses`, and as properties what does not.

    An SPDX expression goes before words, then the stronger method; what was read in a classifier comes after what
    was read in a field. The schema lets an expression stand only alone, so all other statements are kept as
    properties, as are the words that an expression was read from. Licenses that only classifiers name, or that one card
    lists, stand side by side: how they combine is not said.
    """
    ranked = sorted((s for s in statements if s.expression or (s.text or "").strip()), key=_rank)
    if not ranked:
        return [], []
    first = ranked[0]
    if first.rule == _CLASSIFIER:
        shown = _classified([s for s in ranked if s.rule == _CLASSIFIER and _document(s) == _document(first)])
    elif first.expression:
        shown = _side_by_side(first, ranked)
    else:
        shown = [s for s in ranked if (s.method, s.where) == (first.method, first.where)]
    licenses = {_words(s): _license(s) for s in shown}
    lines = dict.fromkeys(_line(s) for s in ranked if s.method is Method.INFERRED or not _is_told(s, shown))
    return list(licenses.values()), [note("license-statement", line) for line in lines]


def _rank(statement: LicenseStatement) -> tuple[bool, int, bool, str, str, str]:
    words = (statement.expression or "", statement.text or "")
    is_classifier = statement.rule == _CLASSIFIER
    return (not statement.expression, _STRENGTH[statement.method], is_classifier, statement.where, *words)


def _classified(statements: Sequence[LicenseStatement]) -> list[LicenseStatement]:
    """The licenses that classifiers name, by id where they have one and in their own words where not."""
    mapped = [s for s in statements if s.expression]
    told = {s.where for s in mapped}
    texts = [s.text or "" for s in statements]
    words = [s for s in statements if not s.expression and s.where not in told]
    return [*mapped, *(s for s in words if not any(text.startswith(f"{s.text} :: ") for text in texts))]


def _side_by_side(first: LicenseStatement, ranked: Sequence[LicenseStatement]) -> list[LicenseStatement]:
    """The licenses that one source lists, where each is one of the SPDX list; metadata of a package list none."""
    if first.rule.partition("/")[0] in _OF_PACKAGES or first.expression not in spdx_license_ids():
        return [first]
    listed = [s for s in ranked if (s.method, s.rule) == (first.method, first.rule) and s.expression]
    found = [s for s in listed if _document(s) == _document(first)]
    return found if all(s.expression in spdx_license_ids() for s in found) else [first]


def _document(statement: LicenseStatement) -> str:
    """The document that a statement was read in: its place without the line, or without the pointer into it."""
    document, pointer, _ = statement.where.partition("#")
    return document if pointer or "://" in document else document.rpartition(":")[0]


def _license(statement: LicenseStatement) -> License:
    concluded = statement.method in _ANALYSED or statement.acknowledgement == "concluded"
    said = LicenseAcknowledgement.CONCLUDED if concluded else LicenseAcknowledgement.DECLARED
    if statement.expression in spdx_license_ids():
        return DisjunctiveLicense(id=statement.expression, acknowledgement=said)
    if statement.expression:
        return LicenseExpression(statement.expression, acknowledgement=said)
    text = statement.text or ""
    whole = AttachedText(content=text) if text.strip() != _words(statement) else None
    return DisjunctiveLicense(name=_words(statement), text=whole, acknowledgement=said)


def _is_told(statement: LicenseStatement, shown: Sequence[LicenseStatement]) -> bool:
    """Whether the `licenses` field says all that a statement says."""
    if statement.expression and not statement.text:
        return statement.expression in {s.expression for s in shown}
    return statement in shown and not statement.expression


def _line(statement: LicenseStatement) -> str:
    how = f"{statement.method}, {statement.rule}" if statement.method is Method.INFERRED else str(statement.method)
    return f"{_words(statement)} at {statement.where} ({how})"


def _words(statement: LicenseStatement) -> str:
    """The source's own words in one short line, else the expression."""
    lines = (line.strip() for line in (statement.text or "").splitlines())
    line = next((line for line in lines if line), statement.expression or "")
    return line if len(line) <= _MAX_NAME else line[: _MAX_NAME - 3] + "..."
