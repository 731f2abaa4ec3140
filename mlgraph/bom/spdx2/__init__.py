"""An inventory as an SPDX 2.3 document in JSON, for consumers that do not read SPDX 3 yet.

Everything is a Package: SPDX 2.3 has no class for models, datasets and services, and its File demands a SHA-1
(clause 8.4), which nobody computed for weight files. What each is, its annotation says in the line `kind:`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mlgraph_queries.entries import Finding, Inventory

SPEC_VERSIONS = ("2.3",)
"""The versions of SPDX that are written in the JSON of SPDX 2."""


def write(
    inventory: Inventory,
    *,
    spec_version: str = "2.3",
    reproducible: bool = False,
    findings: Sequence[Finding] = (),
    now: datetime | None = None,
) -> bytes:
    """The AI-BOM of an inventory as SPDX 2.3 JSON, in UTF-8.

    Its namespace ends in a new UUID, and it was created at `now` (None: the time of the call). That of a reproducible
    one is derived from its content, so that equal inventories give equal bytes; SOURCE_DATE_EPOCH implies that and
    gives the time. Without it a reproducible document is of 1970-01-01T00:00:00Z, and says so: SPDX demands a time.

    Raises UsageError for a version that is not written here or a SOURCE_DATE_EPOCH that is no time.
    """
    from mlgraph.bom.spdx.inventory_things import things
    from mlgraph.bom.spdx.issue import spdx_issue
    from mlgraph.bom.spdx.relations import relations
    from mlgraph.bom.spdx2.document import document

    issue = spdx_issue(spec_version, SPEC_VERSIONS, reproducible=reproducible, now=now)
    return document(things(inventory, findings), relations(inventory), issue)
