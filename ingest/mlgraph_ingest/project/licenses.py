"""What a package or project says of its license, in three forms: an expression, words, classifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.ids import NodeId
from mlgraph_ingest.licenses import Rule, normalized, of_card
from mlgraph_ingest.licenses.classifiers import PREFIX, of_classifier
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

TEXT_LIMIT = 10_000
"""Characters of a license text that are kept."""
_UNSAID = frozenset({"", "unknown", "none", "n/a"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A text and the line on which it stands."""

    text: str
    line: int | str
    """Or where else it stands: a JSON pointer."""


@dataclass(frozen=True, slots=True)
class LicenseFields:
    """The fields of core metadata that speak of the license."""

    expression: Stated | None = None
    """License-Expression, which claims to be SPDX."""
    words: Stated | None = None
    """License, which may be a name, an expression or a whole text."""
    classifiers: tuple[Stated, ...] = ()


def license_assertions(subject: NodeId, fields: LicenseFields, method: Method) -> Iterator[Assertion]:
    """What the fields say: edges to the licenses that they name, and their own words where those are no expression."""
    for stated, rule in ((fields.expression, "expression"), (fields.words, "license")):
        if stated is not None and stated.text.strip().lower() not in _UNSAID:
            yield from stated_license(subject, stated.text, Evidence(str(stated.line), method, rule))
    yield from _classified(subject, [c for c in fields.classifiers if c.text.startswith(PREFIX)], method)


def stated_license(
    subject: NodeId,
    text: str,
    evidence: Evidence,
    *,
    is_card: bool = False,
    acknowledgement: str | None = "declared",
) -> Iterator[Assertion]:
    """What one text says of a license: edges to those that it names, and its own words where they are no expression.

    How it was recognized stands behind a slash in the rule, where it is no SPDX expression: `license/name`. In a card the
    identifiers of the Hugging Face hub count that no list has.
    """
    found = of_card(text) if is_card else normalized(text)
    plain = text.strip()[:TEXT_LIMIT]
    if found is None:
        yield fact(subject, PropertyKind.LICENSE_TEXT, plain, evidence)
        return
    by = evidence if found.rule is Rule.SPDX_ID else evidence._replace(rule=f"{evidence.rule}/{found.rule}")
    for license_ in found.expressions:
        yield edge(subject, EdgeKind.LICENSED_UNDER, license_, by, acknowledgement=acknowledgement)
    if [plain.lower()] != [str(license_).lower() for license_ in found.expressions]:
        yield fact(subject, PropertyKind.LICENSE_TEXT, plain, by)


def _classified(subject: NodeId, classifiers: list[Stated], method: Method) -> Iterator[Assertion]:
    for stated in classifiers:
        evidence = Evidence(str(stated.line), method, "classifier")
        yield fact(subject, PropertyKind.LICENSE_CLASSIFIER, stated.text, evidence)
    for stated in classifiers:
        # How several classifiers combine (all of them, or a choice) is not said, so each is a statement of its own and
        # none an expression.
        target = of_classifier(stated.text)
        if target is not None:
            evidence = Evidence(str(stated.line), method, "classifier")
            yield edge(subject, EdgeKind.LICENSED_UNDER, target, evidence, acknowledgement="declared")
