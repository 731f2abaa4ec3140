"""References from a package to what others know it by (SPDX 2.3 clause 7.21 and annex F)."""

from __future__ import annotations

from mlgraph_ingest.bom.draft import Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.links import Address, address
from mlgraph_ingest.bom.own_lines import hub_page
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


def external_refs(fields: Fields, draft: Draft, *, is_ours: bool) -> str | None:
    """The first package URL, which names a package; its other names and addresses go into the draft.

    What is none of these is kept as it stands.
    """
    purl: str | None = None
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
            draft.say(PropertyKind.IDENTIFIER, {"type": scheme, "value": locator.strip()}, each.place)
        else:
            found = Address(type_, locator, comment, each.place)
            address(found, draft, is_ours=is_ours, own_page=hub_page(purl))
    return purl
