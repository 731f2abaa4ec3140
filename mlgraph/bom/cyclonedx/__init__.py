"""An inventory as a CycloneDX AI-BOM, one module per chapter of the standard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mlgraph.model.errors import UsageError
from mlgraph_queries.entries import Finding, Inventory

SPEC_VERSIONS = ("1.6", "1.7")
"""The versions of CycloneDX that are written."""
FORMS = ("json", "xml")
"""The formats of the standard that are written."""


def write(
    inventory: Inventory,
    *,
    spec_version: str = "1.6",
    form: str = "json",
    reproducible: bool = False,
    findings: Sequence[Finding] = (),
    now: datetime | None = None,
) -> bytes:
    """The AI-BOM of an inventory as CycloneDX JSON or XML, in UTF-8; both say the same.

    It has a new serial number and `now` (None: the time of the call) as its timestamp. A reproducible one has
    neither, so that equal inventories give equal bytes; the environment variable SOURCE_DATE_EPOCH implies that
    and gives the timestamp (reproducible-builds.org, "SOURCE_DATE_EPOCH specification" 1.1, 2017).

    Raises UsageError for a version or a format that is not written here or a SOURCE_DATE_EPOCH that is no time.
    """
    from mlgraph.bom.issue import issue

    if form not in FORMS:
        raise UsageError(f"CycloneDX as {form!r} is not written; choose one of {', '.join(FORMS)}")
    if spec_version not in SPEC_VERSIONS:
        raise UsageError(f"CycloneDX {spec_version} is not written; choose one of {', '.join(SPEC_VERSIONS)}")
    issued = issue(reproducible=reproducible, now=now)
    if inventory.listing is not None:
        from mlgraph.bom.cyclonedx.listed.document import listed_text

        return listed_text(inventory, spec_version, issued, findings, form=form)
    from mlgraph.bom.cyclonedx.document import document, json_text

    said = document(inventory, spec_version, issued, findings)
    if form == "json":
        return json_text(said)
    from mlgraph.bom.cyclonedx.xml import xml_text

    return xml_text(said)
