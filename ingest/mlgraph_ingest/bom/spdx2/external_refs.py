"""References from a package to what others know it by (SPDX 2.3 clause 7.21 and annex F)."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph_ingest.bom.cyclonedx.fields import Fields
from mlgraph_ingest.bom.links import link
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.things import Said
from mlgraph_ontology.kinds import PropertyKind

_SCHEMES = {
    "purl": "purl",
    "cpe22type": "cpe",
    "cpe23type": "cpe",
    "swid": "swid",
    "swh": "swhid",
    "gitoid": "gitoid",
    "maven-central": "maven-central",
    "npm": "npm",
    "nuget": "nuget",
    "bower": "bower",
}
"""Types of references that are names under a public scheme -> the scheme."""


@dataclass(frozen=True, slots=True)
class External:
    """What the references of a package come to."""

    purl: str | None
    """The first package URL, which names it."""
    facts: tuple[Said, ...]


def external_refs(fields: Fields) -> External:
    """The package URL, the other names and the addresses; what is none of these is kept as it stands."""
    purl: str | None = None
    facts: list[Said] = []
    for each in fields.tables("externalRefs"):
        type_, locator = each.text("referenceType") or "", each.text("referenceLocator")
        each.text("referenceCategory")
        comment = each.text("comment")
        scheme = _SCHEMES.get(type_.lower().rpartition("/")[2])
        if locator is None:
            each.problem("referenceLocator", "a reference without a locator")
        elif scheme == "purl" and purl is None:
            purl = locator.strip()
        elif scheme is not None:
            facts.append(Said(PropertyKind.IDENTIFIER, {"type": scheme, "value": locator.strip()}, each.place))
        else:
            facts.append(_address(type_, locator, comment, each.place))
    return External(purl, tuple(facts))


def _address(type_: str, locator: str, comment: str | None, place: str) -> Said:
    label = comment if type_ == "other" and comment else type_
    said = link(label or "other", locator, place)
    kept = {"type": type_, "locator": locator, **({"comment": comment} if comment else {})}
    return said if said is not None else unmapped("externalRefs", kept, place)
